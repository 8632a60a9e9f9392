"""A task of its own makes a write independent of whoever awaits it.

kills: test_a_cancelled_saver
loses: test_a_cancelled_saver test_cancelled_at_any_moment test_close_waits
    test_failed_writes_at_close test_a_failed_write_before_close
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


class WriteBehind:
    """Writes that survive whoever asked for them.

    `write(record)` does one write; writes don't wait for each other. A write that has begun always
    runs to its end, whatever happens to those who wait for it, in `save` or in `close`.

    `on_error(record, error)` is a plain function that never raises. It hears of a failed write if,
    and only if, the saver was cancelled while it waited.
    """

    def __init__(
        self,
        write: Callable[[str], Coroutine[Any, Any, object]],
        on_error: Callable[[str, Exception], object],
    ) -> None:
        self._write = write
        self._on_error = on_error
        self._closed = False
        self._writes = set()

    async def save(self, record: str) -> None:
        """Write `record` at once, and return when it is written.

        If the write fails, its exception comes out. If the call is cancelled, it ends at once, as
        cancelled, and the write goes on; should it fail later, `on_error` is told, once.

        As soon as `close` has been called, nothing is written any more: RuntimeError is raised.
        """
        if self._closed:
            raise RuntimeError("closed")
        task = asyncio.create_task(self._write(record))
        self._writes.add(task)
        task.add_done_callback(self._writes.discard)
        try:
            await task
        except asyncio.CancelledError:
            task.add_done_callback(lambda task: self._report(record, task))
            raise

    def _report(self, record, task) -> None:
        if not task.cancelled() and task.exception() is not None:
            self._on_error(record, task.exception())

    async def close(self) -> None:
        """Accept no more records, and return when all writes have ended, and not before.

        Failed writes have been told elsewhere: nothing comes of them here. When the call returns,
        all errors have been told. It may be called again, afterwards or meanwhile, with the same
        effect; if nothing is under way, it returns at once. A call that is cancelled ends at once,
        as cancelled, and the writes go on.
        """
        self._closed = True
        if self._writes:
            await asyncio.wait(self._writes)
