"""When a load fails, somebody is there who waits for it, and sees that.

kills: test_a_load_that_fails_for_nobody
loses: test_a_load_that_fails_for_nobody
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
        self._loads: dict[str, asyncio.Future[str | None]] = {}

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
        if key not in self._loads:
            self._loads[key] = asyncio.ensure_future(self._load(key))
        load = self._loads[key]
        try:
            return await asyncio.shield(load)
        except Exception:
            if self._loads.get(key) is load:
                del self._loads[key]
            raise

    def invalidate(self, key: str) -> None:
        """Forget the value of `key`, if there is one: whoever asks next loads it again.

        What that means for a load which is under way, and for those who wait for it, is left open.
        """
        self._loads.pop(key, None)
