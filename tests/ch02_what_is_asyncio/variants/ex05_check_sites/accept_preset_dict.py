"""The dict has its keys before the probes begin; each check fills in its own value."""

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
    loop = asyncio.get_running_loop()
    status = dict.fromkeys(sites, (False, 0.0))

    async def check(site: str) -> None:
        started, ok = loop.time(), False
        try:
            await probe(site)
            ok = True
        except Exception as error:
            print(site, "failed:", error)
        finally:
            status[site] = ok, loop.time() - started

    async with asyncio.TaskGroup() as group:
        for site in sites:
            group.create_task(check(site))
    return status
