"""What `on_done` raises is caught and reported by hand; `join` waits for a `gather`."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


class CallbackPool:
    """Runs jobs, at most `limit` (1 or more) at a time; the others wait in the order they came in.

    A job that has a slot runs in a task of its own, to its end, even if nobody but the pool keeps
    that. It holds the slot until it is over: until it has returned, failed, or been cancelled, no
    matter how early. Then the slot goes to the next job at once. There is no other task: none for
    jobs that wait, none that hands out slots.

    `on_done` is a plain function. Right after a job is over, `on_done(task)` is called with its
    task, once. It may call `submit`: that job comes after those that wait already, too. If it
    raises an exception, that is reported to the loop's exception handler, once (so house rule 3
    doesn't hold for it), and nothing else comes of it.

    What a job raises counts as retrieved, whether `on_done` looks at it or not.

    Left open: whether a job is still counted when its task has ended, but its callbacks have yet to
    be called; and whether its slot has gone on when `on_done` is called.
    """

    def __init__(self, limit: int, on_done: Callable[[asyncio.Task[Any]], object]) -> None:
        self._limit = limit
        self._on_done = on_done
        self._jobs: list[Callable[[], Coroutine[Any, Any, object]]] = []
        self._running: dict[int, asyncio.Task[object]] = {}
        self._number = 0

    def submit(self, factory: Callable[[], Coroutine[Any, Any, object]]) -> None:
        """Have the job `factory()` run: at once if a slot is free, else when it gets one.

        It is called while an event loop runs. If a slot is free, the job holds it when `submit`
        returns, but nothing of it has run yet. `factory` itself only makes the coroutine, and
        raises nothing. When it is called is up to you.
        """
        if len(self._running) < self._limit:
            self._start(factory)
        else:
            self._jobs.append(factory)

    def _start(self, factory: Callable[[], Coroutine[Any, Any, object]]) -> None:
        self._number += 1
        number = self._number
        task = asyncio.get_running_loop().create_task(factory(), name=f"job {number}")
        self._running[number] = task
        task.add_done_callback(lambda task: self._ended(number, task))

    def _ended(self, number: int, task: asyncio.Task[object]) -> None:
        del self._running[number]
        if self._jobs:
            self._start(self._jobs.pop(0))
        try:
            _ = task.cancelled() or task.exception()
            self._on_done(task)
        except Exception as error:
            context = {"message": "on_done failed", "exception": error, "task": task}
            task.get_loop().call_exception_handler(context)

    @property
    def active(self) -> int:
        """How many jobs hold a slot."""
        return len(self._running)

    @property
    def queued(self) -> int:
        """How many jobs wait for a slot."""
        return len(self._jobs)

    async def join(self) -> None:
        """Wait until no job holds a slot or waits for one, and return as soon as that is so.

        Jobs that are submitted meanwhile count, too, also those that `on_done` submits when it is
        called for the last job. If there are no jobs, it takes no time. Any number of callers may
        wait, but no job does; one of them that is cancelled ends as cancelled, and neither the jobs
        nor the others notice anything. (Left open: whether it waits on if no job was left, and one
        is submitted before it has returned.)
        """
        while self._running:
            everything = asyncio.gather(*self._running.values(), return_exceptions=True)
            await asyncio.wait([everything])
