"""A clock that only moves when it is told to, and the time module following it."""

from __future__ import annotations

import asyncio
import datetime
import math
import os
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from grader.testing._frames import Frame, stack_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from grader.testing._loop import VirtualTimeLoop
    from grader.testing._threads import Job, Workers

Mode = Literal["virtual", "manual", "real"]

START = 1024.0
"""Loop time at which a clock starts: not zero, so that mixing up absolute and relative times shows."""

EPOCH = 1_000_000_000.0 - START
"""What `time.time()` adds to the clock: a run starts on 9 September 2001, 01:46:40 UTC."""

RANKS = 32
"""Bits of a key that hold its rank; see `Clock.key`."""

REAL: dict[str, Callable[..., Any]] = {}
"""The functions of the time module as they were."""


class _Scope(threading.local):
    """Which clock this thread follows, and as which job; `None`: real time."""

    clock: Clock | None = None
    job: Job | None = None


scope = _Scope()


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """A call that kept the loop's thread from doing anything else."""

    time: float
    """Loop time at which it began."""
    seconds: float | None
    """For how long the loop stood still; `None` if that had no limit."""
    name: str
    """The function that was called, such as "time.sleep"."""
    stack: tuple[Frame, ...]
    """The caller's frames, innermost first."""


@dataclass(eq=False, slots=True)
class Clock:
    """The time of one test: an instant that stands still until it is moved.

    Attributes:
        mode: "virtual" jumps to the next timer when nothing else can happen,
            "manual" stands until `advance()`, "real" is the machine's own clock.
        now: absolute loop seconds.
        loop: the loop that runs on this clock now, if any.
        blocked: the calls that blocked the loop's thread, in order.
    """

    mode: Mode = "virtual"
    now: float = START
    loop: VirtualTimeLoop | None = None
    blocked: list[Blocked] = field(default_factory=list)
    key: int = round(START * 1e9) << RANKS
    """The instant as one number: nanoseconds, then a rank.

    The rank stands for the little time that every hop from timer to timer loses
    in reality.  It only decides between deadlines that are equal in
    nanoseconds: who slept 3 s wakes before who slept 15 times 0.2 s.
    """
    jumps: int = 0
    workers: Workers = field(init=False)

    def __post_init__(self) -> None:
        from grader.testing._threads import Workers  # it needs this module

        self.workers = Workers(self)

    def key_of(self, when: float) -> int:
        """The key of a deadline set now for the loop time `when`."""
        try:
            # Exact: below 2**53 ns a product with 1e9 is off by less than half a
            # nanosecond, so this rounds as round(when, 9) does, at a tenth of the cost.
            nanoseconds = round(when * 1e9)
        except (OverflowError, ValueError):
            return NEVER if when > 0 else self.key
        due = nanoseconds << RANKS
        return due + (self.key & RANK) + 1 if due > self.key | RANK else due

    def move(self, key: int) -> None:
        """Let it be the instant `key`, unless that has passed."""
        if key > self.key:
            self.key = key
            self.now = (key >> RANKS) / 1e9

    def sleep(self, seconds: float) -> None:
        """What `time.sleep()` does on this clock."""
        if not isinstance(seconds, (int, float)):
            if not hasattr(seconds, "__index__"):
                REAL["sleep"](seconds)  # raises the right TypeError
            seconds = seconds.__index__()
        if seconds < 0:
            raise ValueError("sleep length must be non-negative")
        if math.isnan(seconds):
            raise ValueError("Invalid value NaN (not a number)")
        due = self.key_of(self.now + seconds)
        if scope.job is not None:
            scope.job.sleep(due)
            return
        if self.loop is not None:
            self.record_blocked("time.sleep", seconds, sys._getframe(1))
        if self.mode == "manual":
            return
        self.workers.run_until(due)
        self.move(due)

    def record_blocked(self, name: str, seconds: float | None, frame: Any) -> None:
        """Note that the loop's thread is blocked by the function `name`."""
        stack = stack_of(frame).frames()
        self.blocked.append(Blocked(time=self.now, seconds=seconds, name=name, stack=stack))

    def advance(self, seconds: float) -> asyncio.Future[None]:
        """Let the manual clock move by that much, from timer to timer.

        Returns:
            A future that is done when the clock has arrived, and what became
            ready on the way has run.
        """
        if self.loop is None:
            raise RuntimeError("no loop is running on this clock")
        return self.loop._advance(self.key_of(self.now + seconds))

    def close(self) -> None:
        """Let go of the threads that still sleep on this clock."""
        self.workers.close()


RANK = (1 << RANKS) - 1
NEVER = 1 << 200
"""The key of a deadline at infinity."""


# ------------------------------------------------------------------ the time module


def install_time() -> None:
    """Make the time module ask which clock the calling thread follows.

    Do it once, before learner code is loaded, so that `from time import sleep`
    gets the asking function too.  Threads that follow no clock get exactly what
    the real function gives.
    """
    if REAL:
        return
    for name, asks in _dispatchers().items():
        REAL[name] = getattr(time, name)
        asks.__name__ = asks.__qualname__ = name
        asks.__doc__ = REAL[name].__doc__
        setattr(time, name, asks)
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=_leave_scope)  # a child process keeps real time
    from grader.testing._threads import install_threads

    install_threads()


def _leave_scope() -> None:
    scope.clock = scope.job = None


def _dispatchers() -> dict[str, Callable[..., Any]]:
    real_sleep = time.sleep
    inside = scope

    def sleep(seconds: float, /) -> None:
        clock = inside.clock
        if clock is None:
            real_sleep(seconds)
        else:
            clock.sleep(seconds)

    def reading(name: str, epoch: float, scale: int) -> Callable[[], float]:
        real: Callable[[], float] = getattr(time, name)

        def seconds() -> float:
            clock = inside.clock
            return real() if clock is None else clock.now + epoch

        def nanoseconds() -> int:
            clock = inside.clock
            return int(real()) if clock is None else (clock.key >> RANKS) + round(epoch * 1e9)

        return seconds if scale == 1 else nanoseconds

    def broken_down(name: str) -> Callable[..., Any]:
        real: Callable[..., Any] = getattr(time, name)

        def at(seconds: float | None = None, /) -> Any:
            if seconds is None and inside.clock is not None:
                seconds = inside.clock.now + EPOCH
            return real(seconds)

        return at

    found: dict[str, Callable[..., Any]] = {"sleep": sleep}
    for name, epoch in (("time", EPOCH), ("monotonic", 0.0), ("perf_counter", 0.0)):
        found[name] = reading(name, epoch, 1)
        found[f"{name}_ns"] = reading(f"{name}_ns", epoch, 1_000_000_000)
    for name in ("localtime", "gmtime", "ctime"):
        found[name] = broken_down(name)
    return found


# ------------------------------------------------------------------ the scope


@contextmanager
def virtual_time(
    new_loop: Callable[[], asyncio.AbstractEventLoop] | None = None, *, clock: Mode = "virtual"
) -> Iterator[Clock]:
    """A fresh clock for this thread until the block ends.

    Inside, `asyncio.run()`, `asyncio.Runner` and `asyncio.new_event_loop()` make
    a `VirtualTimeLoop` on this clock, and the time module follows it.

    Args:
        new_loop: makes those loops instead.
        clock: how the clock moves; see `Clock.mode`.
    """
    from grader.testing._loop import VirtualTimeLoop

    install_time()
    made = Clock(clock)
    make = new_loop or VirtualTimeLoop
    before = scope.clock
    real_loop = asyncio.events.new_event_loop

    def new_event_loop() -> asyncio.AbstractEventLoop:
        # Threads that don't follow the clock, and forked children, get what they would have got.
        if scope.clock is None:
            return real_loop()
        return VirtualTimeLoop() if new_loop is None else new_loop()

    saved = [
        (asyncio.events, "new_event_loop", real_loop),
        (asyncio, "new_event_loop", asyncio.new_event_loop),
    ]
    scope.clock = None if clock == "real" else made
    # Not the policy: it is deprecated, and learner code may look at it.
    for module, name, _ in saved:
        setattr(module, name, new_event_loop)
    try:
        yield made
    finally:
        scope.clock = before
        for module, name, value in saved:
            setattr(module, name, value)
        made.close()
