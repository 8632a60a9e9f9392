"""What a done callback finds under the key is its own task.

kills: test_at_the_end_of_a_load
loses: test_at_the_end_of_a_load
"""

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from typing import Any, TypeVar

T = TypeVar("T")


class SingleFlight:
    def __init__(self) -> None:
        self._loads: dict[Hashable, asyncio.Task[Any]] = {}

    async def get(self, key: Hashable, load: Callable[[], Coroutine[Any, Any, T]]) -> T:
        task = self._loads.get(key)
        if task is None or task.done():
            task = self._loads[key] = asyncio.create_task(load())
            task.add_done_callback(lambda task: task.cancelled() or task.exception())
            task.add_done_callback(lambda _: self._loads.pop(key, None))
        return await asyncio.shield(task)
