"""An event loop whose time is under control."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import sys
import warnings
import weakref
from typing import TYPE_CHECKING, Any

from grader.testing._clock import NEVER, RANKS, REAL, Clock, Mode, install_time, scope
from grader.testing._errors import DeadlockError, EndlessError, LivelockError, StuckError
from grader.testing._frames import Frame, stack_of
from grader.testing._tasks import Task, number
from grader.testing._wakeups import Wakeup, keep, take

if TYPE_CHECKING:
    import selectors
    from collections.abc import Callable, Sequence
    from contextvars import Context
    from types import CodeType

MOST_ITERATIONS = 100_000
"""Iterations at one instant before `LivelockError`."""

MOST_JUMPS = 200_000
"""Jumps from timer to timer before `EndlessError`."""

HORIZON = 10 * 366 * 86_400.0
"""Seconds of loop time before `EndlessError`."""

PATIENCE = 100
"""Iterations at one instant before threads and later-ranked timers of that instant get their turn."""

IO_GRACE = 0.001
"""Real seconds that loopback sockets get to deliver before time moves."""


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    """An event loop that jumps to the next timer when nothing else can happen.

    It joins the clock of the enclosing `virtual_time()`, else makes its own.

    Args:
        selector: what the stock loop takes.
        clock: "virtual", "manual" (timers fire only when the clock is advanced)
            or "real".
        schedule: makes the ready queue; see `_schedules.py`.
        trace: told of the tasks' steps.
    """

    hash_salt = 0
    """Changes the order of sets of the tasks made from now on."""

    def __init__(
        self,
        selector: selectors.BaseSelector | None = None,
        *,
        clock: Mode | None = None,
        schedule: Any = None,
        trace: Any = None,
    ) -> None:
        install_time()
        self._wakeup = take() if schedule is not None and selector is None else None
        super().__init__(selector if self._wakeup is None else self._wakeup.selector)
        if scope.clock is None or clock == "real":
            self.clock = Clock(clock or "virtual")
        else:
            self.clock = scope.clock
            self.clock.mode = clock or self.clock.mode
        self.schedule, self.trace = schedule, trace
        if schedule is not None:
            self.hash_salt = schedule.salt
            self._ready = schedule.queue(self)
        self._numbers = itertools.count(1)
        self._next_number = self._numbers.__next__
        self._timers: list[tuple[int, int, asyncio.TimerHandle]] = []
        self._timer_numbers = itertools.count()
        self._purge_at = 200
        self._idlers: list[asyncio.Future[None]] = []
        self._advances: list[tuple[int, asyncio.Future[None]]] = []
        self._born: list[weakref.ref[asyncio.Task[Any]]] = []
        self._look_at_born = 200
        self.on_exception: Callable[[dict[str, Any]], object] | None = None
        self.on_generator: Callable[[Any, Sequence[Frame]], object] | None = None
        self.on_abandoned: Callable[[Any], object] | None = None
        self._abort_error: BaseException | None = None
        self._failure: BaseException | None = None
        self._spins = self._jumps = 0
        # Private: the map of registered files as a plain dict, for its length is
        # asked for in every iteration.  More than one: the loop's own wake-up socket.
        self._files = getattr(self._selector, "_fd_to_key", None)  # type: ignore[attr-defined]
        if self._files is None:
            self._files = self._selector.get_map()  # type: ignore[attr-defined]

    _floor: CodeType | None = None

    # -- time and timers

    def time(self) -> float:
        return self.clock.now if self.clock.mode != "real" else REAL["monotonic"]()

    def call_later(
        self, delay: float, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> asyncio.TimerHandle:
        if delay is None:
            raise TypeError("delay must not be None")
        return self.call_at(self.time() + delay, callback, *args, context=context)

    def call_at(
        self, when: float, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> asyncio.TimerHandle:
        if when is None:
            raise TypeError("when cannot be None")
        self._check_closed()
        if self._debug:
            self._check_thread()
            self._check_callback(callback, "call_at")
        timer = asyncio.TimerHandle(when, callback, args, self, context)
        timers = self._timers
        if len(timers) >= self._purge_at:
            timers[:] = [entry for entry in timers if not entry[2]._cancelled]
            heapq.heapify(timers)
            self._purge_at = 2 * len(timers) + 200
        heapq.heappush(timers, (self.clock.key_of(when), next(self._timer_numbers), timer))
        return timer

    def _timer_handle_cancelled(self, handle: asyncio.TimerHandle) -> None:
        pass  # it leaves the heap when it reaches the top, or at the next purge

    # -- threads

    async def shutdown_default_executor(self, timeout: float | None = None) -> None:
        """Wait until the default executor's jobs have ended, and end its threads.

        Args:
            timeout: loop seconds to wait; then a `RuntimeWarning` tells.
        """
        pool = self._default_executor
        if self.clock.mode == "real" or pool is None:
            return await super().shutdown_default_executor(*(() if timeout is None else (timeout,)))
        # Not as the base class does it: its helper thread joins threads that may
        # be asleep on our clock, and would look like somebody who can wake the loop.
        self._executor_shutdown_called = True
        empty: asyncio.Future[None] = self.create_future()

        def tell() -> None:
            self.call_soon_threadsafe(lambda: empty.done() or empty.set_result(None))

        self.clock.workers.when_empty(pool, tell)
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
            clock, scope.clock = scope.clock, None
            try:
                pool.shutdown(wait=True)  # its threads are idle: they end at once
            finally:
                scope.clock = clock

    # -- tasks

    def create_task(self, coro: Any, *, name: Any = None, context: Any = None, **kwargs: Any) -> Any:
        self._check_closed()
        if context is not None:
            kwargs["context"] = context
        factory = self.get_task_factory()
        if factory is None:
            task: Any = Task(coro, loop=self, name=name, **kwargs)
        elif factory is getattr(asyncio, "eager_task_factory", None):
            task = Task(coro, loop=self, name=name, eager_start=True, **kwargs)
        else:
            task = super().create_task(coro, name=name, context=context)
        if len(self._born) >= self._look_at_born:
            self._born = [born for born in self._born if born() is not None]
            self._look_at_born = 2 * len(self._born) + 200
        self._born.append(weakref.ref(task))
        return task

    def tasks(self) -> list[asyncio.Task[Any]]:
        """The tasks that this loop made and that are still in use, done or not, in order."""
        return [task for born in self._born if (task := born()) is not None]

    def call_exception_handler(self, context: dict[str, Any]) -> None:
        if self.on_exception is not None:
            self.on_exception(context)
        super().call_exception_handler(context)

    # -- async generators: private names, which `run_forever()` hands to `sys.set_asyncgen_hooks()`

    def _asyncgen_firstiter_hook(self, agen: Any) -> None:
        if self.on_generator is not None:
            self.on_generator(agen, stack_of(sys._getframe(1), self._floor).frames())
        super()._asyncgen_firstiter_hook(agen)  # type: ignore[misc]

    def _asyncgen_finalizer_hook(self, agen: Any) -> None:
        if self.on_abandoned is not None:
            self.on_abandoned(agen)
        super()._asyncgen_finalizer_hook(agen)  # type: ignore[misc]

    # -- ending a run

    def idle(self) -> asyncio.Future[None]:
        """A future that is done when all that is ready at this instant has run, before time moves."""
        waiter: asyncio.Future[None] = self.create_future()
        self._idlers.append(waiter)
        return waiter

    def _advance(self, key: int) -> asyncio.Future[None]:
        arrived: asyncio.Future[None] = self.create_future()
        self._advances.append((key, arrived))
        return arrived

    def abort(self, error: BaseException) -> None:
        """Make `run_forever()` raise `error` at the next step, whatever the tasks do.

        A signal handler may call it.
        """
        self._abort_error = error
        self._ready.appendleft(asyncio.Handle(self._raise_abort, (), self))
        self._write_to_self()

    def _raise_abort(self) -> None:
        error, self._abort_error = self._abort_error, None
        if error is not None:
            raise _Abort(error)

    def run_forever(self) -> None:
        outer, self.clock.loop = self.clock.loop, self
        joined = scope.clock
        scope.clock = None if self.clock.mode == "real" else self.clock
        self._spins = self._jumps = 0
        try:
            super().run_forever()
        except _Abort as abort:
            self._failure = abort.error
            raise abort.error from None
        except StuckError as error:
            self._failure = error
            raise
        finally:
            self.clock.loop = outer
            scope.clock = joined

    # -- the heart

    def _run_once(self) -> None:
        if self.clock.mode == "real":
            return self._run_real()
        ready, timers, clock = self._ready, self._timers, self.clock
        controlled = self.schedule is not None or self.trace is not None
        while True:
            if len(self._files) > 1 or self._signal_handlers or clock.workers.count:
                self._poll(0)
            if not ready and not self._stopping and (not timers or timers[0][0] > clock.key):
                self._spins = 0
                self._idle()
            else:
                self._spins += 1
                if self._spins % PATIENCE == 0:
                    self._impatient()
            while timers and timers[0][0] <= clock.key:
                ready.append(heapq.heappop(timers)[2])
            for _ in range(len(ready)):
                handle = self._next_controlled() if controlled else ready.popleft()
                if not handle._cancelled:
                    handle._run()
            if self._stopping:
                return

    def _run_real(self) -> None:
        timers, ready = self._timers, self._ready
        while timers and timers[0][2]._cancelled:
            heapq.heappop(timers)
        timeout = None
        if ready or self._stopping:
            timeout = 0.0
        elif timers:
            timeout = min(max(0.0, timers[0][2].when() - self.time()), 86_400.0)
        self._poll(timeout)
        end = self.time() + 1e-9
        while timers and timers[0][2].when() < end:
            ready.append(heapq.heappop(timers)[2])
        for _ in range(len(ready)):
            handle = ready.popleft()
            if not handle._cancelled:
                handle._run()

    def _poll(self, timeout: float | None) -> bool:
        events = self._selector.select(timeout)
        self._process_events(events)
        return bool(events)

    def _next_deadline(self) -> int:
        timers = self._timers
        while timers and timers[0][2]._cancelled:
            heapq.heappop(timers)
        return timers[0][0] if timers else NEVER

    def _idle(self) -> None:
        """Nothing is ready: make something happen, or raise."""
        clock, workers = self.clock, self.clock.workers
        while not self._ready:
            files = len(self._files) > 1
            if files and self._poll(IO_GRACE):
                continue
            if workers.count and workers.run_ready():
                continue
            if self._idlers:
                idlers, self._idlers = self._idlers, []
                for waiter in idlers:
                    if not waiter.done():
                        waiter.set_result(None)
                continue
            deadline, due = self._next_deadline(), workers.next_due()
            if clock.mode == "manual":
                if not self._advances:
                    if files or workers.count:
                        self._poll(1.0)
                        continue
                    raise self._stuck(DeadlockError, "every task waits, and nobody advances the clock")
                target = min(key for key, _ in self._advances)
                if min(deadline, due) > target:
                    clock.move(target)
                    arrived = [future for key, future in self._advances if key <= target]
                    self._advances = [entry for entry in self._advances if entry[0] > target]
                    for future in arrived:
                        if not future.done():
                            future.set_result(None)
                    continue
            if workers.detached:
                self._poll(0.05)
            elif due <= deadline and due < NEVER:
                workers.wake_next()
            elif deadline < NEVER:
                self._jump(deadline)
                return
            elif not (files and self._poll(1.0)):
                raise self._stuck(DeadlockError, "every task waits, and nothing can wake one")

    def _jump(self, key: int) -> None:
        self._jumps += 1
        self.clock.move(key)
        if self._jumps > MOST_JUMPS:
            raise self._stuck(EndlessError, f"{self._jumps} timers fired without an end in sight")
        if self.clock.now > HORIZON:
            raise self._stuck(EndlessError, "years of loop time have passed")

    def _impatient(self) -> None:
        """The loop keeps busy at one instant: let others have their turn, or give up."""
        clock = self.clock
        clock.workers.run_ready()
        deadline = self._next_deadline()
        if deadline >> RANKS == clock.key >> RANKS:
            clock.move(deadline)
        if self._spins > MOST_ITERATIONS:
            spins, self._spins = self._spins, 0
            raise self._stuck(LivelockError, f"{spins} iterations while time stood still")

    def _stuck(self, kind: type[StuckError], why: str) -> StuckError:
        tasks = sorted(asyncio.all_tasks(self), key=number)
        return kind(
            f"{why}, at {self.clock.now:g} s",
            tasks=tasks,
            time=self.clock.now,
        )

    # -- schedules and traces

    # Private, the same from 3.4 to 3.14: where the base class opens and closes its wake-up sockets.

    def _make_self_pipe(self) -> None:
        if self._wakeup is None:
            super()._make_self_pipe()  # type: ignore[misc]
            return
        _, self._ssock, self._csock = self._wakeup
        self._internal_fds += 1
        self._add_reader(self._ssock.fileno(), self._read_from_self)  # type: ignore[attr-defined]

    def _close_self_pipe(self) -> None:
        if self.schedule is None or self._ssock is None:
            super()._close_self_pipe()  # type: ignore[misc]
            return
        self._remove_reader(self._ssock.fileno())  # type: ignore[attr-defined]
        self._internal_fds -= 1
        if keep(Wakeup(self._selector, self._ssock, self._csock)):  # type: ignore[has-type]
            self._selector = None
        else:
            self._ssock.close()
            self._csock.close()
        self._ssock = self._csock = None

    def finish(self) -> None:
        """End what is left, as `asyncio.run` does, and close the loop."""
        try:
            if asyncio.all_tasks(self):
                asyncio.runners._cancel_all_tasks(self)  # type: ignore[attr-defined]  # private, since 3.11
            if self._asyncgens:  # type: ignore[attr-defined]
                self.run_until_complete(self.shutdown_asyncgens())
            if self._default_executor is not None:  # type: ignore[has-type]
                self.run_until_complete(self.shutdown_default_executor())
        finally:
            self.close()

    def _unripe(self) -> bool:
        """Whether a timer of this very instant has still to fire."""
        return self._next_deadline() >> RANKS <= self.clock.key >> RANKS

    def _ripen(self) -> bool:
        """Fire the next timers of this very instant; False if there are none."""
        deadline = self._next_deadline()
        if deadline >> RANKS > self.clock.key >> RANKS:
            return False
        self.clock.move(deadline)
        while self._timers and self._timers[0][0] <= self.clock.key:
            self._ready.append(heapq.heappop(self._timers)[2])
        return True

    def _next_controlled(self) -> asyncio.Handle:
        return self._ready.popleft()


# Where a callback's own call stack ends; what lies beyond is whoever runs the loop.
VirtualTimeLoop._floor = VirtualTimeLoop._run_once.__code__


class _Abort(KeyboardInterrupt):
    """Carries the error of `abort()` out: the only way past a handle's own `except`."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.error = error
