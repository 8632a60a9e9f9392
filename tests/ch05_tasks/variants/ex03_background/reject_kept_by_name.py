"""A task keeps the name that it has at first, so that it can be found by it.

kills: test_other_names
loses: test_other_names
"""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class Background:
    def __init__(self) -> None:
        self._tasks: dict[str, asyncio.Task[Any]] = {}

    def spawn(self, coro: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        task = asyncio.create_task(coro)
        self._tasks[task.get_name()] = task
        task.add_done_callback(lambda task: self._tasks.pop(task.get_name(), None))
        return task

    def __len__(self) -> int:
        return len(self._tasks)

    async def join(self) -> None:
        while pending := [task for task in self._tasks.values() if not task.done()]:
            await asyncio.wait(pending)
