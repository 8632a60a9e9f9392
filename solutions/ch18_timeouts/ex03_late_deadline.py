"""A transfer whose limit is known only after a negotiation."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def negotiate_then_transfer(
    negotiate: Callable[[], Coroutine[Any, Any, float | None]],
    transfer: Callable[[], Coroutine[Any, Any, T]],
) -> T:
    """Negotiate a limit, then return what the transfer gives if it keeps to that limit.

    `await negotiate()` may take as long as it likes. It gives the limit: seconds, more than 0, or
    None for no limit. Then comes `await transfer()`, and its time begins to run: if it isn't
    ready within the limit, it is cancelled, and once it has ended, `TimeoutError` is raised.

    An error of either, a `TimeoutError` of its own included, reaches the caller as it is.
    Cancelling the call cancels what is under way, negotiation or transfer, and the call ends as
    cancelled. (What comes out is left open if one of them, once cancelled, doesn't end as
    cancelled, or if both happen: the limit passes, and the call is cancelled.)
    """
    async with asyncio.timeout(None) as limit:
        seconds = await negotiate()
        if seconds is not None:
            limit.reschedule(asyncio.get_running_loop().time() + seconds)
        return await transfer()


if __name__ == "__main__":

    async def demo() -> None:
        async def negotiate() -> float:
            await asyncio.sleep(0.5)
            return 0.3

        async def transfer() -> str:
            await asyncio.sleep(0.2)
            return "all bytes are there"

        print(await negotiate_then_transfer(negotiate, transfer))

    asyncio.run(demo())
