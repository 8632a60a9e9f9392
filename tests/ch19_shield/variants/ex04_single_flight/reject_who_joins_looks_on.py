"""Only who begins the load needs a shield; the others merely look on when they await the task.

kills: test_who_joined_is_cancelled
loses: test_who_joined_is_cancelled
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
        if task is not None and not task.done():
            return await task
        task = self._loads[key] = asyncio.create_task(load())

        def ended(done: asyncio.Task[Any]) -> None:
            if self._loads.get(key) is done:
                del self._loads[key]
            if not done.cancelled():
                done.exception()

        task.add_done_callback(ended)
        return await asyncio.shield(task)
