"""`gather` returns the exceptions; done callbacks note when each probe has ended."""

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

    async def run(site: str) -> object:
        return await probe(site)

    ended = {}
    loop = asyncio.get_running_loop()
    start = loop.time()
    tasks = [asyncio.create_task(run(site), name=site) for site in sites]
    for task in tasks:
        task.add_done_callback(lambda task: ended.__setitem__(task.get_name(), loop.time()))
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    return {
        site: (not isinstance(outcome, Exception), ended[site] - start)
        for site, outcome in zip(sites, outcomes)
    }
