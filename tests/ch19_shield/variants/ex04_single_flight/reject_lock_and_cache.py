"""A lock and a dictionary of values make callers share a load.

kills: test_two_keys test_one_after_the_other
loses: test_a_cancelled_caller test_cancelled_at_any_moment test_a_time_limit
    test_the_only_caller_is_cancelled test_one_after_the_other test_after_a_load_without_callers
    test_a_failed_load test_a_failure_without_callers test_two_keys
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
        self._turn = asyncio.Lock()
        self._values = {}

    async def get(self, key: Hashable, load: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Return what the load of `key` that is under way gives, or else what a new one gives.

        If no load of `key` is under way, `load()` begins one. If there is one, this call joins it,
        and its own `load` isn't called. Different keys don't wait for each other.

        When a load has ended, nothing of it is kept: whoever asks next begins a new one. If it
        fails, all who wait for it get the very exception; if nobody waits any more, the exception
        is dropped.
        """
        async with self._turn:
            if key not in self._values:
                self._values[key] = await load()
            return self._values[key]
