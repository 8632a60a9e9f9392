"""A failure is for the caller who began the load; the others can still try their own.

kills: test_a_failed_load
loses: test_a_failed_load
"""

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from typing import Any, TypeVar

T = TypeVar("T")


class SingleFlight:
    def __init__(self) -> None:
        self._loads: dict[Hashable, asyncio.Task[Any]] = {}

    async def get(self, key: Hashable, load: Callable[[], Coroutine[Any, Any, T]]) -> T:
        while True:
            task = self._loads.get(key)
            begun_here = task is None
            if task is None:
                task = self._loads[key] = asyncio.create_task(self._run(key, load))
                task.add_done_callback(lambda task: task.cancelled() or task.exception())
            try:
                return await asyncio.shield(task)
            except Exception:
                if begun_here:
                    raise

    async def _run(self, key: Hashable, load: Callable[[], Coroutine[Any, Any, T]]) -> T:
        try:
            return await load()
        finally:
            del self._loads[key]
