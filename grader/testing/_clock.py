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
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Literal

from ._frames import Frame
from ._origins import origin_of
from ._vault import codes, fixed, vault

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Generator, Iterator
    from types import FrameType

    from ._loop import VirtualTimeLoop
    from ._threads import Job

Mode = Literal["virtual", "manual", "real"]

START = 1024.0
"""Loop time at which a clock starts: not zero, so that mixing up absolute and relative times shows."""

EPOCH = 1_000_000_000.0 - START
"""What `time.time()` adds to the clock: a run starts on 9 September 2001, 01:46:40 UTC."""

RANKS = 32
"""Bits of a key that hold its rank; see `Clock.key`."""

RANK = (1 << RANKS) - 1
"""Masks the rank of a key."""

NEVER = 1 << 200
"""The key of a deadline at infinity."""

GLANCE = 0.05
"""Real seconds between two looks at those who act in real time."""

REAL: dict[str, Callable[..., Any]] = {}
"""The functions of the time module as they were."""


class _Scope(threading.local):
    """Which clock this thread follows, and as which job; `None`: real time."""

    clock: Clock | None = None
    job: Job | None = None


scope = _Scope()


def running_loop() -> asyncio.AbstractEventLoop | None:
    """The loop that this thread runs, whatever asyncio has been told of that."""
    followed = scope.clock if scope.job is None else scope.job
    # Private, since 3.7: knows loops of other kinds, too, and doesn't raise if there is none.
    return getattr(followed, "loop", None) or asyncio._get_running_loop()


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """A call that kept the loop's thread from doing anything else."""

    time: float
    """Loop time at which it began."""
    seconds: float | None
    """For how long the loop stood still at most; `None` if that had no limit."""
    name: str
    """The function that was called, such as "time.sleep"."""
    stack: tuple[Frame, ...]
    """The caller's frames, innermost first."""


class _Record:
    """What a clock's vault keeps.

    Attributes:
        key: the clock's, once more.
        new_loop: makes the loops of its scope; it may lead to all that a verdict stands on.
        blocked: what has blocked.
        shared: whether threads share the clock.
        forged: whether somebody who starts no thread has said that they do.
    """

    __slots__ = ("blocked", "forged", "key", "new_loop", "shared")

    def __init__(self, key: int, new_loop: Callable[[], asyncio.AbstractEventLoop] | None) -> None:
        self.key = key
        self.new_loop = new_loop
        self.blocked: list[Blocked] = []
        self.shared = self.forged = False


class Clock:
    """The time of one test: an instant that stands still until it is moved.

    Attributes:
        mode: "virtual" jumps to the next timer when nothing else can happen,
            "manual" stands until `advance()`, "real" is the machine's own clock.
        now: absolute loop seconds, exact to the nanosecond.
        loop: the loop that runs on this clock now, if any.
        exact: whether no real time has passed on it yet.
        key: the instant as one number, nanoseconds and a rank.  The rank stands for
            the little time that every hop from timer to timer loses in reality.  It
            only decides between deadlines that are equal in nanoseconds: who slept
            3 s wakes before who slept 15 times 0.2 s, as in reality.
    """

    __slots__ = (
        "__weakref__", "_record_", "exact", "key", "loop", "mode", "now", "outside", "target", "workers",
    )  # fmt: skip

    _record = fixed()

    def __init__(
        self,
        mode: Mode = "virtual",
        new_loop: Callable[[], asyncio.AbstractEventLoop] | None = None,
    ) -> None:
        from ._outside import Outside  # these need this module
        from ._threads import Workers

        key = round(START * 1e9) << RANKS
        # First, for it refuses to be set again: nobody turns the clock back by `__init__`.
        self._record = vault(self, _Record(key, new_loop), _CLOCK)  # noqa: PLE0237 - a property of the class
        self.mode = mode
        self.now = START
        self.key = self.target = key
        self.loop: VirtualTimeLoop | None = None
        self.exact = mode == "virtual"
        self.workers = Workers(self)
        self.outside = Outside()

    def make_loop(self) -> asyncio.AbstractEventLoop | None:
        """A loop of the kind that its scope wants; None if that is for others to say."""
        new_loop = self._record(None).new_loop
        return None if new_loop is None else new_loop()

    def key_of(self, when: float) -> int:
        """The key of a deadline that is set now for the loop time `when`."""
        try:
            # Below 2**53 ns a product with 1e9 is off by less than half a nanosecond,
            # so this rounds as round(when, 9) does, at a tenth of the cost.
            due = round(when * 1e9) << RANKS
        except (OverflowError, ValueError):
            return NEVER if when > 0 else self.key
        return due + min((self.key & RANK) + 1, RANK) if due > self.key | RANK else due

    def move(self, key: int) -> None:
        """Let it be the instant `key`, unless that has passed."""
        if key > self.key:
            if not self.workers.used:  # who may move it at the same time
                self._record(None).key = key  # before the rest, for this may be one call too deep
            self.key = key
            self.now = (key >> RANKS) / 1e9  # correctly rounded: 0.1 + 0.2 gives 0.3

    @property
    def blocked(self) -> tuple[Blocked, ...]:
        """The calls that blocked the loop's thread, in order."""
        return tuple(self._record(None).blocked)

    def reading(self) -> float:
        """What it shows, even where somebody else has set it."""
        if self.mode != "virtual" or self.workers.used:
            return self.now
        return float((self._record(None).key >> RANKS) / 1e9)

    def admits(self) -> None:
        """A thread begins, which may move it at the same time: for its workers to say."""
        from ._threads import ADMITTING  # needs this module

        frame = sys._getframe(1)
        if frame.f_code is not ADMITTING or frame.f_locals["self"] is not self.workers:
            self._record(None).forged = True
            return
        self.workers.used = self._record(None).shared = True

    def was_set(self) -> bool:
        """Whether somebody has set what only its methods do; with threads, that isn't known."""
        record = self._record(None)
        if record.forged:
            return True
        if self.workers.used or record.shared:
            return bool(self.workers.used is not record.shared)
        return self.key != record.key or self.now != (self.key >> RANKS) / 1e9

    def pass_real_time(self, limit: int, wait: Callable[[float], object]) -> None:
        """Wait as long as it really takes, and move on by that, at most to `limit`.

        Args:
            limit: a key.
            wait: waits for so many real seconds, or less if something happens.
        """
        self.exact = False
        began = REAL["monotonic_ns"]()
        now = self.key >> RANKS
        left = ((limit >> RANKS) - now) / 1e9 if limit < NEVER else GLANCE
        seconds = GLANCE if self.mode == "manual" else min(max(left, 0.0), GLANCE)
        self.workers.wait_attentively(wait, seconds)
        if self.mode != "manual":
            self.move(min(limit, (now + REAL["monotonic_ns"]() - began) << RANKS))

    def sleep(self, seconds: float) -> None:
        """What `time.sleep()` does on this clock.

        The thread that runs the loop is blocked by it; that is recorded.  With the
        manual clock it returns at once: whoever could advance it is blocked, too.
        """
        if not isinstance(seconds, (int, float)):
            if not hasattr(seconds, "__index__"):
                REAL["sleep"](seconds)  # raises the right TypeError
            seconds = seconds.__index__()
        if math.isnan(seconds):
            raise ValueError("Invalid value NaN (not a number)")
        if seconds < 0:
            raise ValueError("sleep length must be non-negative")
        frame = sys._getframe(1)
        if running_loop() is not None:
            self.record_blocked("time.sleep", seconds, frame)
        due = self.key_of(self.now + seconds)
        if scope.job is not None:
            scope.job.park(due, "time.sleep", frame)
        else:
            self.workers.drive(lambda: self.key >= due, due, "time.sleep")

    def record_blocked(self, name: str, seconds: float | None, frame: FrameType | None) -> None:
        """Note that the function `name`, called from `frame`, blocks the loop's thread."""
        stack = origin_of(frame).frames()
        self._record(None).blocked.append(
            Blocked(time=self.now, seconds=seconds, name=name, stack=stack)
        )

    def advance(self, seconds: float) -> Awaitable[None]:
        """Let the manual clock move on by that much, from deadline to deadline.

        It moves while the loop has nothing else to do; what becomes ready at a
        deadline runs before the next one.  Advances add up.

        Returns:
            Something to await: done when the clock has arrived, and what became
            ready on the way has run.
        """
        self.target = self.key_of((max(self.target, self.key) >> RANKS) / 1e9 + seconds) | RANK
        if self.loop is not None:
            return self.loop.arrival(self.target)
        self.workers.drive(lambda: False, self.target, "the clock")
        self.move(self.target)
        return _Done()

    def renew(self) -> bool:
        """Turn the clock back to its start; False if threads or others have had a part in the time.

        Nor does it where a scene has its loops made: there, a run has one beginning.
        """
        record = self._record(None)
        if (
            record.new_loop is not None
            or self.loop is not None
            or self.mode != "virtual"
            or not self.exact
            or self.outside.anybody
            or self.workers.used
        ):
            return False
        self.now = START
        self.key = self.target = round(START * 1e9) << RANKS
        record.key = self.key
        record.blocked.clear()
        return True

    def close(self) -> None:
        """End the threads that still wait on this clock."""
        self.workers.close()


_CLOCK = codes(Clock)


class _Done:
    def __await__(self) -> Generator[None, None, None]:
        return
        yield


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
    from ._outside import install_children
    from ._tasks import install_order
    from ._threads import install_threads

    install_order()
    install_threads()
    install_children()


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

    def in_seconds(name: str, epoch: float) -> Callable[[], float]:
        real: Callable[[], float] = getattr(time, name)

        def asks() -> float:
            clock = inside.clock
            return real() if clock is None else clock.now + epoch

        return asks

    def in_nanoseconds(name: str, epoch: int) -> Callable[[], int]:
        real: Callable[[], int] = getattr(time, name)

        def asks() -> int:
            clock = inside.clock
            return real() if clock is None else (clock.key >> RANKS) + epoch

        return asks

    def broken_down(name: str) -> Callable[..., Any]:
        real: Callable[..., Any] = getattr(time, name)

        def asks(seconds: float | None = None, /) -> Any:
            clock = inside.clock
            if seconds is None and clock is not None:
                seconds = clock.now + EPOCH
            return real(seconds)

        return asks

    found: dict[str, Callable[..., Any]] = {"sleep": sleep}
    for name, epoch in (("time", EPOCH), ("monotonic", 0.0), ("perf_counter", 0.0)):
        found[name] = in_seconds(name, epoch)
        found[f"{name}_ns"] = in_nanoseconds(f"{name}_ns", round(epoch * 1e9))
    for name in ("localtime", "gmtime", "ctime"):
        found[name] = broken_down(name)
    return found


# ------------------------------------------------------------------ the datetime module

_DateTime = datetime.datetime
_Date = datetime.date


class _Front(type):
    """A class that stands in front of a built-in one: the same instances."""

    def __instancecheck__(cls, instance: object) -> bool:
        behind = vars(cls).get("_behind")
        return (
            super().__instancecheck__(instance) if behind is None else isinstance(instance, behind)
        )

    def __subclasscheck__(cls, subclass: type) -> bool:
        behind = vars(cls).get("_behind")
        return (
            super().__subclasscheck__(subclass) if behind is None else issubclass(subclass, behind)
        )


class _FollowingDate(_Date, metaclass=_Front):
    """`datetime.date` that asks which clock the thread follows."""

    _behind = _Date

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        return _Date.__new__(_Date if cls is _FollowingDate else cls, *args, **kwargs)

    @classmethod
    def today(cls) -> Any:
        return cls.fromtimestamp(time.time())


class _FollowingDateTime(_DateTime, metaclass=_Front):
    """`datetime.datetime` that asks which clock the thread follows."""

    _behind = _DateTime

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        return _DateTime.__new__(_DateTime if cls is _FollowingDateTime else cls, *args, **kwargs)

    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> Any:
        return super().now(tz) if scope.clock is None else cls.fromtimestamp(time.time(), tz)

    @classmethod
    def today(cls) -> Any:
        return super().today() if scope.clock is None else cls.fromtimestamp(time.time())

    @classmethod
    def utcnow(cls) -> Any:
        if scope.clock is None:
            return super().utcnow()
        return cls.utcfromtimestamp(time.time())  # warns as utcnow() does, from 3.12


for _front, _name in ((_FollowingDate, "date"), (_FollowingDateTime, "datetime")):
    _front.__name__ = _front.__qualname__ = _name
    _front.__module__ = "datetime"


# ------------------------------------------------------------------ the scope


@contextmanager
def virtual_time(
    new_loop: Callable[[], asyncio.AbstractEventLoop] | None = None, *, clock: Mode = "virtual"
) -> Iterator[Clock]:
    """A fresh clock for this thread until the block ends.

    Inside, `asyncio.run()`, `asyncio.Runner` and `asyncio.new_event_loop()` make
    a `VirtualTimeLoop` on this clock; the time module and `datetime` follow it,
    here and in the threads that are started here.

    Args:
        new_loop: makes those loops instead.
        clock: how the clock moves; see `Clock.mode`.
    """
    install_time()
    made = Clock(clock, new_loop)
    before = scope.clock, scope.job
    patches = _patches()
    saved = [(owner, name, getattr(owner, name)) for owner, name, _ in patches]
    for owner, name, value in patches:
        setattr(owner, name, value)
    scope.clock, scope.job = None if clock == "real" else made, None
    try:
        yield made
    finally:
        scope.clock, scope.job = before
        for owner, name, value in reversed(saved):
            setattr(owner, name, value)
        made.close()


@cache
def _patches() -> tuple[tuple[Any, str, Any], ...]:
    """What is different inside a scope: owner, name, value."""
    from ._threads import Lock, RLock

    new_event_loop = partial(_either, asyncio.events.new_event_loop)
    found: list[tuple[Any, str, Any]] = [
        # Not the policy: it is deprecated, and learner code may look at it.
        (asyncio.events, "new_event_loop", new_event_loop),
        (asyncio, "new_event_loop", new_event_loop),
        # A loop that learner code makes from the stock class keeps real time: on a
        # clock that stands still it would wait for ever.
        (asyncio.base_events.BaseEventLoop, "time", lambda _loop: REAL["monotonic"]()),
        (threading, "Lock", Lock),
        (threading, "RLock", RLock),
        (datetime, "datetime", _FollowingDateTime),
        (datetime, "date", _FollowingDate),
    ]
    # What `asyncio.get_event_loop()` makes without a running loop goes through this
    # private attribute of the default policy's class.
    for name in ("_UnixDefaultEventLoopPolicy", "_DefaultEventLoopPolicy"):
        policy = getattr(sys.modules.get("asyncio.unix_events"), name, None)
        if policy is not None:
            stock = policy._loop_factory
            found.append((policy, "_loop_factory", staticmethod(partial(_either, stock))))
    return tuple(found)


def has_own_policy() -> bool:
    # Private: the public way would make the default policy, and warns from 3.14 on.
    policy = asyncio.events._event_loop_policy  # type: ignore[attr-defined]
    return policy is not None and not type(policy).__module__.startswith("asyncio.")


def _either(real: Callable[[], asyncio.AbstractEventLoop]) -> asyncio.AbstractEventLoop:
    # Threads that don't follow a clock, and forked children, get what they would have got.
    # So does who has set a policy of their own: that says which loops are made.
    if (clock := scope.clock) is None or has_own_policy():
        return real()
    if (made := clock.make_loop()) is not None:
        return made
    from ._loop import VirtualTimeLoop

    return VirtualTimeLoop()
