"""`shutdown` cancels the task of `run`, which takes back what it has asked for itself."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


class App:
    """Runs one or more services: async functions without arguments, each in a task of its own."""

    def __init__(self, *services: Callable[[], Coroutine[Any, Any, object]]) -> None:
        self._services = services
        self._reason: str | None = None
        self._task: asyncio.Task[Any] | None = None  # while it can be told
        self._told = False

    def shutdown(self, reason: str) -> None:
        """Tell the app to stop, and `run` to return `reason`.

        This is a plain call, and doesn't wait for anything. It may come from any task, from a
        helper that a service awaits, from a callback of the event loop, or from a program in which
        no event loop runs yet. It may come before `run`.

        The first reason counts. A call does nothing if the app has been told already, or if `run`
        is ending in another way, as when services clean up after one of them has failed.
        """
        if self._reason is not None:
            return
        self._reason = reason
        if self._task is not None:
            self._told = True
            self._task.cancel()

    async def run(self) -> str:
        """Run all services at the same time, and return why that is over. It is called once.

        It is over at once
        - when `shutdown` is called: the reason is returned, even if the services have nothing more
          to do and return in the same moment;
        - when all services have returned: "completed" is returned;
        - when a service fails with an Exception: that comes out, the same object, not in a group;
        - when `run` is cancelled, as Ctrl-C does if it is the program's main coroutine: it ends as
          cancelled, even if all services have just returned.

        Whichever it is, the services that still run are cancelled, all at the same time and each
        exactly once, and `run` ends when all of them have completed their clean-up, however long
        that takes. Nothing that it has started is left then. Nor is the task that has awaited `run`
        taken for cancelled after a normal return: from Python 3.13 on, its `cancelling()` is what
        it was before. (In 3.11 and 3.12 it may be one more, for task groups do that.)

        Left open: whether services begin at all if `shutdown` comes before `run`; what happens if
        `run` is cancelled while services clean up, or if they fail in their clean-up; what counts
        if a service fails in the same moment in which another one fails, or if `shutdown` is called
        in the same moment in which a service fails or `run` is cancelled; what a service counts as
        that ends as cancelled while the app runs.
        """
        if self._reason is not None:
            return self._reason
        self._task = task = asyncio.current_task()
        assert task is not None
        services = [asyncio.create_task(service()) for service in self._services]
        waiting = set(services)
        try:
            while waiting:
                done, waiting = await asyncio.wait(waiting, return_when="FIRST_COMPLETED")
                [service.result() for service in done]
            self._task = None
            if self._told:  # it has come too late to be felt
                await asyncio.sleep(0)
        except asyncio.CancelledError:
            if not self._told or task.uncancel():
                raise
        finally:
            self._task = None
            [service.cancel() for service in services]
            await asyncio.gather(*services, return_exceptions=True)
        return self._reason or "completed"
