"""One look at the clock is enough: once for all sites, or at the end of each.

kills: test_how_long
loses: test_how_long
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
    began = clock()
    results = await asyncio.gather(*map(probe, sites), return_exceptions=True)
    took = clock() - began
    return {site: (not isinstance(result, Exception), took) for site, result in zip(sites, results)}
