"""A second start is no harm: it gives the same value.

kills: test_a_second_start
loses: test_a_second_start test_an_entry_that_gives_none
"""

from contextlib import AbstractAsyncContextManager
from typing import Generic, TypeVar

T = TypeVar("T")


class Service(Generic[T]):
    """Something that runs from `start()` to `stop()`, within the async context manager `manager`.

    The manager is entered and left as by `async with`; the time in between is the block, which
    always counts as one that came to its normal end, whatever is raised or handled elsewhere.
    Whoever starts a service stops it, in the same task or in another one; no manager minds which.

    Left open is what comes of a `start` after a `stop` or after a failed `start`, of a `start` or
    `stop` while a `start` is under way, and of a `stop` that is cancelled.
    """

    def __init__(self, manager: AbstractAsyncContextManager[T]) -> None:
        self._manager = manager
        self._started = False

    async def start(self) -> T:
        """Enter the manager, and return the value that a block would get by `as`.

        If the service is started already, raise RuntimeError, enter nothing, and let the service
        run on. If entering fails or is cancelled, that comes out, the service isn't started, and
        nothing of this call runs on.
        """
        if not self._started:
            self._value = await self._manager.__aenter__()
            self._started = True
        return self._value

    async def stop(self) -> None:
        """Leave the manager, and return when it is left.

        The service counts as stopped from now on, even if leaving fails; then that exception
        comes out. A service that isn't started, or is being stopped already, has nothing to be
        left: the call leaves nothing, and raises nothing. (Whether it waits for a `stop` that is
        under way is left open.)
        """
        if self._started:
            self._started = False
            await self._manager.__aexit__(None, None, None)
