"""Callers who share a task may all await it: who leaves just stops waiting.

kills: test_a_cancelled_caller test_a_time_limit
loses: test_a_cancelled_caller test_cancelled_at_any_moment test_a_time_limit
    test_who_joined_is_cancelled test_the_only_caller_is_cancelled test_after_a_load_without_callers
    test_a_failure_without_callers
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
        if key not in self._loads:
            task = self._loads[key] = asyncio.create_task(load())
            task.add_done_callback(lambda _: self._loads.pop(key))
        return await self._loads[key]
