"""Each caller may forget a load that has failed: it is still the one that he waited for.

kills: test_who_asks_again_at_once
loses: test_who_asks_again_at_once
"""

import asyncio
from collections.abc import Awaitable, Callable


class Cache:
    """Values by key: each is loaded when it is first asked for, and kept from then on."""

    def __init__(self, load: Callable[[str], Awaitable[str | None]]) -> None:
        self._load = load
        self._values: dict[str, str | None] = {}
        self._waiting: dict[str, int] = {}
        self._tasks: dict[str, asyncio.Task[str | None]] = {}

    async def get(self, key: str) -> str | None:
        """Return the value of `key`: the one that is kept, or else what `load(key)` returns."""
        if key in self._values:
            return self._values[key]
        if key not in self._tasks:
            self._tasks[key] = asyncio.create_task(self._keep(key))
        task = self._tasks[key]
        self._waiting[key] = self._waiting.get(key, 0) + 1
        try:
            value = await asyncio.shield(task)
        except Exception:
            self._tasks.pop(key, None)
            raise
        finally:
            self._waiting[key] -= 1
            if not self._waiting[key] and not task.done():
                self._tasks.pop(key, None)
                task.cancel()
                await asyncio.wait([task])
        self._tasks.pop(key, None)
        return value

    async def _keep(self, key: str) -> str | None:
        value = self._values[key] = await self._load(key)
        return value

    def invalidate(self, key: str) -> None:
        """Forget the value of `key`, if there is one."""
        self._values.pop(key, None)
