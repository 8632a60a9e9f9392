"""A status page: which sites are up, and how long each took to answer."""

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
    raise NotImplementedError  # TODO: replace this line by your code


if __name__ == "__main__":

    async def probe(site: str) -> None:
        await asyncio.sleep(len(site) / 20)
        if "x" in site:
            raise OSError("no route to host")

    async def demo() -> None:
        for site, (up, seconds) in (await check_sites(probe, ["abc", "x", "wxyz"])).items():
            print(f"{site:5} {'up' if up else 'down':5} {seconds:.2f} s")

    asyncio.run(demo())
