"""What `gather` returns as an exception is one that was raised.

kills: test_an_exception_as_a_result
loses: test_an_exception_as_a_result
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence


async def check_sites(
    probe: Callable[[str], Awaitable[object]], sites: Sequence[str]
) -> dict[str, tuple[bool, float]]:
    """Probe all `sites` at the same time; return what came of it, in the order of `sites`.

    For each site the dict holds a pair `(up, seconds)`: whether awaiting `probe(site)` succeeded,
    with whatever result, rather than raising an Exception, and how long that took, on the clock of
    the event loop. A site that is down is no reason to leave the others alone. (Probes raise
    nothing but Exceptions.)

    `sites` holds each site once. If the call is cancelled, so are the probes, which end at once:
    none of them goes on.
    """

    clock = asyncio.get_running_loop().time
    took = {}

    async def timed(site: str) -> object:
        began = clock()
        try:
            return await probe(site)
        finally:
            took[site] = clock() - began

    outcomes = await asyncio.gather(*map(timed, sites), return_exceptions=True)
    return {
        site: (not isinstance(outcome, Exception), took[site])
        for site, outcome in zip(sites, outcomes)
    }
