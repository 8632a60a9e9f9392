"""Who hasn't come to the barrier yet is none of its parties.

kills: test_one_fails test_cancelled_while_preparing
loses: test_one_fails test_broken_when_the_call_ends test_broken_already test_still_preparing
    test_cancelled_while_preparing test_cancelled_at_any_moment test_after_a_reset
"""

import asyncio
from collections.abc import Awaitable, Callable


async def rendezvous(
    barrier: asyncio.Barrier,
    prepare: Callable[[], Awaitable[object]],
    timeout: float | None = None,
) -> int:
    """Prepare, meet the others, and return this party's index.

    Each party of a meeting calls `rendezvous` once, with the same barrier. It awaits `prepare()`,
    then waits at the barrier until all parties do; the index is the one that the barrier gives. A
    party waits at the barrier for `timeout` seconds at most (more than 0; None: without a limit),
    however long it has prepared.

    A party that won't come breaks the barrier at that moment: because `prepare()` raises an
    exception, because its time at the barrier is over, or because it is cancelled, while it
    prepares or while it waits. Its call ends with that very exception, with TimeoutError, or as
    cancelled; by then the barrier is broken.

    The others don't wait for it. Whoever is at the barrier then gets asyncio.BrokenBarrierError at
    once. Whoever still prepares goes on with that, and gets it when it has prepared. Whoever comes
    when the barrier is broken already gets it at once, and `prepare` isn't called. The barrier stays
    broken; whoever resets it does so when all parties have left, and then it is as good as new.

    (It is left open what wins if a party is cancelled, or its time is over, at the very moment at
    which the last party arrives, and what a second cancellation does.)
    """
    if barrier.broken:
        raise asyncio.BrokenBarrierError
    await prepare()
    try:
        async with asyncio.timeout(timeout):
            return await barrier.wait()
    except BaseException:
        await barrier.abort()
        raise
