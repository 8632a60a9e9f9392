"""Many can await one future as they can await one event, without any harm to each other.

kills: test_a_time_limit test_a_cancelled_waiter
loses: test_a_time_limit test_a_cancelled_waiter test_cancelled_as_it_gets_ready
"""

import asyncio
from collections.abc import Awaitable, Callable


class Service:
    """A service that is ready once it has booted.

    Its attribute `ready` says whether it is ready: True or False. Others only read it.
    """

    def __init__(self, boot: Callable[[], Awaitable[object]]) -> None:
        self._boot = boot
        self._booted = asyncio.Future()

    @property
    def ready(self) -> bool:
        return self._booted.done()

    async def start(self) -> None:
        """Await `boot()`, once; when it has returned, the service is ready.

        If `boot()` raises an exception, it comes out, and the service isn't ready. The same goes
        for a call that is cancelled meanwhile. After that, `start` may be called again. (Nobody
        calls it while another call is under way, or when the service is ready.)
        """
        await self._boot()
        self._booted.set_result(None)

    async def wait_ready(self) -> None:
        """Return at the very moment when the service gets ready; at once if it is ready already.

        It may be called before `start`. A boot that fails is no concern of those who wait: they
        wait on. Until then they sleep, and take no turns: the loop does no more for an hour of
        waiting than for a second.

        Whoever is cancelled, or waits with a time limit that passes, is out at once, and disturbs
        nobody.
        """
        await self._booted
