"""A coroutine is started by `asyncio.run`, inside another coroutine, too.

kills: test_all_at_once test_sites_that_are_up
loses: test_the_order test_all_at_once test_how_long test_sites_that_are_up test_a_site_that_is_down
    test_cancelled
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
    status = {}
    for site in sites:
        began = clock()
        try:
            asyncio.run(probe(site))
            status[site] = True, clock() - began
        except Exception:
            status[site] = False, clock() - began
    return status
