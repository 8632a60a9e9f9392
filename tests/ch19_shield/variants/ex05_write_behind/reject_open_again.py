"""A `close` that was cancelled hasn't happened, so everything is as it was before.

kills: test_a_record_after_a_cancelled_close
loses: test_a_record_after_a_cancelled_close
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


class WriteBehind:
    def __init__(
        self,
        write: Callable[[str], Coroutine[Any, Any, object]],
        on_error: Callable[[str, Exception], object],
    ) -> None:
        self._write = write
        self._on_error = on_error
        self._closed = False
        self._writes: set[asyncio.Task[object]] = set()

    async def save(self, record: str) -> None:
        if self._closed:
            raise RuntimeError("closed")
        task = asyncio.create_task(self._write(record))
        self._writes.add(task)
        task.add_done_callback(self._writes.discard)
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError:
            task.add_done_callback(lambda task: self._report(record, task))
            raise

    def _report(self, record: str, task: asyncio.Task[object]) -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            self._on_error(record, error)

    async def close(self) -> None:
        self._closed = True
        try:
            if self._writes:
                await asyncio.wait(self._writes)
        except asyncio.CancelledError:
            self._closed = False
            raise
