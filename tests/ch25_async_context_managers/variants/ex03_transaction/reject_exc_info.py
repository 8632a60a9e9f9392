"""`sys.exc_info()` tells of the block alone.

kills: test_while_something_else_is_handled
loses: test_while_something_else_is_handled test_in_a_clean_up
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
    finally:
        if sys.exc_info()[0] is None:
            await db.commit(tx)
        else:
            await db.rollback(tx)
