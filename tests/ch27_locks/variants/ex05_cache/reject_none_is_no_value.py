"""What is loaded already is true in an `if`, or at least not None.

kills: test_a_value_of_none
loses: test_a_value_of_none
"""

import asyncio
from collections.abc import Awaitable, Callable


class Cache:
    """Values by key: each is loaded when it is first asked for, and kept from then on."""

    def __init__(self, load: Callable[[str], Awaitable[str | None]]) -> None:
        self._load = load
        self._values: dict[str, str | None] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def get(self, key: str) -> str | None:
        """Return the value of `key`: the one that is kept, or else what `load(key)` returns."""
        if key in self._values:
            return self._values[key]
        async with self._locks.setdefault(key, asyncio.Lock()):
            value = self._values.get(key)
            if value is None:
                value = self._values[key] = await self._load(key)
            return value

    def invalidate(self, key: str) -> None:
        """Forget the value of `key`, if there is one."""
        self._values.pop(key, None)
