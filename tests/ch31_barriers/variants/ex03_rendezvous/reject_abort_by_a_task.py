"""A task that calls `abort()` has done so before anybody can look.

kills: test_broken_when_the_call_ends
loses: test_broken_when_the_call_ends
"""

import asyncio
from collections.abc import Awaitable, Callable


async def rendezvous(
    barrier: asyncio.Barrier,
    prepare: Callable[[], Awaitable[object]],
    timeout: float | None = None,
) -> int:
    if barrier.broken:
        raise asyncio.BrokenBarrierError
    try:
        await prepare()
        async with asyncio.timeout(timeout):
            return await barrier.wait()
    except asyncio.BrokenBarrierError:
        raise
    except BaseException:
        asyncio.create_task(barrier.abort())
        raise
