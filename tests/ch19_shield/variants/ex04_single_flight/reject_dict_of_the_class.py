"""What stands in the class is made anew for each object.

kills: test_two_objects
loses: test_two_objects
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

    _loads: dict[Hashable, asyncio.Task[Any]] = {}

    async def get(self, key: Hashable, load: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Return what the load of `key` that is under way gives, or else what a new one gives.

        If no load of `key` is under way, `load()` begins one. If there is one, this call joins it,
        and its own `load` isn't called. Different keys don't wait for each other.

        When a load has ended, nothing of it is kept: whoever asks next begins a new one. If it
        fails, all who wait for it get the very exception; if nobody waits any more, the exception
        is dropped.

        Left open: whether a call at the very moment at which a load ends joins it or begins a new
        one (there is one at a time even then), and a load that ends as cancelled.
        """
        task: asyncio.Task[T] | None = self._loads.get(key)
        if task is None:
            task = self._loads[key] = asyncio.create_task(load())
            task.add_done_callback(lambda task: self._ended(key, task))
        return await asyncio.shield(task)

    def _ended(self, key: Hashable, task: asyncio.Task[Any]) -> None:
        del self._loads[key]
        _ = task.cancelled() or task.exception()  # there may be nobody else who asks for it
