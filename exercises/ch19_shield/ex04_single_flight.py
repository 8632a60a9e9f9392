"""One load for many callers."""

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

    # TODO: what do callers have to share?

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
        raise NotImplementedError  # TODO: replace this line


if __name__ == "__main__":

    async def load() -> str:
        print("loading")
        await asyncio.sleep(0.2)
        return "value"

    async def demo() -> None:
        flight = SingleFlight()
        first = asyncio.create_task(flight.get("key", load))
        second = asyncio.create_task(flight.get("key", load))
        await asyncio.sleep(0.1)
        first.cancel()
        print(await second)

    asyncio.run(demo())
