"""An event loop whose time is under control."""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextvars
import heapq
import itertools
import selectors
import sys
import warnings
import weakref
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Any, TypeVar, TypeVarTuple

from ._clock import NEVER, RANK, RANKS, REAL, Clock, Mode, install_time, scope
from ._errors import DeadlockError, EndlessError, LivelockError, StuckError
from ._frames import Frame, Stack
from ._origins import is_told_by_future, origin_of, step_task
from ._outside import Silence, connecting, in_flight
from ._queues import Queue
from ._tasks import Future, Task, number
from ._vault import codes, vault
from ._waiting import awaiting
from ._wakeups import Wakeup, keep, take
from ._watchdog import OutOfTimeError

if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Callable, Collection, Iterable, Sequence
    from contextvars import Context
    from types import FrameType

    from ._threads import Job

MOST_ITERATIONS = 12_500
"""Iterations at one instant before `LivelockError`."""

MOST_STEPS = 31_250
"""Callbacks at one instant before that: of many who poll together, well before processor time runs out."""

MOST_JUMPS = 40_000
"""Jumps from deadline to deadline in one run before `EndlessError`."""

HORIZON = 10 * 366 * 86_400.0
"""Loop time at which a run ends with `EndlessError`."""

PATIENCE = 128
"""Iterations at one instant after which threads, and later ranks of that instant, get their turn.
A power of two."""

RESTLESS = 10_000
"""Iterations at one instant after which those are told who wait for the loop to be idle: somebody polls."""

LAST_ITERATIONS = 2_000
"""Iterations, and jumps, that clean-up gets after a run was ended."""

IO_GRACE = 0.001
"""Real seconds that sockets get to deliver before time moves."""

ACKNOWLEDGED = 0.05
"""Real seconds that the kernel gets to acknowledge what has been sent."""

CONNECTED = 5.0
"""Real seconds that the kernel gets to connect two sockets on this computer, once."""

SILENCE = 0.25
"""Real seconds in which a file must show some life, or it is taken for dead."""

EXITS = 100
"""Tasks that may ask to leave Python while they are being ended, one after the other."""

THREADS = 32
"""Threads of the default executor.  The stock loop asks for the number of processors."""

_Stuck = TypeVar("_Stuck", bound=StuckError)
_T = TypeVar("_T")
_Ts = TypeVarTuple("_Ts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hooks:
    """Who wants to know what happens on a loop.

    Attributes:
        on_exception: called with every context that reaches `call_exception_handler()`.
        on_generator: called with an async generator that is iterated first, and by whom.
        on_abandoned: called with an async generator that was collected before its end.
        on_forgotten: called with a task that was to be cancelled, when nobody knows it any more.
        on_second_cancel: called with the frames of who cancels a task that is cleaning up after having
            been cancelled before.
    """

    on_exception: Callable[[dict[str, Any]], object] | None = None
    on_generator: Callable[[Any, Sequence[Frame]], object] | None = None
    on_abandoned: Callable[[Any], object] | None = None
    on_forgotten: Callable[[asyncio.Task[Any]], object] | None = None
    on_second_cancel: Callable[[Sequence[Frame]], object] | None = None


_NOBODY = Hooks()


class _Kept:
    """What a loop's vault keeps.

    Those who reach into it could have sleeps end early, hide tasks, have a run taken for a failed one,
    or speak to who judges it.
    """

    __slots__ = ("aborting", "adopted", "born", "failure", "hooks", "origins", "timers")

    def __init__(self) -> None:
        self.hooks = _NOBODY
        # Of handles, by their identity: some compare as equal.
        self.origins: dict[int, tuple[weakref.ref[asyncio.Handle], Stack]] = {}
        # Tasks and their place of birth.
        self.born: list[tuple[weakref.ref[asyncio.Task[Any]], Stack | None]] = []
        self.adopted: list[tuple[weakref.ref[asyncio.Task[Any]], Stack]] = []  # a factory made them
        self.timers: list[tuple[int, int, asyncio.TimerHandle]] = []
        self.failure: BaseException | None = None
        self.aborting: BaseException | None = None


_given_up: list[asyncio.Task[Any]] = []
"""Tasks that refused to end.  Kept, for collecting them would run their code once more."""


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    """An event loop that jumps to the next timer when nothing else can happen.

    It joins the clock of the enclosing `virtual_time()`, else makes its own.  While
    it runs, the time module follows that clock in its thread and its workers.

    What would hang raises out of `run_forever()`: `DeadlockError`, `LivelockError`
    or `EndlessError`.  After that, clean-up gets a bounded number of steps.

    Args:
        selector: what the stock loop takes.
        clock: "virtual", "manual" (I/O is real; timers fire when the clock is advanced)
            or "real" (as the stock loop).  Without it the enclosing scope decides.
        schedule: makes the ready queue; see `_schedules.py`.
        trace: is told of every step: `step_begins(task)`, `step_ended(task)`.

    Attributes:
        clock: the clock.
        hash_salt: changes the order of sets of those tasks and futures that come into one from now on.
        task_type: the class of new tasks.
    """

    # Private names of the base classes, the same in CPython 3.11 to 3.14.
    _ready: deque[asyncio.Handle]
    _selector: Any
    _ssock: Any
    _csock: Any
    _stopping: bool
    _debug: bool
    _closed: bool
    _task_factory: Any
    _current_handle: asyncio.Handle | None
    _default_executor: concurrent.futures.ThreadPoolExecutor | None

    def __init__(
        self,
        selector: selectors.BaseSelector | None = None,
        *,
        clock: Mode | None = None,
        schedule: Any = None,
        trace: Any = None,
    ) -> None:
        install_time()
        # Loops come by the thousand: they use one another's sockets.
        self._shares = selector is None and clock != "real"
        self._wakeup = take() if self._shares else None
        if scope.clock is None or clock == "real":
            self.clock = Clock(clock or "virtual")
        else:
            self.clock = scope.clock
            self.clock.mode = clock or self.clock.mode
        # Kept from others, as the schedule is: what they have noted decides which runs are tried.
        self._told, self._is_traced = vault(self, trace, _LOOP), trace is not None
        self.task_type: Callable[..., asyncio.Task[Any]] = getattr(trace, "task_type", Task)
        self.hash_salt = 0
        self._next_task = itertools.count(1).__next__
        self._next_hash = itertools.count(1).__next__
        self._kept = vault(self, _Kept(), _LOOP)
        self._look_at_born = 256
        self._handle_type: Any = _Handle
        self._timer_type: Any = _TimerHandle
        self._next_timer = itertools.count().__next__
        self._look_at_timers = 256
        self._idlers: list[asyncio.Future[None]] = []
        self._arrivals: list[tuple[int, asyncio.Future[None]]] = []
        self._refused: set[int] = set()  # sockets that nobody seems to accept
        self._jumps = 0
        self._job: Job | None = None
        self._current: asyncio.Task[Any] | None = None
        super().__init__(selector if self._wakeup is None else self._wakeup.selector)
        if schedule is not None:
            self.hash_salt = schedule.salt
            self._ready = schedule.queue(self)
        # Private: the selector's files as a plain dict, for its length is asked for in
        # every iteration.  One is the loop's own, to be woken by.
        files: Collection[int] | None = getattr(self._selector, "_fd_to_key", None)
        self._files = self._selector.get_map() if files is None else files
        # Private, of the POSIX loop: while there are signal handlers, look for signals.
        self._signals: Collection[int] = getattr(self, "_signal_handlers", ())

    # -- time and timers

    def time(self) -> float:
        """Loop seconds."""
        clock = self.clock
        return clock.now if clock.mode != "real" else REAL["monotonic"]()

    def call_later(
        self,
        delay: float,
        callback: Callable[[*_Ts], object],
        *args: *_Ts,
        context: Context | None = None,
    ) -> asyncio.TimerHandle:
        if delay is None:
            raise TypeError("delay must not be None")
        clock = self.clock
        if self._closed or self._debug or clock.mode == "real":
            by_base = self.call_at(self.time() + delay, callback, *args, context=context)
            _forget_last(by_base)
            return by_base
        when = clock.now + delay
        timer: asyncio.TimerHandle = self._timer_type(when, callback, args, self, context)
        timers = self._kept(None).timers
        if len(timers) >= self._look_at_timers:
            self._look_through_timers(timers)
        heappush(timers, (clock.key_of(when), self._next_timer(), timer))
        return timer

    def call_at(
        self,
        when: float,
        callback: Callable[[*_Ts], object],
        *args: *_Ts,
        context: Context | None = None,
    ) -> asyncio.TimerHandle:
        """Call `callback` at the loop time `when`; equal times in the order of these calls.

        The base class's heap compares nothing but the times, and a heap isn't stable.
        """
        if when is None:
            raise TypeError("when cannot be None")
        if self._closed or self._debug:
            self._check_closed()
            self._check_thread()
            self._check_callback(callback, "call_at")
            timer = asyncio.TimerHandle(when, callback, args, self, context)
            _forget_last(timer)
            self._note_origin(timer)
        else:
            timer = self._timer_type(when, callback, args, self, context)
        timers = self._kept(None).timers
        if len(timers) >= self._look_at_timers:
            self._look_through_timers(timers)
        heappush(timers, (self.clock.key_of(when), self._next_timer(), timer))
        return timer

    def _look_through_timers(self, timers: list[tuple[int, int, asyncio.TimerHandle]]) -> None:
        """Forget the timers that were cancelled."""
        timers[:] = [entry for entry in timers if not entry[2]._cancelled]
        heapq.heapify(timers)
        self._look_at_timers = 2 * len(timers) + 256

    def call_soon(
        self, callback: Callable[[*_Ts], object], *args: *_Ts, context: Context | None = None
    ) -> asyncio.Handle:
        # As the base class does it, in one call instead of three.
        if self._closed or self._debug:
            by_base = super().call_soon(callback, *args, context=context)
            _forget_last(by_base)
            return by_base
        handle: asyncio.Handle = self._handle_type(callback, args, self, context)
        self._ready.append(handle)
        return handle

    def _call_soon(self, callback: Any, args: Any, context: Context | None) -> asyncio.Handle:
        # Private, since 3.4: what `call_soon_threadsafe()` and, in debug mode, `call_soon()` call.
        handle: asyncio.Handle = super()._call_soon(callback, args, context)
        if not is_told_by_future(args, context):
            self._note_origin(handle)
        _forget_last(handle)
        return handle

    def note_origins(self) -> None:
        """From now on, keep for each plain callback where it was scheduled; that is dear."""
        self._handle_type, self._timer_type = _NotedHandle, _NotedTimerHandle

    def _note_origin(self, handle: asyncio.Handle) -> None:
        if self._handle_type is not _Handle:
            self.notes(handle, sys._getframe(1))

    def notes(self, handle: asyncio.Handle, frame: FrameType) -> None:
        """Keep where a handle comes from, as long as there is the handle; of a step, its task knows."""
        if step_task(handle) is None and (made := origin_of(frame)):
            origins, key = self._kept(None).origins, id(handle)
            origins[key] = weakref.ref(handle, lambda _: origins.pop(key, None)), made

    def origin(self, handle: asyncio.Handle) -> Stack | None:
        """Where a plain callback was scheduled, if that is noted."""
        found = self._kept(None).origins.get(id(handle))
        return None if found is None else found[1]

    def _timer_handle_cancelled(self, handle: asyncio.TimerHandle) -> None:
        pass  # it leaves the heap when it reaches the top, or when the heap is looked through

    def _next_deadline(self) -> int:
        timers = self._kept(None).timers
        while timers and timers[0][2]._cancelled:
            heappop(timers)
        return timers[0][0] if timers else NEVER

    def arrival(self, key: int) -> asyncio.Future[None]:
        """A future that is done when the clock has been advanced to `key`."""
        future: asyncio.Future[None] = self.create_future()
        if self.clock.mode == "manual":
            self._arrivals.append((key, future))
        else:
            self.call_at((key >> RANKS) / 1e9, _finish, future)
        return future

    def create_future(self) -> asyncio.Future[Any]:
        return Future(loop=self)

    # -- tasks

    def create_task(
        self, coro: Any, *, name: Any = None, context: Context | None = None, **options: Any
    ) -> Any:
        if self._closed:
            self._check_closed()
        factory = self._task_factory  # private, since 3.4; the public way costs a call
        if context is not None:
            options["context"] = context
        if factory is _eager_factory:
            options["eager_start"] = True
        if factory is None or factory is _eager_factory:
            made = origin_of(sys._getframe(1))  # from here there is a frame less to look at
            task: Any = self.task_type(coro, loop=self, name=name, made=made, **options)
        else:
            task = super().create_task(coro, name=name, context=context)
            if not isinstance(task, Task):  # nobody but us knows where it was made
                adopter = origin_of(sys._getframe(1))
                self._kept(None).adopted.append((weakref.ref(task), adopter))
        born = self._kept(None).born
        if len(born) >= self._look_at_born:
            born[:] = [entry for entry in born if entry[0]() is not None]
            self._look_at_born = 2 * len(born) + 256
        born.append((weakref.ref(task), task._made if isinstance(task, Task) else None))
        return task

    def tasks(self) -> list[asyncio.Task[Any]]:
        """The tasks that this loop made and that are still in use, done or not, in order."""
        return [task for born, _ in self._kept(None).born if (task := born()) is not None]

    def creation(self, task: asyncio.Task[Any]) -> tuple[Frame, ...]:
        """The frames that had it make this task, innermost first; none if it hasn't."""
        kept = self._kept(None)
        for born, made in (*kept.born, *kept.adopted):
            if made is not None and born() is task:
                found: tuple[Frame, ...] = made.frames()
                return found
        return ()

    # -- what is told of it

    def tell(self, hooks: Hooks) -> None:
        """Have these called from now on. Raises RuntimeError if there are others already."""
        kept = self._kept(None)
        if kept.hooks is not _NOBODY:
            raise RuntimeError("somebody is told already")
        kept.hooks = hooks

    # Private: `run_forever()` hands these to `sys.set_asyncgen_hooks()`.

    def _asyncgen_firstiter_hook(self, agen: Any) -> None:
        if (tell := self._kept(None).hooks.on_generator) is not None:
            tell(agen, origin_of(sys._getframe(1)).frames())
        super()._asyncgen_firstiter_hook(agen)

    def _asyncgen_finalizer_hook(self, agen: Any) -> None:
        if (tell := self._kept(None).hooks.on_abandoned) is not None:
            tell(agen)
        super()._asyncgen_finalizer_hook(agen)

    def forgotten(self, task: asyncio.Task[Any]) -> None:
        """Nobody knows a task any more that was to be cancelled."""
        if (tell := self._kept(None).hooks.on_forgotten) is not None:
            tell(task)

    def cancelled_again(self, stack: Stack) -> None:
        """A task is cancelled that is cleaning up after having been cancelled before, from there."""
        if (tell := self._kept(None).hooks.on_second_cancel) is not None:
            tell(stack.frames())

    def call_exception_handler(self, context: dict[str, Any]) -> None:
        if (tell := self._kept(None).hooks.on_exception) is not None:
            tell(context)
        told_otherwise = isinstance(context.get("exception"), StuckError | OutOfTimeError)
        # After a failure what remains is cut off, the test too, and complains of nothing but that.
        if not told_otherwise and self.failure is None:
            super().call_exception_handler(context)

    # -- ending a run

    def idle(self) -> asyncio.Future[None]:
        """A future that is done when all has run that is ready at this instant.

        Then nothing is ready and no timer is due; time has not moved.  While a task polls without
        end, it is done when all have had thousands of turns.
        """
        waiter: asyncio.Future[None] = self.create_future()
        self._idlers.append(waiter)
        return waiter

    @property
    def failure(self) -> BaseException | None:
        """What has ended a run of the loop before its time; what follows is clean-up."""
        failure: BaseException | None = self._kept(None).failure
        return failure

    @property
    def aborting(self) -> BaseException | None:
        """What `abort` was told, until the run has ended by it."""
        aborting: BaseException | None = self._kept(None).aborting
        return aborting

    def _has_failed(self, error: BaseException) -> None:
        """A run was ended by this; not while it is under way, for then it is only said."""
        kept = self._kept(None)
        if kept.failure is None and not self.is_running():
            kept.failure = error
            if (tell := getattr(self._told(None), "run_failed", None)) is not None:
                tell(self)

    def abort(self, error: BaseException) -> None:
        """Make `run_forever()` raise `error` at the next step, whatever the tasks do.

        A signal handler may call it.
        """
        self._kept(None).aborting = error
        # In front of everything else: costs nothing as long as nobody aborts.
        self._ready.appendleft(asyncio.Handle(self._raise_abort, (), self))
        self._write_to_self()

    def _raise_abort(self) -> None:
        if self.aborting is not None:
            raise _Abort

    def run_forever(self) -> None:
        """Run until `stop()`.

        Raises:
            StuckError: the run would never have ended.
        """
        clock = self.clock
        outer, outer_clock, self._job = clock.loop, scope.clock, scope.job
        if self._job is not None:
            outer_loop, self._job.loop = self._job.loop, self
        else:
            clock.loop = self
        scope.clock = None if clock.mode == "real" else clock
        self._jumps = 0
        try:
            super().run_forever()
        except _Abort:
            kept = self._kept(None)
            error, kept.aborting = kept.aborting, None
            assert error is not None
            self._has_failed(error)
            raise error from None
        except StuckError as error:
            self._has_failed(error)
            raise
        finally:
            scope.clock = outer_clock
            if self._job is not None:
                self._job.loop = outer_loop
            else:
                clock.loop = outer

    def renew(self, schedule: Any) -> bool:
        """Make the loop as it was when it was made, for one more run; False if it isn't fit for that.

        It saves a fifth of what a short run costs.  Fit is a loop with a clock of its own, whose run
        has ended as it should and has left nothing behind, nor changed any setting.
        """
        clock, kept = self.clock, self._kept(None)
        if (
            self._closed
            or kept.failure is not None
            or kept.aborting is not None
            or self._debug
            or self._ready
            or self._signals
            or len(self._files) > 1
            or self._asyncgens
            or self._default_executor is not None
            or self._exception_handler is not None  # private, since 3.4
            or self._task_factory is not None
            or scope.clock is not None
            or not clock.renew()
        ):
            return False
        self.hash_salt = schedule.salt
        self._next_task = itertools.count(1).__next__
        self._next_hash = itertools.count(1).__next__
        kept.born.clear()
        kept.adopted.clear()
        kept.timers.clear()
        kept.origins.clear()
        self._idlers, self._arrivals = [], []
        self._jumps = 0
        self._asyncgens_shutdown_called = False  # private, since 3.6
        if isinstance(self._ready, Queue):
            self._ready.retire()
        self._ready = schedule.queue(self)
        return True

    def finish(self, *, close: bool = True) -> None:
        """End what is left, as `asyncio.run` does, and close the loop, if told to.

        A task that wants to leave Python (`sys.exit`) while it is being ended has ended by that.
        """
        try:
            for _ in range(EXITS):
                try:
                    self._end_what_is_left()
                    break
                except SystemExit:
                    continue
                except RecursionError:  # a task in a circle of gathers; see `give_up`
                    self.drop(asyncio.all_tasks(self))
                    break
            else:
                self.drop(asyncio.all_tasks(self))
        finally:
            if close:
                self.close()

    def _end_what_is_left(self) -> None:
        if asyncio.all_tasks(self):
            asyncio.runners._cancel_all_tasks(self)  # private, since 3.7
        if self._asyncgens:
            self.run_until_complete(self.shutdown_asyncgens())
        if self._default_executor is not None:
            self.run_until_complete(self.shutdown_default_executor())

    def give_up(self) -> tuple[asyncio.Task[Any], ...]:
        """Cancel all tasks, give them a bounded number of steps, and let go of the rest.

        A task that waits for a `gather` of itself can't even be cancelled: the request goes round in
        circles, as on any loop.

        Returns:
            Those that would not end.  They are never heard of again.
        """
        left = asyncio.all_tasks(self)
        if left:
            self._has_failed(StuckError("given up"))
            circling = set()
            for task in left:
                try:
                    task.cancel()
                except RecursionError:
                    circling.add(task)
            self.drop(circling)
            try:
                if others := left - circling:
                    self.run_until_complete(asyncio.wait(others))
            except BaseException as error:
                if error is not self.failure:
                    raise
        return tuple(task for task in sorted(left, key=number) if not task.done())

    def drop(self, tasks: Iterable[asyncio.Task[Any]]) -> None:
        """Let go of tasks that refuse to end, so that nobody waits for them again."""
        for task in tasks:
            # Private: no "Task was destroyed but it is pending" about these.
            task._log_destroy_pending = False
            asyncio._unregister_task(task)  # public, for those who write loops
            _given_up.append(task)

    def is_told(self, somebody: object) -> bool:
        """Whether that is who is told of every step."""
        return self._told(None) is somebody

    def holder(self, primitive: object) -> str | None:
        """What a trace knows of who holds a lock or semaphore."""
        holder = getattr(self._told(None), "holder", None)
        return None if holder is None else holder(primitive)

    def was_broken(self) -> bool:
        """Whether somebody has taken it for closed, or what it waits with, without closing it.

        Or has given one of its tasks another place of birth.
        """
        for born, made in self._kept(None).born:
            if made is not None and getattr(born(), "_made", made) is not made:
                return True
        if self._closed:
            return self._selector is not None
        return self._selector is None or self._selector.get_map() is None

    # -- the heart

    def _run_once(self) -> None:  # noqa: PLR0912 - a call for each iteration would cost
        """Run until stopped.

        The base class calls it for each iteration; staying inside is faster.
        """
        clock = self.clock
        if clock.mode == "real":
            self._run_once_real()
            return
        ready, timers = self._ready, self._kept(None).timers
        files, signals = self._files, self._signals
        popleft = ready.popleft
        spins = steps = 0  # iterations, and callbacks, since time moved
        while True:
            busy = False
            if len(files) > 1 or signals:
                busy = self._poll(0)
            if ready or self._stopping or (timers and timers[0][0] <= clock.key):
                spins += not busy  # real data isn't for ever
            else:
                key = clock.key
                if not self._jump_at_once(timers):
                    self._idle()
                spins = 0 if clock.key != key else spins + 1
            if busy or not spins:
                steps = 0
            elif not spins & (PATIENCE - 1):
                self._lose_patience(spins, steps)
            while timers and timers[0][0] <= clock.key:
                handle: Any = heappop(timers)[2]
                if not handle._cancelled:
                    ready.append(handle)
            count = len(ready)
            steps += count
            if self._is_traced or self._debug:
                self._run_slowly(count)
            else:
                for _ in range(count):
                    handle = popleft()
                    if not handle._cancelled:
                        args = handle._args
                        try:
                            if args:
                                handle._context.run(handle._callback, *args)
                            else:  # most are steps, which take none
                                handle._context.run(handle._callback)
                        except (SystemExit, KeyboardInterrupt):
                            raise
                        except BaseException as error:  # noqa: BLE001 - as a handle does
                            _report(self, handle, error)
            handle = args = None  # or they would keep a task alive until the next one
            if self._stopping:
                return

    def _run_once_real(self) -> None:
        """One iteration in real time: the base class's, with a stable heap."""
        ready, timers = self._ready, self._kept(None).timers
        timeout = None
        self._next_deadline()  # drops those that were cancelled
        if ready or self._stopping:
            timeout = 0.0
        elif timers:
            timeout = min(max(0.0, timers[0][2].when() - self.time()), 86_400.0)
        self._poll(timeout)
        end = round(self.time() * 1e9) + 1 << RANKS
        while timers and timers[0][0] < end:
            ready.append(heappop(timers)[2])
        self._run_slowly(len(ready))

    def _poll(self, timeout: float | None) -> bool:
        """Look for I/O; whether there was any, other than being woken."""
        events = self._selector.select(timeout)
        self._process_events(events)
        return len(events) > 1 or (len(events) == 1 and events[0][0].fd != self._ssock.fileno())

    def _idle(self) -> None:  # noqa: PLR0912 - as many as can happen, in their order
        """Nothing is ready: make something happen, or raise."""
        clock, workers = self.clock, self.clock.workers
        if self._job is not None:
            self._idle_in_thread(self._job)
            return
        polls, silent, silence = 0, False, Silence(clock.outside)
        while not self._ready:
            files = self.has_files
            if files and self._settle():
                continue
            if workers.count and (workers.run_ready() or self._wake_loops()):
                continue
            due = workers.next_due() if workers.count else NEVER
            if due <= clock.key and polls < LAST_ITERATIONS:
                polls += 1
                workers.wake_next(due)
                continue
            if self._idlers:
                self._resolve_idlers()
                continue
            deadline = self._next_deadline()
            first = min(deadline, due)
            told = clock.mode == "manual" and first <= clock.target
            if clock.mode == "manual" and not told:
                if self._arrive():
                    continue
                first = NEVER
            if not told and (workers.detached or clock.outside.busy()):
                if first == NEVER and not workers.detached and silence.is_final():
                    raise self.stuck(DeadlockError, "every task waits, and so do all processes")
                clock.pass_real_time(first, self._poll)
                if clock.key >= deadline:
                    return
            elif first == NEVER:
                # Files that are silent for so long have nobody at the other end.
                if silent or not (files or self._signals):
                    raise self.stuck(DeadlockError, "every task waits, and nothing can wake one")
                silent = not workers.wait_attentively(self._poll, SILENCE) and not self._ready
            elif due <= deadline and (due > clock.key or deadline == NEVER):
                polls += 1
                if polls > MOST_ITERATIONS:
                    raise self.stuck(LivelockError, "threads poll while time stands still")
                workers.wake_next(due)
            else:
                self._jump(deadline)
                return

    def _idle_in_thread(self, job: Job) -> None:
        """The same in a thread that isn't the driving one: give back the turn."""
        while not self._ready:
            if self.has_files and self._settle():
                continue
            if self._idlers:
                self._resolve_idlers()
                continue
            deadline = self._next_deadline()
            if deadline <= self.clock.key:
                return
            job.park(deadline, "its event loop", sys._getframe(), self)
            self._poll(0)

    def _settle(self) -> bool:
        """Let data arrive that is on its way; whether anything has."""
        if self._poll(IO_GRACE):
            return True
        files = [file for file in list(self._files) if isinstance(file, int)]
        files += [file for file in getattr(self, "_transports", ()) if file not in self._files]
        waited = 0.0
        while waited < ACKNOWLEDGED and in_flight(files):
            if self._poll(IO_GRACE):
                return True
            waited += IO_GRACE
        if waiting := connecting(files):
            while waited < CONNECTED and waiting - self._refused:
                if self._poll(IO_GRACE):
                    return True
                waited += IO_GRACE
                waiting = connecting(files)
            self._refused = waiting
        # What has arrived since the last look isn't on its way any more.
        return self._poll(0) or bool(self._ready)

    def _wake_loops(self) -> bool:
        """Wake threads whose loop has I/O; whether there was one."""
        found = False
        for loop in self.clock.workers.loops():
            if loop.has_files and loop.has_events():
                self.clock.workers.wake(loop._job, loop)
                found = True
        return found

    def _resolve_idlers(self) -> None:
        idlers, self._idlers = self._idlers, []
        for waiter in idlers:
            _finish(waiter)

    def _arrive(self) -> bool:
        """The manual clock has nothing to do before its target: go there."""
        clock = self.clock
        clock.move(clock.target - RANK)  # with the lowest rank: no hop leads here
        there = [future for key, future in self._arrivals if key <= clock.key | RANK]
        self._arrivals = [entry for entry in self._arrivals if entry[0] > clock.key | RANK]
        for future in there:
            _finish(future)
        return bool(there)

    def _jump_at_once(self, timers: list[tuple[int, int, asyncio.TimerHandle]]) -> bool:
        """Jump to the next timer, if that is plainly all that can happen."""
        clock = self.clock
        while timers and timers[0][2]._cancelled:
            heappop(timers)
        if (
            not timers
            or len(self._files) > 1
            or self._signals
            or self._idlers
            or clock.workers.count
            or clock.outside.anybody
            or clock.mode != "virtual"
        ):
            return False
        self._jump(timers[0][0])
        return True

    def _jump(self, key: int) -> None:
        self._jumps += 1
        self.clock.move(key)
        if self._jumps > LAST_ITERATIONS and (self._jumps > MOST_JUMPS or self.failure is not None):
            raise self.stuck(EndlessError, f"{self._jumps - 1} times a timer fired, and no end")
        if self.clock.now > HORIZON:
            raise self.stuck(EndlessError, f"{HORIZON / 86_400 / 366:g} years of loop time went by")

    def _lose_patience(self, spins: int, steps: int) -> None:
        """Something is always ready: let others have their turn, or give up."""
        clock, workers = self.clock, self.clock.workers
        now = clock.key >> RANKS
        if spins >= RESTLESS:
            self._resolve_idlers()
        if (
            workers.count
            and not workers.run_ready()
            and (due := workers.next_due()) >> RANKS <= now
        ):
            workers.wake_next(due)
        deadline = self._next_deadline()
        if deadline >> RANKS == now:
            clock.move(deadline)
        if workers.detached or clock.outside.busy():
            # Polling for those who act in real time takes real time.
            clock.pass_real_time(deadline, lambda seconds: self._poll(min(seconds, IO_GRACE)))
        elif steps >= MOST_STEPS or spins >= (
            MOST_ITERATIONS if self.failure is None else LAST_ITERATIONS
        ):
            raise self.stuck(LivelockError, f"{spins} iterations while time stood still")

    def stuck(self, kind: type[_Stuck], why: str) -> _Stuck | BaseException:
        """The error that ends this run."""
        if (failure := self.failure) is not None:
            # This is the clean-up after it: say no more, and let nobody try again.
            self.drop(asyncio.all_tasks(self))
            return failure
        tasks = sorted(asyncio.all_tasks(self), key=number)
        return kind(
            f"{why}, at {self.clock.now:g} s",
            waits=[
                *(awaiting(task) for task in tasks if not hasattr(task, "is_probe")),
                *self.clock.workers.waits(),
            ],
            tasks=tasks,
            time=self.clock.now,
        )

    # -- for the clock's other threads

    @property
    def has_files(self) -> bool:
        """Whether it watches any file or socket besides its own."""
        return len(self._files) > 1

    def has_events(self) -> bool:
        """Whether any of those has something to read, or room to write."""
        own = self._ssock.fileno()
        return any(key.fd != own for key, _ in self._selector.select(0))

    def stir(self) -> None:
        """Wake the loop if it sleeps in real time."""
        super()._write_to_self()

    def _write_to_self(self) -> None:
        super()._write_to_self()
        if (job := self._job) is not None and job.parked:
            self.clock.workers.wake(job, self)

    def has_come(self) -> bool:
        """Whether something happened that its thread doesn't know of."""
        return bool(self._ready)

    # -- threads and children

    def run_in_executor(
        self, executor: Any, func: Callable[[*_Ts], _T], *args: *_Ts
    ) -> asyncio.Future[_T]:
        if executor is None and self._default_executor is None and self.clock.mode != "real":
            self._check_closed()
            self._check_default_executor()
            self._default_executor = concurrent.futures.ThreadPoolExecutor(
                max_workers=THREADS, thread_name_prefix="asyncio"
            )
        return super().run_in_executor(executor, func, *args)

    async def shutdown_default_executor(self, timeout: float | None = None) -> None:
        """Wait until the default executor's jobs have ended, and end its threads.

        Args:
            timeout: loop seconds to wait; then a `RuntimeWarning` tells.
        """
        pool = self._default_executor
        if self.clock.mode == "real" or pool is None:
            await super().shutdown_default_executor(*(() if timeout is None else (timeout,)))
            return
        # Not as the base class does it: its helper thread would wait in real time for
        # threads that may be asleep on our clock.
        self._executor_shutdown_called = True
        if self.failure is not None:
            self.clock.workers.abandon(pool)
        empty: asyncio.Future[None] = self.create_future()
        self.clock.workers.when_empty(pool, lambda: self.call_soon_threadsafe(_finish, empty))
        try:
            async with asyncio.timeout(timeout):
                await empty
        except TimeoutError:
            warnings.warn(
                f"The executor did not finishing joining its threads within {timeout} seconds.",
                RuntimeWarning,
                stacklevel=2,
            )
            pool.shutdown(wait=False)
        else:
            scope.clock = None
            try:
                pool.shutdown(wait=True)  # its threads are idle: they end at once
            finally:
                scope.clock = self.clock

    async def _make_subprocess_transport(self, *args: Any, **options: Any) -> Any:
        # Private, of the POSIX loop: every child process is started here.
        outside, starting, transport = self.clock.outside, object(), None
        outside.begin(starting)
        try:
            transport = await super()._make_subprocess_transport(*args, **options)
            return transport
        finally:
            outside.end(starting, transport)

    # -- schedules and traces

    def _run_slowly(self, count: int) -> None:
        """Run so many handles, with all that is asked for."""
        handle: Any
        told = self._told(None)
        for _ in range(count):
            handle = self._ready.popleft()
            if handle._cancelled:
                continue
            self._step_begins(handle, told)
            if self._debug:
                self._run_in_debug_mode(handle)
            else:
                handle._run()
            self._step_ended(told)
        handle = None  # or a failed task would be in a cycle with its traceback

    def _run_in_debug_mode(self, handle: asyncio.Handle | None) -> None:
        assert handle is not None
        try:
            self._current_handle = handle
            began = self.time()
            handle._run()
            took = self.time() - began
            if took >= self.slow_callback_duration:
                # Private: the words of the base class's own warning.
                what = asyncio.base_events._format_handle(handle)
                asyncio.base_events.logger.warning("Executing %s took %.3f seconds", what, took)
        finally:
            self._current_handle = None
            handle = None

    def _step_begins(self, handle: asyncio.Handle, told: Any) -> None:
        self._current = step_task(handle)
        if self._current is not None and told is not None:
            told.step_begins(self._current)

    def _step_ended(self, told: Any) -> None:
        if self._current is not None and told is not None:
            told.step_ended(self._current)
        self._current = None

    def _unripe(self) -> bool:
        """Whether a timer of this very instant has still to fire."""
        if not self._kept(None).timers:
            return False
        return self._next_deadline() >> RANKS <= self.clock.key >> RANKS

    def _ripen(self) -> bool:
        """Fire the next timers of this very instant; False if there are none."""
        timers = self._kept(None).timers
        if not timers:  # as for most who are asked: popping asks at every step
            return False
        deadline = self._next_deadline()
        if deadline >> RANKS > self.clock.key >> RANKS:
            return False
        self.clock.move(deadline)
        while timers and timers[0][0] <= self.clock.key:
            self._ready.append(heappop(timers)[2])
        return True

    # -- wake-up sockets: private names, the same from 3.4 to 3.14

    def _make_self_pipe(self) -> None:
        if self._wakeup is None:
            super()._make_self_pipe()
            return
        _, self._ssock, self._csock = self._wakeup
        self._internal_fds += 1
        # What `_add_reader()` does, but the socket is registered already.
        handle = asyncio.Handle(self._read_from_self, (), self)
        self._selector.modify(self._ssock.fileno(), selectors.EVENT_READ, (handle, None))

    def _close_self_pipe(self) -> None:
        wakeup = Wakeup(self._selector, self._ssock, self._csock)
        if not wakeup.is_open():  # collected unclosed, and the collector took the sockets first
            wakeup.close()
        elif not self._shares or not keep(wakeup):
            super()._close_self_pipe()
            return
        self._internal_fds -= 1
        self._selector = self._ssock = self._csock = None


_LOOP = codes(VirtualTimeLoop)


class _Handle(asyncio.Handle):
    """A handle, made with fewer calls: it never has a traceback of its source.

    The slots are private, the same in CPython 3.11 to 3.14.
    """

    __slots__ = ()

    def __init__(self, callback: Any, args: Any, loop: Any, context: Context | None) -> None:
        self._context = contextvars.copy_context() if context is None else context
        self._loop = loop
        self._callback = callback
        self._args = args
        self._cancelled = False
        self._repr = None
        self._source_traceback = None


class _TimerHandle(asyncio.TimerHandle):
    """The same for timers, which also don't tell the loop when they are cancelled."""

    __slots__ = ()

    def __init__(
        self, when: float, callback: Any, args: Any, loop: Any, context: Context | None
    ) -> None:
        self._context = contextvars.copy_context() if context is None else context
        self._loop = loop
        self._callback = callback
        self._args = args
        self._cancelled = False
        self._repr = None
        self._source_traceback = None
        self._when = when
        self._scheduled = False

    def cancel(self) -> None:
        if not self._cancelled:
            self._cancelled = True
            self._callback = self._args = None  # type: ignore[assignment]


class _NotedHandle(_Handle):
    """A handle of which the loop notes where it comes from."""

    __slots__ = ()

    def __init__(self, callback: Any, args: Any, loop: Any, context: Context | None) -> None:
        super().__init__(callback, args, loop, context)
        if not is_told_by_future(args, context):
            loop.notes(self, sys._getframe(1))


# Private, since 3.4: what `asyncio.sleep()` sets a timer for. It ends a future, and nothing more.
_ends_sleep = getattr(asyncio.futures, "_set_result_unless_cancelled", None)


class _NotedTimerHandle(_TimerHandle):
    """The same for timers."""

    __slots__ = ()

    def __init__(
        self, when: float, callback: Any, args: Any, loop: Any, context: Context | None
    ) -> None:
        super().__init__(when, callback, args, loop, context)
        if callback is not _ends_sleep:
            loop.notes(self, sys._getframe(1))


for _made in (_Handle, _TimerHandle, _NotedHandle, _NotedTimerHandle):  # they show as what they are
    _made.__name__ = _made.__qualname__ = _made.__name__.removeprefix("_").removeprefix("Noted")


def _forget_last(handle: Any) -> None:
    """Take our own frame off the traceback of its source, which debug mode keeps."""
    if handle._source_traceback:
        del handle._source_traceback[-1]


def _report(loop: Any, handle: Any, error: BaseException) -> None:
    """A callback has raised: what `Handle._run()` does then."""
    where = asyncio.format_helpers._format_callback_source(handle._callback, handle._args)
    context = {"message": f"Exception in callback {where}", "exception": error, "handle": handle}
    if handle._source_traceback:
        context["source_traceback"] = handle._source_traceback
    loop.call_exception_handler(context)


def _finish(waiter: asyncio.Future[None]) -> None:
    if not waiter.done():
        waiter.set_result(None)


class _Abort(KeyboardInterrupt):
    """What `abort()` raises inside: handles let nothing pass but this kind."""


_eager_factory = getattr(asyncio, "eager_task_factory", None) or object()
