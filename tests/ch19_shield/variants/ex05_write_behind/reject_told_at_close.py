"""It is early enough to tell of lost records when everything is closed.

kills: test_a_failed_write_before_close
loses: test_a_failed_write_before_close
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


class WriteBehind:
    """Writes that survive whoever asked for them.

    `write(record)` does one write; writes don't wait for each other. A write that has begun always
    runs to its end, whatever happens to those who wait for it, in `save` or in `close`.

    `on_error(record, error)` is a plain function that never raises. It hears of a failed write if,
    and only if, the saver was cancelled while it waited. (Left open: a write that fails at the very
    moment at which its saver is cancelled, and one that ends as cancelled.)
    """

    def __init__(
        self,
        write: Callable[[str], Coroutine[Any, Any, object]],
        on_error: Callable[[str, Exception], object],
    ) -> None:
        self._write = write
        self._on_error = on_error
        self._closed = False
        self._writes: set[asyncio.Task[object]] = set()
        self._left: dict[asyncio.Task[object], str] = {}

    async def save(self, record: str) -> None:
        """Write `record` at once, and return when it is written.

        If the write fails, its exception comes out. If the call is cancelled, it ends at once, as
        cancelled, and the write goes on; should it fail later, `on_error` is told, once.

        As soon as `close` has been called, nothing is written any more: RuntimeError is raised.
        """
        if self._closed:
            raise RuntimeError("no record is accepted any more")
        task = asyncio.create_task(self._write(record))
        self._writes.add(task)
        task.add_done_callback(self._writes.discard)
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError:
            self._left[task] = record
            raise

    async def close(self) -> None:
        """Accept no more records, and return when all writes have ended, and not before.

        Failed writes have been told elsewhere: nothing comes of them here. When the call returns,
        all errors have been told. It may be called again, afterwards or meanwhile, with the same
        effect; if nothing is under way, it returns at once. A call that is cancelled ends at once,
        as cancelled, and the writes go on; no record is accepted after it either.
        """
        self._closed = True
        if self._writes:
            await asyncio.wait(self._writes)
        while self._left:
            task, record = self._left.popitem()
            error = None if task.cancelled() else task.exception()
            if isinstance(error, Exception):
                self._on_error(record, error)
