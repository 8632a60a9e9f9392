"""`shutdown` cancels the services; a task group doesn't mind tasks that end as cancelled."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


class App:
    """Runs one or more services: async functions without arguments, each in a task of its own."""

    def __init__(self, *services: Callable[[], Coroutine[Any, Any, object]]) -> None:
        self._services = services
        self._reason: str | None = None
        self._tasks: list[asyncio.Task[object]] = []
        self._stopping = False

    def shutdown(self, reason: str) -> None:
        """Tell the app to stop, and `run` to return `reason`.

        This is a plain call, and doesn't wait for anything. It may come from any task, from a
        helper that a service awaits, from a callback of the event loop, or from a program in which
        no event loop runs yet. It may come before `run`.

        The first reason counts. A call does nothing if the app has been told already, or if `run`
        is ending in another way, as when services clean up after one of them has failed.
        """
        if self._reason is not None or self._stopping:
            return
        self._reason = reason
        for task in self._tasks:
            task.cancel()

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
        try:
            async with asyncio.TaskGroup() as group:
                self._tasks = [
                    group.create_task(self._serve(service)) for service in self._services
                ]
        except* Exception as errors:
            failure = errors.exceptions[0]
        else:
            return self._reason or "completed"
        raise failure

    async def _serve(self, service: Callable[[], Coroutine[Any, Any, object]]) -> None:
        try:
            await service()
        except Exception:
            self._stopping = True
            raise
