"""To wait for all jobs is to wait for those that run now.

kills: test_two_joins
loses: test_after_on_done_failed test_two_joins test_a_join_is_cancelled test_on_done_submits
"""

import asyncio
from collections import deque
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
        self._waiting: deque[Callable[[], Coroutine[Any, Any, object]]] = deque()
        self._running: set[asyncio.Task[object]] = set()

    def submit(self, factory: Callable[[], Coroutine[Any, Any, object]]) -> None:
        """Have the job `factory()` run: at once if a slot is free, else when it gets one.

        It is called while an event loop runs. If a slot is free, the job holds it when `submit`
        returns, but nothing of it has run yet. `factory` itself only makes the coroutine, and
        raises nothing. When it is called is up to you.
        """
        self._waiting.append(factory)
        self._fill()

    def _fill(self) -> None:
        while self._waiting and len(self._running) < self._limit:
            task = asyncio.create_task(self._waiting.popleft()())
            self._running.add(task)
            task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[object]) -> None:
        self._running.discard(task)
        self._fill()
        if not task.cancelled():
            task.exception()  # so that it counts as retrieved
        self._on_done(task)

    @property
    def active(self) -> int:
        """How many jobs hold a slot."""
        return len(self._running)

    @property
    def queued(self) -> int:
        """How many jobs wait for a slot."""
        return len(self._waiting)

    async def join(self) -> None:
        """Wait until no job holds a slot or waits for one, and return as soon as that is so.

        Jobs that are submitted meanwhile count, too, also those that `on_done` submits when it is
        called for the last job. If there are no jobs, it takes no time. Any number of callers may
        wait, but no job does; one of them that is cancelled ends as cancelled, and neither the jobs
        nor the others notice anything. (Left open: whether it waits on if no job was left, and one
        is submitted before it has returned.)
        """
        if self._running:
            await asyncio.wait(self._running)
