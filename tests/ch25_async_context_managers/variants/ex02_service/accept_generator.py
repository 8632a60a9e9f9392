"""An async generator stands at a `yield` in the block from the start to the stop."""

from collections.abc import AsyncGenerator
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
        self._run: AsyncGenerator[T, None] | None = None

    async def _block(self) -> AsyncGenerator[T, None]:
        """Stand at the `yield`, within the block, from the start to the stop."""
        async with self._manager as value:
            yield value

    async def start(self) -> T:
        """Enter the manager, and return the value that a block would get by `as`.

        If the service is started already, raise RuntimeError, enter nothing, and let the service
        run on. If entering fails or is cancelled, that comes out, the service isn't started, and
        nothing of this call runs on.
        """
        if self._run is not None:
            raise RuntimeError("the service is started already")
        run = self._block()
        value = await anext(run)
        self._run = run
        return value

    async def stop(self) -> None:
        """Leave the manager, and return when it is left.

        The service counts as stopped from now on, even if leaving fails; then that exception
        comes out. A service that isn't started, or is being stopped already, has nothing to be
        left: the call leaves nothing, and raises nothing. (Whether it waits for a `stop` that is
        under way is left open.)
        """
        run, self._run = self._run, None
        if run is not None:
            async for _ in run:  # runs on from the `yield`, to the end
                pass
