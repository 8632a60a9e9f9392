"""What has been rolled back is dealt with: the exit returns True, or nothing is raised again.

kills: test_an_error_in_the_block test_cancelled_in_the_block
loses: test_an_error_in_the_block test_cancelled_in_the_block test_a_time_limit
    test_cancelled_at_any_moment
"""

from types import TracebackType
from typing import Generic, Protocol, TypeVar

Tx = TypeVar("Tx")


class Database(Protocol[Tx]):
    """Where transactions are begun and ended. Each of these takes time, and may fail."""

    async def begin(self) -> Tx: ...

    async def commit(self, tx: Tx) -> object: ...

    async def rollback(self, tx: Tx) -> object: ...


class transaction(Generic[Tx]):
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

    def __init__(self, db: Database[Tx]) -> None:
        self._db = db

    async def __aenter__(self) -> Tx:
        self._tx = await self._db.begin()
        return self._tx

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        tb: TracebackType | None,
    ) -> bool:
        if exc_type is None:
            await self._db.commit(self._tx)
        else:
            await self._db.rollback(self._tx)
        return True
