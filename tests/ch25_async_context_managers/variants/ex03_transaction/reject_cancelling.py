"""A task that was asked to end mustn't commit.

kills: test_in_a_clean_up
loses: test_in_a_clean_up
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol, TypeVar

Tx = TypeVar("Tx")


class Database(Protocol[Tx]):
    """Where transactions are begun and ended. Each of these takes time, and may fail."""

    async def begin(self) -> Tx: ...

    async def commit(self, tx: Tx) -> object: ...

    async def rollback(self, tx: Tx) -> object: ...


@asynccontextmanager
async def transaction(db: Database[Tx]) -> AsyncIterator[Tx]:
    tx = await db.begin()
    try:
        yield tx
    except BaseException:
        await db.rollback(tx)
        raise
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        await db.rollback(tx)
    else:
        await db.commit(tx)
