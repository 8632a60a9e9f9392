"""Threads on a virtual clock: one runs at a time, in a fixed order.

The thread that entered the clock's scope *drives*: it runs the loop, and time
moves only while it has nothing to do.  Every other thread that is started
inside, and every function handed to a thread pool, is a *job*.  A job runs only
while it has the turn.  It gives the turn back when it ends, sleeps, or waits for
a lock, a condition, an event, a queue, a future or another thread; whoever wakes
it puts it at the end of the line of those that can run.  So programs with threads
have one outcome too.

A job that keeps the turn and makes no progress waits for something that we can't
see (a socket, a child process).  After a second of real time it is *detached*: it
runs beside the others, in real time.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import contextvars
import heapq
import itertools
import queue
import sys
import threading
import time
from _thread import allocate_lock
from collections import deque
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from ._clock import NEVER, running_loop, scope
from ._errors import BlockedLoopError
from ._frames import Frame, is_machinery, stack_of
from ._origins import origin_of
from ._waiting import Waiting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import FrameType

    from ._clock import Clock
    from ._loop import VirtualTimeLoop

GRACE = 1.0
"""Real seconds without progress after which a job that keeps the turn is detached."""

CPU_GRACE = 10.0
"""Seconds of processor time after which it is detached in any case."""

STILL = 0.02
"""The same for a job that seems to wait for the loop's answer on a socket."""

STEP = 0.001
"""Seconds of processor time between two looks that count as progress.  The kernel lets nobody who
computes run for less at a time."""

GLANCE = 0.05
"""Real seconds between two looks at a job that keeps the turn."""

_Pool = concurrent.futures.ThreadPoolExecutor
_Future = concurrent.futures.Future
_T = TypeVar("_T")


class Abandoned(SystemExit):
    """Raised in a thread whose clock is gone; ordinary handlers let it pass."""


class Bell:
    """Wakes one waiting thread; a ring while nobody waits is remembered, once.

    Made of a plain lock: the classes of the threading module ask for the clock,
    which is just what must not happen here.  Ringing is safe in a signal handler.
    """

    __slots__ = ("_lock",)

    def __init__(self) -> None:
        self._lock = allocate_lock()
        self._lock.acquire()

    def ring(self) -> None:
        try:
            self._lock.release()
        except RuntimeError:
            pass  # it has been rung already

    def wait(self, timeout: float = -1) -> bool:
        return self._lock.acquire(timeout=timeout)


class Awaited(Protocol):
    """What wakes a parked job."""

    def has_come(self) -> bool:
        """Whether there is nothing to wait for, or no more."""


class Waiter:
    """One thread's place in the line of a lock or a condition.

    Looks like the plain lock that `threading.Condition` would have put there:
    `notify()` calls `release()`.
    """

    __slots__ = ("job", "released", "workers")

    def __init__(self, workers: Workers, job: Job | None) -> None:
        self.workers, self.job, self.released = workers, job, False

    def release(self) -> None:
        self.released = True
        self.workers.wake(self.job, self)

    def has_come(self) -> bool:
        return self.released


class Looks:
    """Tells a thread that waits in a way that we can't see from one that works, or that isn't let.

    What counts is seen at each of many looks: where the machine lets nobody run, nobody looks either.

    Attributes:
        still: real seconds up to the last look without progress.
        used: seconds of processor time since the first look.
    """

    __slots__ = ("_before", "still", "used")

    def __init__(self) -> None:
        self.still = self.used = 0.0
        self._before: float | None = None

    def again(self, thread: int | None, since: float) -> None:
        """Look at the thread of that identifier, which may have none yet, `since` seconds after the last look."""
        now = _processor_time(thread)
        step = 0.0 if now is None or self._before is None else now - self._before
        # Not a step: who waits for a socket with a time-out wakes now and then, for nothing.
        self.still = self.still + since if step < STEP else 0.0
        self.used += step
        self._before = now


class Job:
    """A function in a thread of its own.

    Attributes:
        number: counts the clock's jobs in order of submission.
        name: of the function or thread, for messages.
        done: it has ended.
        abandoned: it shall end as soon as it gets the turn.
        parked: it has given back the turn, and waits to be woken.
        awaits: who may wake it then; None: the clock alone.
        waits_for: what it waits for then, and where.
        loop: the event loop that runs in it, if any.
        made: where it was submitted.
    """

    __slots__ = (
        "_ticket",
        "abandoned",
        "awaits",
        "bell",
        "done",
        "joiners",
        "loop",
        "made",
        "name",
        "number",
        "parked",
        "thread",
        "waits_for",
        "work",
        "workers",
    )

    def __init__(self, workers: Workers, name: str, work: Callable[[], object]) -> None:
        self.workers, self.name, self.work = workers, name, work
        self.number = next(workers._numbers)
        self.bell = Bell()
        self.done = self.parked = False
        self.abandoned = workers.closed
        self.thread: threading.Thread | None = None
        self.loop: VirtualTimeLoop | None = None
        self.awaits: Awaited | None = None
        self.made = origin_of(sys._getframe(1))
        self.waits_for: tuple[str, tuple[Frame, ...]] | None = None
        self.joiners: list[Waiter] = []
        self._ticket = 0  # counts parkings; tells which entry of the heap is still meant

    def run(self) -> None:
        """The body of the thread."""
        if self.thread is None:
            self.thread = threading.current_thread()
        self.bell.wait()
        scope.clock, scope.job = self.workers.clock, self
        try:
            if self.abandoned:
                raise Abandoned
            self.work()
        finally:
            scope.clock = scope.job = None
            self.workers._end(self)

    def park(
        self, due: int, what: str, frame: FrameType | None, awaits: Awaited | None = None
    ) -> None:
        """Give back the turn until `awaits` has come, or until the clock has reached `due`."""
        self.waits_for = (what, stack_of(frame).frames())
        if self.workers._park(self, due, awaits):
            self._wait_for_turn(due)
        self.waits_for = None
        if self.abandoned:
            raise Abandoned

    def _wait_for_turn(self, due: int) -> None:
        """Wait for the bell; but not for ever, if the driving thread is stuck, or turns in circles."""
        workers = self.workers
        looks, seen = Looks(), workers.progress()
        while not self.bell.wait(GRACE / 4):
            before, seen = seen, workers.progress()
            if seen is None or seen != before:
                looks = Looks()
                continue
            looks.again(workers.driver, GRACE / 4)
            stuck = looks.still >= 2 * GRACE or looks.used >= GRACE
            if stuck and workers.take_turn(self, due):
                break


class Workers:
    """The jobs of one clock, and whose turn it is."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.driver: int | None = threading.get_ident()
        self.closed = False
        self.count = 0
        """Jobs that have not ended."""
        self.detached: set[Job] = set()
        self.used = False
        """Whether there was ever a job."""
        self.attentive = False
        """Whether the driving thread waits in real time for others, the jobs included."""
        self._turns = 0
        self._numbers, self._tickets = itertools.count(1), itertools.count(1)
        self._mutex = allocate_lock()
        self._bell = Bell()  # wakes the driving thread
        self._running: Job | None = None
        self._ready: deque[Job] = deque()
        self._asleep: list[tuple[int, int, Job]] = []
        self._unfinished: dict[Job, None] = {}
        self._pools: dict[_Pool, list[Job]] = {}  # unfinished jobs, in order of submission
        self._when_empty: dict[_Pool, list[Callable[[], object]]] = {}

    # -- new jobs

    def submit(self, pool: _Pool, name: str, work: Callable[[], Any]) -> _Future[Any]:
        """What `pool.submit()` does on this clock.

        The future is ours, and is done before the job gives back the turn; so
        nobody sees a job that has ended while its result is still on its way.
        """
        result: _Future[Any] = _Future()
        job = Job(self, name, partial(_fulfil, result, work))
        result._job = job  # type: ignore[attr-defined]
        with self._mutex:
            self._pools.setdefault(pool, []).append(job)
        self._admit(job)
        try:
            inner = in_real_time(_real_submit, pool, job.run)
        except BaseException:
            self._end(job)
            raise
        # In real time, too: the pool's thread may hold its lock just now, and is no job yet.
        in_real_time(inner.add_done_callback, partial(self._pass_on, result, job))
        self._start(job)
        return result

    def start_thread(self, thread: threading.Thread) -> None:
        """What `thread.start()` does on this clock."""
        if _is_infrastructure(thread):
            in_real_time(_real_start, thread)
            return
        job = Job(self, thread.name, thread.run)
        job.thread = thread
        thread._job = job  # type: ignore[attr-defined]

        def run() -> None:
            del thread.run  # uncovers the class's own
            with contextlib.suppress(Abandoned):
                job.run()

        thread.run = run  # type: ignore[method-assign]
        self._admit(job)
        try:
            in_real_time(_real_start, thread)
        except BaseException:
            self._end(job)
            raise
        self._start(job)

    def _admit(self, job: Job) -> None:
        with self._mutex:
            self.clock.admits()
            self.count += 1
            self._unfinished[job] = None
            self._ready.append(job)

    def _start(self, job: Job) -> None:
        # In reality, too, a new thread runs at once, until it waits for something.
        if scope.job is None and self._has_thread(job):
            self._give_turn(job)

    def _pass_on(self, result: _Future[Any], job: Job, inner: _Future[Any]) -> None:
        """Tell `result` what the pool did to a job that it never ran."""
        if inner.cancelled():
            result.cancel()
            result.set_running_or_notify_cancel()
        elif (error := inner.exception()) is not None and not result.done():
            result.set_exception(error)
        self._end(job)

    # -- called by jobs

    def _park(self, job: Job, due: int, awaits: Awaited | None) -> bool:
        """Whether there is anything to wait for: it may have come just now, from outside."""
        with self._mutex:
            if job.abandoned or (awaits is not None and awaits.has_come()):
                return False
            job.parked, job.awaits = True, awaits
            job._ticket = ticket = next(self._tickets)
            if due < NEVER:
                heapq.heappush(self._asleep, (due, ticket, job))
            self._give_back(job)
        return True

    def progress(self) -> object:
        """What changes whenever the driving thread drives; None while it is attentive."""
        attentive = self.attentive or self._running is not None
        return None if attentive else (self._turns, self.clock.key)

    def take_turn(self, job: Job, due: int) -> bool:
        """Let a job run on although nobody gives it the turn; False if nothing has woken it.

        The driving thread does something else: it runs a loop that isn't ours, or
        waits in a way that we can't see, perhaps for this very job.
        """
        with self._mutex:
            if job in self._ready:
                self._ready.remove(job)
            elif job.parked and due < NEVER and due == self.next_due():
                self.clock.move(due)
                job.parked = False
            else:
                return False
            self.detached.add(job)
            return True

    def _end(self, job: Job) -> None:
        with self._mutex:
            if job.done:
                return
            job.done = True
            self.count -= 1
            del self._unfinished[job]
            if job in self._ready:
                self._ready.remove(job)
            emptied: list[Callable[[], object]] = []
            for pool, jobs in self._pools.items():
                if job in jobs:
                    jobs.remove(job)
                    if not jobs:
                        del self._pools[pool]
                        emptied = self._when_empty.pop(pool, [])
                    break
        for tell in emptied:
            tell()
        for waiter in job.joiners:
            waiter.release()
        with self._mutex:
            self._give_back(job)

    def _give_back(self, job: Job) -> None:
        if self._running is job:
            self._running = None
            self._bell.ring()
        else:
            self.detached.discard(job)
            self._stir()

    def _stir(self) -> None:
        """Something happened that the driving thread doesn't know of."""
        self._bell.ring()
        if (loop := self.clock.loop) is not None and not loop.is_closed():
            loop.stir()

    def wake(self, job: Job | None, come: Awaited) -> None:
        """Put a job that awaits this into the line of those that can run; None: the driving thread."""
        with self._mutex:
            if job is None:
                self._bell.ring()
            elif job.parked and job.awaits is come:
                job.parked = False
                self._ready.append(job)
                if self._running is None:
                    self._stir()

    # -- called by the driving thread

    def run_ready(self) -> bool:
        """Give the turn to the next job that can run at this instant; False if there is none."""
        return any(self._has_thread(job) and self._give_turn(job) for job in tuple(self._ready))

    def next_due(self) -> int:
        """The key at which the next sleeping job wakes."""
        asleep = self._asleep
        while asleep and not (asleep[0][2].parked and asleep[0][2]._ticket == asleep[0][1]):
            heapq.heappop(asleep)
        return asleep[0][0] if asleep else NEVER

    def wake_next(self, due: int) -> None:
        """Move the clock to `due`, where the next sleeping job wakes, and give that the turn."""
        with self._mutex:
            if self.next_due() != due:
                return  # it has looked after itself
            _, _, job = heapq.heappop(self._asleep)
            self.clock.move(due)
            job.parked = False
            self._ready.appendleft(job)
        self._give_turn(job)

    def drive(self, done: Callable[[], bool], due: int, what: str) -> bool:
        """Let the others go on while the driving thread itself is blocked.

        Args:
            done: says whether what it waits for has happened.
            due: the key at which it gives up.
            what: what it waits for, for the message.

        Raises:
            BlockedLoopError: nobody is left who could end this.
        """
        clock = self.clock
        lonely = False
        while not done():
            if (loop := clock.loop) is not None and loop.aborting is not None:
                raise loop.aborting
            if self.run_ready():
                continue
            first = min(due, self.next_due())
            if self.detached or clock.outside.busy():
                clock.pass_real_time(first, self._bell.wait)
                if clock.key >= first == due:
                    break
            elif clock.mode == "manual" or first >= NEVER:
                # Nobody can advance the clock meanwhile.
                if due < NEVER:
                    break
                # A thread that isn't ours may still act.
                if lonely:
                    self._blocked(what)
                lonely = not (self._strangers() and self.wait_attentively(self._bell.wait, GRACE))
            elif first == due:
                clock.move(due)
                break
            else:
                self.wake_next(first)
        return done()

    def wait_attentively(self, wait: Callable[[float], _T], seconds: float) -> _T:
        """Wait in real time for others to act."""
        self.attentive = True
        try:
            return wait(seconds)
        finally:
            self.attentive = False

    def _blocked(self, what: str) -> None:
        loop = self.clock.loop
        if loop is None:
            raise BlockedLoopError(f"the program waits for {what} for ever", waits=self.waits())
        error = loop.stuck(BlockedLoopError, f"the loop's own thread waits for {what} for ever")
        loop.abort(error)  # raising alone may end in a task that nobody looks at
        raise error

    def waits(self) -> list[Waiting]:
        """What each of the jobs waits for."""
        return [
            Waiting(name=f"thread of {job.name}", what=job.waits_for[0], where=job.waits_for[1])
            for job in self._unfinished
            if job.waits_for is not None and job.loop is None
        ]

    def loops(self) -> Iterable[VirtualTimeLoop]:
        """The event loops that jobs are parked for."""
        found = ((job.loop, job.awaits) for job in tuple(self._unfinished) if job.parked)
        return [loop for loop, awaits in found if loop is not None and awaits is loop]

    def close(self) -> None:
        """End the jobs that are left, and those to come."""
        self.closed = True
        self.driver = None  # its thread may end, and its number be another's
        self._abandon(list(self._unfinished))

    def abandon(self, pool: _Pool) -> None:
        """End the jobs that are left of one pool."""
        self._abandon(list(self._pools.get(pool, ())))

    def _abandon(self, jobs: list[Job]) -> None:
        """Let each have the turn once more, to clean up."""
        for job in jobs:
            job.abandoned = True
        for job in jobs:
            with self._mutex:
                if job.parked:
                    job.parked = False
                    self._ready.append(job)
            if self._has_thread(job):
                self._give_turn(job, grace=GLANCE)

    def when_empty(self, pool: _Pool, tell: Callable[[], object]) -> None:
        """Call `tell` when the pool has no more jobs: at once, or from a worker thread."""
        with self._mutex:
            if pool in self._pools:
                self._when_empty.setdefault(pool, []).append(tell)
                return
        tell()

    def busy(self, pool: _Pool) -> bool:
        """Whether the pool has jobs that have not ended."""
        return pool in self._pools

    def _has_thread(self, job: Job) -> bool:
        """Whether a thread has taken this job up, or is about to; else its pool is busy."""
        for pool, jobs in tuple(self._pools.items()):
            if job in jobs:
                return jobs.index(job) < pool._max_workers
        return True

    def _strangers(self) -> bool:
        """Whether threads are alive that we know nothing of."""
        ours = {threading.current_thread(), threading.main_thread()}
        ours.update(job.thread for job in self._unfinished if job.thread is not None)
        return any(
            thread not in ours and not _is_infrastructure(thread)
            for thread in in_real_time(threading.enumerate)
        )

    def _give_turn(self, job: Job, grace: float | None = None) -> bool:
        """Let a job out of the line run until it gives the turn back; False if it isn't in line."""
        grace = GRACE if grace is None else grace
        with self._mutex:
            if job not in self._ready:
                return False
            self._ready.remove(job)
            self._running = job
            self._turns += 1
        loop = self.clock.loop
        # A job without a loop of its own may talk to ours over a socket.
        talks = loop is not None and loop.has_files and job.loop is None
        glance = GLANCE / 25 if talks else GLANCE
        looks = Looks()
        job.bell.ring()
        try:
            while self._running is job:
                if self._bell.wait(glance):
                    continue
                looks.again(job.thread.ident if job.thread is not None else None, glance)
                if (
                    looks.still >= grace
                    or looks.used > CPU_GRACE
                    or (talks and loop is not None and looks.still >= STILL and loop.has_events())
                ):
                    break
        finally:
            with self._mutex:
                if self._running is job:
                    self._running = None
                    self.detached.add(job)
        if job.done and job.thread is not None and hasattr(job.thread, "_job"):
            in_real_time(_real_join, job.thread, GRACE)  # so that is_alive() has one answer
        return True

    # -- what blocks

    def wait(self, waiter: Waiter, timeout: float | None, frame: FrameType) -> bool:
        """Block this thread until `waiter` is released; False if `timeout` came first."""
        what, caller = call_of(frame)
        due = NEVER if timeout is None else self.clock.key_of(self.clock.now + timeout)
        if (job := waiter.job) is not None:
            if not waiter.released:
                job.park(due, what, caller, waiter)
            return waiter.released
        if running_loop() is not None:
            self.clock.record_blocked(what, timeout, caller)
        return self.drive(lambda: waiter.released, due, what)

    def join(self, thread: threading.Thread, timeout: float | None, frame: FrameType) -> None:
        """Block this thread until `thread` has ended."""
        waiter = Waiter(self, scope.job)
        with self._mutex:
            job: Job | None = getattr(thread, "_job", None)
            pools = [pool for pool in self._pools if thread in pool._threads]
            if job is not None and not job.done:
                job.joiners.append(waiter)
            elif not pools:
                waiter.released = True
        for pool in pools:
            self.when_empty(pool, waiter.release)
        if waiter.released or self.wait(waiter, timeout, frame):
            in_real_time(_real_join, thread, timeout)


ADMITTING = Workers._admit.__code__
"""Who tells the clock that a thread begins."""


def in_real_time(function: Callable[..., Any], *args: Any) -> Any:
    """Call a function that must not know of the clock."""
    clock, scope.clock = scope.clock, None
    try:
        return function(*args)
    finally:
        scope.clock = clock


def _processor_time(thread: int | None) -> float | None:
    """Seconds of processor time that a thread has used; None where nobody knows."""
    if not thread:
        return 0.0
    try:
        return time.clock_gettime(time.pthread_getcpuclockid(thread))
    except (AttributeError, OSError):
        return None


def call_of(frame: FrameType) -> tuple[str, FrameType | None]:
    """The function of the standard library that was called, and its caller."""
    name, here = "", frame
    while here.f_back is not None:
        module = here.f_globals.get("__name__", "")
        if module.partition(".")[0] not in {"threading", "queue", "concurrent"}:
            if not is_machinery(here.f_code) or name:
                break
        else:
            name = f"{module}.{here.f_code.co_qualname}".replace("._base.", ".")
        here = here.f_back
    return name or "threading.Lock.acquire", here


def _is_infrastructure(thread: threading.Thread) -> bool:
    """Whether a library runs this thread, to serve jobs or children that are known otherwise."""
    # `_target` is private; a thread without one overrides run().
    work = getattr(thread, "_target", None) or type(thread).run
    module = getattr(work, "__module__", None) or ""
    return module.startswith(("concurrent.", "multiprocessing.", "asyncio."))


def _fulfil(result: _Future[Any], work: Callable[[], Any]) -> None:
    """What `concurrent.futures.thread` does with a work item."""
    if not result.set_running_or_notify_cancel():
        return
    try:
        value = work()
    except BaseException as error:  # noqa: BLE001 - whoever waits gets it
        result.set_exception(error)
    else:
        result.set_result(value)


# ------------------------------------------------------------------ locks


class Lock:
    """Stands in for `threading.Lock`, so that waiting for it is seen and takes turns.

    To threads that follow no clock it is a plain lock.
    """

    __slots__ = ("__weakref__", "_lock", "_waiters")

    def __init__(self) -> None:
        self._lock = allocate_lock()
        self._waiters: deque[Waiter] = deque()

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:  # noqa: FBT001, FBT002
        clock = scope.clock
        if clock is None or not blocking or (timeout != -1 and timeout <= 0):
            return self._lock.acquire(blocking, timeout)
        if self._lock.acquire(blocking=False):
            return True
        workers, frame = clock.workers, sys._getframe(1)
        left = None if timeout == -1 else timeout
        began = clock.now
        while True:
            waiter = Waiter(workers, scope.job)
            self._waiters.append(waiter)
            # Again: a thread that isn't ours may have released it just now.
            if self._lock.acquire(blocking=False):
                if waiter in self._waiters:
                    self._waiters.remove(waiter)
                return True
            seen = workers.wait(waiter, left, frame)
            if waiter in self._waiters:
                self._waiters.remove(waiter)
            if self._lock.acquire(blocking=False):
                return True
            if not seen:
                return False
            if left is not None:
                left = max(0.0, timeout - (clock.now - began))

    def release(self) -> None:
        self._lock.release()
        if self._waiters:
            self._waiters.popleft().release()

    def locked(self) -> bool:
        return self._lock.locked()

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *exc_info: object) -> None:
        self.release()

    def _at_fork_reinit(self) -> None:
        self._lock = allocate_lock()
        self._waiters.clear()

    def __repr__(self) -> str:
        return f"<{'locked' if self.locked() else 'unlocked'} lock>"


class RLock(threading._RLock):  # type: ignore[misc]
    """Stands in for `threading.RLock`: the library's own, around a `Lock` of ours."""

    def __init__(self) -> None:
        super().__init__()
        # Private: `_block` is what threading's own RLock in Python waits for.
        self._block = Lock()


# ------------------------------------------------------------------ the threading module

_real_submit = _Pool.submit
_real_process_submit = concurrent.futures.ProcessPoolExecutor.submit
_real_start = threading.Thread.start
_real_join = threading.Thread.join
_real_wait = threading.Condition.wait


def install_threads() -> None:
    """Make threads and pools ask which clock the calling thread follows."""
    _Pool.submit = _submit  # type: ignore[method-assign,assignment]
    concurrent.futures.ProcessPoolExecutor.submit = _process_submit  # type: ignore[method-assign]
    threading.Thread.start = _start  # type: ignore[method-assign]
    threading.Thread.join = _join  # type: ignore[method-assign]
    threading.Condition.wait = _wait  # type: ignore[method-assign]
    # Copies of time.monotonic that these modules took before it asked.
    threading._time = time.monotonic  # type: ignore[attr-defined]
    queue.time = time.monotonic  # type: ignore[attr-defined]


def _submit(self: _Pool, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
    clock = scope.clock
    if clock is None:
        return _real_submit(self, fn, *args, **kwargs)
    named = fn
    if isinstance(fn, partial):
        # to_thread() hands in `Context.run`, with the function as its first argument.
        run = isinstance(getattr(fn.func, "__self__", None), contextvars.Context)
        named = fn.args[0] if run and fn.args else fn.func
    name = getattr(named, "__qualname__", None) or type(named).__name__
    return clock.workers.submit(self, name, partial(fn, *args, **kwargs))


def _process_submit(self: Any, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
    clock = scope.clock
    future = in_real_time(partial(_real_process_submit, self, fn, *args, **kwargs))
    if clock is not None:
        clock.outside.add_future(future, self)
    return future


def _start(self: threading.Thread) -> None:
    clock = scope.clock
    if clock is None or self.ident is not None:
        _real_start(self)
    else:
        clock.workers.start_thread(self)


def _join(self: threading.Thread, timeout: float | None = None) -> None:
    clock = scope.clock
    if clock is None or self.ident is None or self is threading.current_thread():
        _real_join(self, timeout)
    else:
        clock.workers.join(self, timeout, sys._getframe())


def _wait(self: Any, timeout: float | None = None) -> bool:
    clock = scope.clock
    if clock is None or (timeout is not None and timeout <= 0) or not self._is_owned():
        return _real_wait(self, timeout)
    # As in threading.Condition.wait, with a waiter of ours; the private names are its own.
    waiter = Waiter(clock.workers, scope.job)
    self._waiters.append(waiter)
    saved = self._release_save()
    notified = False
    try:
        notified = clock.workers.wait(waiter, timeout, sys._getframe())
        return notified
    finally:
        self._acquire_restore(saved)
        if not notified and waiter in self._waiters:
            self._waiters.remove(waiter)
