"""A transaction that was begun counts as true.

kills: test_a_transaction_that_counts_as_false
loses: test_a_transaction_that_counts_as_false
"""

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
    tx = None
    try:
        tx = await db.begin()
        yield tx
    except BaseException:
        if tx:
            await db.rollback(tx)
        raise
    await db.commit(tx)
