"""A dict that is filled as the answers come in has its keys in the right order.

kills: test_the_order
loses: test_the_order
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

    async def check(site: str) -> None:
        began = clock()
        try:
            await probe(site)
        except Exception:
            status[site] = False, clock() - began
        else:
            status[site] = True, clock() - began

    await asyncio.gather(*map(check, sites))
    return status
