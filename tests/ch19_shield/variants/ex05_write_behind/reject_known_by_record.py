"""A record is a good key for its write.

kills: test_equal_records
loses: test_equal_records
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
        self._writes: dict[str, asyncio.Task[object]] = {}

    async def save(self, record: str) -> None:
        if self._closed:
            raise RuntimeError("closed")
        task = self._writes[record] = asyncio.create_task(self._write(record))
        task.add_done_callback(lambda _: self._writes.pop(record, None))
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
        while self._writes:
            await asyncio.wait(self._writes.values())
