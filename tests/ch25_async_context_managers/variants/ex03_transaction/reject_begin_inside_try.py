"""All that may fail belongs into the `try`, the beginning included.

kills: test_begin_fails
loses: test_begin_fails test_cancelled_at_any_moment
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
    """An async context manager: a transaction of `db` for the length of a block.

    `async with transaction(db) as tx:` awaits `db.begin()`, and gives to the block what that
    returns. If the block comes to a normal end (at its last line or by a `return`, for instance),
    `db.commit(tx)` is awaited. If anything is raised in it, a cancellation included, nothing is
    committed: `db.rollback(tx)` is awaited to its end, and then what was raised comes out, the same
    object; a cancelled task ends as cancelled.

    If `db.begin()` fails or is cancelled, or `db.commit(tx)` fails, that comes out, and there is no
    rollback. Left open is what comes of a KeyboardInterrupt, a SystemExit and their like in the
    block, of a rollback that fails, and of a commit or rollback that is cancelled.
    """
    tx = None
    try:
        tx = await db.begin()
        yield tx
    except BaseException:
        await db.rollback(tx)
        raise
    else:
        await db.commit(tx)
