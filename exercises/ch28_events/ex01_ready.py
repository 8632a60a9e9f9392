"""A service, and those who wait until it is ready."""

import asyncio
from collections.abc import Awaitable, Callable


class Service:
    """A service that is ready once it has booted.

    Its attribute `ready` says whether it is ready: True or False. Others only read it.
    """

    def __init__(self, boot: Callable[[], Awaitable[object]]) -> None:
        self._boot = boot
        self.ready = False

    async def start(self) -> None:
        """Await `boot()`, once; when it has returned, the service is ready.

        If `boot()` raises an exception, it comes out, and the service isn't ready. The same goes
        for a call that is cancelled meanwhile. After that, `start` may be called again. (Nobody
        calls it while another call is under way, or when the service is ready.)
        """
        await self._boot()
        self.ready = True

    async def wait_ready(self) -> None:
        """Return at the very moment when the service gets ready; at once if it is ready already.

        It may be called before `start`. A boot that fails is no concern of those who wait: they
        wait on. Until then they sleep, and take no turns: the loop does no more for an hour of
        waiting than for a second.

        Whoever is cancelled, or waits with a time limit that passes, is out at once, and disturbs
        nobody.
        """
        while not self.ready:
            await asyncio.sleep(0.5)


if __name__ == "__main__":

    async def demo() -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        service = Service(lambda: asyncio.sleep(0.7))

        async def use(name: str) -> None:
            await service.wait_ready()
            print(f"{name} goes on after {loop.time() - began:.1f} s")

        await asyncio.gather(use("a"), use("b"), service.start())

    asyncio.run(demo())
