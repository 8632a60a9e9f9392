"""Ends what doesn't end by itself: a limit on processor time, and one on real time.

Processor time doesn't flake under load, so it decides: a busy loop uses it up wherever it runs.
The limit on real time only ends what neither computes nor can be seen to wait. Both arrive as
signals in the main thread and raise there, in whatever runs. An exception raised inside a task may
become that task's result, and hide, so the loop is told to end, too. Where a platform has no such
timers, a watchdog does nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
import os
import signal
import time
import types
from collections.abc import Callable

CPU_LIMIT = 2.0  # seconds of processor time for one behaviour
WALL_LIMIT = 30.0  # real seconds for one behaviour
STRIKES = 3  # times that a limit may be ignored
AGAIN = 0.25  # of the limit: what is left until the next strike
LAST_STRIKE = 1 + (STRIKES - 1) * AGAIN  # when the last one comes, as a multiple of the limit
GRACE = 1  # seconds from the last strike until the kernel steps in

# Packages and modules whose frames may lie between the loop and the call in which it waits.
WAITING = frozenset({__package__, "asyncio", "selectors", "threading", "queue"})

# Modules that these use while they look at files and processes.
ASSISTING = frozenset("codecs genericpath os posixpath re weakref _weakrefset".split())

SUPPORTED = hasattr(signal, "setitimer")

_process_time = time.process_time  # the virtual clock leaves it alone, learner code may not


class OutOfTimeError(BaseException):
    """Learner code has used up its time. Not an `Exception`, so that an ordinary handler lets it pass.

    Attributes:
        limit_reached: says which limit, for the learner.
        code: the failure code.
        busy: whether it was at work, computing or inside a call that blocks. Else it was the loop that
            waited, and too little is known to blame anybody.
    """

    def __init__(self, limit_reached: str, *, code: str = "busy-loop", busy: bool = True) -> None:
        super().__init__(limit_reached)
        self.limit_reached = limit_reached
        self.code = code
        self.busy = busy


class Watchdog:
    """Two timers for one thing at a time: `arm` before it, `disarm` after it.

    Args:
        cpu: seconds of processor time, of all threads of the process.
        wall: real seconds.
        give_up: is called, and must not return, when the limit was reached `STRIKES` times: the code
            catches everything. Without it the error is raised again and again.
        kernel: whether the kernel may end the process a little after the last strike. Some code
            never comes back to Python, where signals are looked at.
    """

    def __init__(
        self,
        *,
        cpu: float = CPU_LIMIT,
        wall: float = WALL_LIMIT,
        give_up: Callable[[], None] | None = None,
        kernel: bool = False,
    ) -> None:
        self.cpu = cpu
        self.wall = wall
        self.fired: OutOfTimeError | None = None  # the first error since the last `arm`
        self._give_up = give_up
        self._kernel = kernel
        self._strikes = 0
        self._started = 0.0

    def arm(self) -> None:
        """Start both timers anew."""
        self.fired = None
        self._started = _process_time()
        if SUPPORTED:
            signal.signal(signal.SIGPROF, self._on_signal)
            signal.signal(signal.SIGALRM, self._on_signal)
            signal.setitimer(signal.ITIMER_REAL, self.wall, self.wall * AGAIN)
        _armed.append(self)
        self.feed()

    def feed(self) -> None:
        """Start the timer of processor time anew."""
        self._strikes = 0
        if SUPPORTED:
            signal.setitimer(signal.ITIMER_PROF, self.cpu, self.cpu * AGAIN)
        if self._kernel:
            _limit_process(math.ceil(_process_time() + self.cpu * LAST_STRIKE) + GRACE)

    def disarm(self) -> None:
        """Stop both timers."""
        _stop_timers()
        _armed[:] = (one for one in _armed if one is not self)

    def _on_signal(self, signum: int, frame: types.FrameType | None) -> None:
        self._strikes += 1
        if self._strikes >= STRIKES and self._give_up is not None:
            _stop_timers()  # or the next strike might cut that short
            self._give_up()
        used = _process_time() - self._started
        if signum == signal.SIGPROF or used > self.wall / 2:
            error = OutOfTimeError(f"it is still busy after {self.cpu:g} s of processor time")
        elif _loop_waits(frame):
            error = OutOfTimeError(
                f"nothing happened any more, for up to {self.wall:g} s of real time", busy=False
            )
        else:
            error = OutOfTimeError(
                f"a call had not returned after {self.wall:g} s of real time", code="blocking-call"
            )
        self.fired = self.fired or error
        _end_loop(error)
        raise error


def _stop_timers() -> None:
    if SUPPORTED:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)


_armed: list[Watchdog] = []


def feed() -> None:
    """Give what runs now its processor time anew: for tests that consist of many runs."""
    for watchdog in _armed[-1:]:
        watchdog.feed()


def _limit_process(seconds: int) -> None:
    """Have the kernel end this process when it has used up so much processor time altogether."""
    with contextlib.suppress(ImportError, ValueError, OSError):  # a lower hard limit stands
        import resource

        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, hard))


def _end_loop(error: OutOfTimeError) -> None:
    """Have the running loop, if it is one of ours, end with the error."""
    loop = asyncio._get_running_loop()
    if loop is not None and (abort := getattr(loop, "abort", None)) is not None:
        abort(error)


def leave(status: int) -> Callable[[], None]:
    """Return a `give_up` that ends the process with that exit status, at once."""
    exit_now = os._exit
    return lambda: exit_now(status)


def _loop_waits(frame: types.FrameType | None) -> bool:
    """Whether an event loop, and not code that it runs, is what waits in this frame."""
    while frame is not None and frame.f_code.co_name != "_run_once":
        module = str(frame.f_globals.get("__name__"))
        if not (WAITING & {module, module.rpartition(".")[0]} or module in ASSISTING):
            return False
        frame = frame.f_back
    return frame is not None
