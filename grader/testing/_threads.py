"""Worker threads on a virtual clock: one runs at a time, in a fixed order."""

from __future__ import annotations

import concurrent.futures
import heapq
import itertools
import threading
from collections import deque
from functools import partial
from typing import TYPE_CHECKING, Any

from grader.testing._clock import NEVER, REAL, scope

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.testing._clock import Clock

GRACE = 1.0
"""Real seconds for which a job may keep everybody else waiting before it counts as detached."""

_Pool = concurrent.futures.ThreadPoolExecutor
_submit = _Pool.submit


class Abandoned(SystemExit):
    """Raised in a job whose clock is gone."""


class Job:
    """A function in a worker thread.

    It runs only while it has the turn, and gives the turn back when it sleeps,
    waits or ends.  A job that keeps the turn for too long (it computes, or waits
    for something unknown) is detached: it runs beside the others.
    """

    def __init__(self, workers: Workers, number: int, work: Callable[[], object]) -> None:
        self.workers, self.number, self.work = workers, number, work
        self.baton = threading.Lock()
        self.baton.acquire()
        self.arrived = False

    def run(self) -> None:
        """The body of the worker thread."""
        scope.clock, scope.job = self.workers.clock, self
        try:
            self.workers.arrive(self)
            self.baton.acquire()
            if not self.workers.closed:
                self.work()
        finally:
            scope.clock = scope.job = None
            self.workers.leave(self)

    def sleep(self, due: int) -> None:
        """Wait until the clock has reached `due`."""
        self.workers.park(self, due)
        self.baton.acquire()
        if self.workers.closed:
            raise Abandoned


class Workers:
    """The jobs of one clock, and whose turn it is."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.closed = False
        self.count = 0  # jobs that have not ended
        self._numbers, self._parkings = itertools.count(1), itertools.count()
        self._mutex = threading.Lock()
        self._home = threading.Semaphore(0)  # released by a job that gives back the turn
        self._running: Job | None = None
        self.detached: set[Job] = set()
        self._pools: dict[Any, list[Job]] = {}  # jobs of each pool that have not ended, in order
        self._when_empty: dict[Any, list[Callable[[], object]]] = {}
        self._ready: deque[Job] = deque()
        self._asleep: list[tuple[int, int, Job]] = []

    # -- called by whoever submits

    def submit(
        self, pool: _Pool, work: Callable[[], Any]
    ) -> concurrent.futures.Future[Any]:
        """What `pool.submit()` does on this clock."""
        result: concurrent.futures.Future[Any] = concurrent.futures.Future()
        job = Job(self, next(self._numbers), partial(_fulfil, result, work))
        with self._mutex:
            self.count += 1
            self._pools.setdefault(pool, []).append(job)
            self._ready.append(job)
        saved, scope.clock = scope.clock, None
        try:
            inner = _submit(pool, job.run)
        except BaseException:
            self.leave(job)
            raise
        finally:
            scope.clock = saved
        inner.add_done_callback(partial(_pass_on, result))
        if scope.job is None and self._is_started(job):
            self._give_turn(job)
        return result

    # -- called by jobs

    def arrive(self, job: Job) -> None:
        with self._mutex:
            job.arrived = True

    def park(self, job: Job, due: int) -> None:
        with self._mutex:
            heapq.heappush(self._asleep, (due, next(self._parkings), job))
            self._yield_turn(job)

    def leave(self, job: Job) -> None:
        with self._mutex:
            self.count -= 1
            for pool, jobs in list(self._pools.items()):
                if job in jobs:
                    jobs.remove(job)
                    if not jobs:
                        del self._pools[pool]
                        for tell in self._when_empty.pop(pool, ()):
                            tell()
            if job in self._ready:
                self._ready.remove(job)
            self._yield_turn(job)

    def _yield_turn(self, job: Job) -> None:
        self.detached.discard(job)
        if self._running is job:
            self._running = None
            self._home.release()
        elif (loop := self.clock.loop) is not None:
            loop._write_to_self()

    # -- called by the thread that drives the clock

    def run_ready(self) -> bool:
        """Give the turn to the next job that can run at this instant; False if there is none."""
        for job in self._ready:
            if self._is_started(job):
                self._give_turn(job)
                return True
        return False

    def next_due(self) -> int:
        """The key at which the next sleeping job wakes."""
        return self._asleep[0][0] if self._asleep else NEVER

    def wake_next(self) -> None:
        """Move the clock to the next sleeping job's time, and give it the turn."""
        with self._mutex:
            due, _, job = heapq.heappop(self._asleep)
        self.clock.move(due)
        self._give_turn(job)

    def run_until(self, due: int) -> None:
        """Let jobs run and sleep until `due`, while the driving thread itself is blocked."""
        while self.count:
            if not self.run_ready():
                if self.next_due() > due:
                    return
                self.wake_next()

    def close(self) -> None:
        """End the jobs that still sleep."""
        self.closed = True
        with self._mutex:
            sleeping = [job for _, _, job in self._asleep]
            self._asleep.clear()
        for job in [*self._ready, *sleeping]:
            job.baton.release()
        self._ready.clear()

    def when_empty(self, pool: _Pool, tell: Callable[[], object]) -> None:
        """Call `tell` when the pool has no more jobs: at once, or from a worker thread."""
        with self._mutex:
            if pool in self._pools:
                self._when_empty.setdefault(pool, []).append(tell)
                return
        tell()

    def _is_started(self, job: Job) -> bool:
        """Whether a thread of its pool has taken this job up, or is about to."""
        for pool, jobs in self._pools.items():
            if job in jobs:
                return jobs.index(job) < pool._max_workers
        return True

    def _give_turn(self, job: Job) -> None:
        with self._mutex:
            if job in self._ready:
                self._ready.remove(job)
            self._running = job
        job.baton.release()
        if not self._home.acquire(timeout=GRACE):
            with self._mutex:
                if self._running is job:
                    self._running = None
                    self.detached.add(job)
                    return
            self._home.acquire()


def _fulfil(result: concurrent.futures.Future[Any], work: Callable[[], Any]) -> None:
    # As concurrent.futures.thread does it; our own, so that the turn is kept
    # until the result has been handed on.
    if not result.set_running_or_notify_cancel():
        return
    try:
        value = work()
    except BaseException as error:
        result.set_exception(error)
    else:
        result.set_result(value)


def _pass_on(
    result: concurrent.futures.Future[Any], inner: concurrent.futures.Future[Any]
) -> None:
    """Tell `result` what the pool did to a job that it never ran."""
    if inner.cancelled():
        result.cancel()
        result.set_running_or_notify_cancel()
    elif (error := inner.exception()) is not None and not result.done():
        result.set_exception(error)


def install_threads() -> None:
    """Make thread pools ask which clock the submitting thread follows."""

    def submit(self: _Pool, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        clock = scope.clock
        if clock is None:
            return _submit(self, fn, *args, **kwargs)
        return clock.workers.submit(self, partial(fn, *args, **kwargs))

    _Pool.submit = submit  # type: ignore[method-assign]
    assert REAL
