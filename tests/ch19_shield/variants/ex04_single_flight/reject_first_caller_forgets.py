"""Who began a load forgets it when leaving.

kills: test_the_only_caller_is_cancelled
loses: test_the_only_caller_is_cancelled
"""

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from typing import Any, TypeVar

T = TypeVar("T")


class SingleFlight:
    """One load at a time for each key, shared by all who ask for it meanwhile.

    Each object has loads of its own. A load belongs to none of its callers. Whoever is cancelled, or
    waits with a time limit that passes, is out at once, and disturbs neither the load nor the
    others, even if that was the one who began the load, or the last one who waited for it.
    """

    def __init__(self) -> None:
        self._loads = {}

    async def get(self, key: Hashable, load: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Return what the load of `key` that is under way gives, or else what a new one gives.

        If no load of `key` is under way, `load()` begins one. If there is one, this call joins it,
        and its own `load` isn't called. Different keys don't wait for each other.

        When a load has ended, nothing of it is kept: whoever asks next begins a new one. If it
        fails, all who wait for it get the very exception; if nobody waits any more, the exception
        is dropped.
        """
        if key in self._loads:
            return await asyncio.shield(self._loads[key])
        task = self._loads[key] = asyncio.create_task(load())
        task.add_done_callback(lambda task: task.cancelled() or task.exception())
        try:
            return await asyncio.shield(task)
        finally:
            del self._loads[key]
