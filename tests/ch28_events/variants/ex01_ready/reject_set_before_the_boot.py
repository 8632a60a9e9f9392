"""The event is set where the boot begins.

kills: test_the_attribute
loses: test_three_wait test_the_attribute test_a_failed_boot test_a_cancelled_start
    test_a_time_limit test_a_cancelled_waiter test_cancelled_as_it_gets_ready
"""

import asyncio
from collections.abc import Awaitable, Callable


class Service:
    """A service that is ready once it has booted.

    Its attribute `ready` says whether it is ready: True or False. Others only read it.
    """

    def __init__(self, boot: Callable[[], Awaitable[object]]) -> None:
        self._boot = boot
        self._booted = asyncio.Event()

    @property
    def ready(self) -> bool:
        return self._booted.is_set()

    async def start(self) -> None:
        """Await `boot()`, once; when it has returned, the service is ready.

        If `boot()` raises an exception, it comes out, and the service isn't ready. The same goes
        for a call that is cancelled meanwhile. After that, `start` may be called again. (Nobody
        calls it while another call is under way, or when the service is ready.)
        """
        self._booted.set()
        await self._boot()

    async def wait_ready(self) -> None:
        """Return at the very moment when the service gets ready; at once if it is ready already.

        It may be called before `start`. A boot that fails is no concern of those who wait: they
        wait on. Until then they sleep, and take no turns: the loop does no more for an hour of
        waiting than for a second.

        Whoever is cancelled, or waits with a time limit that passes, is out at once, and disturbs
        nobody.
        """
        await self._booted.wait()
