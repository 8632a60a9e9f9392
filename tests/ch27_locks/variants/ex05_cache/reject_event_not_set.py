"""A load always comes to its good end, so those who wait for it are always woken.

kills: test_a_failed_load test_a_cancelled_caller
loses: test_a_failed_load test_a_failed_load_among_many_callers test_who_asks_again_at_once
    test_a_cancelled_caller test_a_load_that_fails_for_nobody
"""

import asyncio
from collections.abc import Awaitable, Callable


class Cache:
    """Values by key: each is loaded when it is first asked for, and kept from then on.

    `load(key)` takes its time, and may fail; whatever it returns is a value, None too. Loads of
    one key never overlap. Different keys don't wait for each other.
    """

    def __init__(self, load: Callable[[str], Awaitable[str | None]]) -> None:
        self._load = load
        self._values: dict[str, str | None] = {}
        self._loading: dict[str, asyncio.Event] = {}

    async def get(self, key: str) -> str | None:
        """Return the value of `key`: the one that is kept, or else what `load(key)` returns.

        Callers who ask while their key is being loaded wait for that load, and share its value.
        If it fails, the exception reaches the caller who began it, nothing is kept, and whoever
        asks later loads again. Those who waited get the exception too, or load again: that is
        left open.

        A caller that is cancelled takes the value away from nobody: the others share the load
        that is under way, or a second one that begins as soon as the first has ended. Whether a
        load goes on when all its callers were cancelled is left open; if it does, it is no task
        left behind.
        """
        if key in self._loading:
            await self._loading[key].wait()
        elif key not in self._values:
            self._loading[key] = asyncio.Event()
            self._values[key] = await self._load(key)
            self._loading.pop(key).set()
        return self._values[key]

    def invalidate(self, key: str) -> None:
        """Forget the value of `key`, if there is one: whoever asks next loads it again.

        What that means for a load which is under way, and for those who wait for it, is left open.
        """
        self._values.pop(key, None)
