"""Locks, semaphores, events, conditions and queues, watched while a trace wants to know.

Their methods are replaced in their classes, and put back afterwards: the rest of the time they cost
what they always cost. The replacements have the originals' names, and suspend as often.
"""

from __future__ import annotations

import asyncio
import functools
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ._frames import Stack, is_machinery, stack_of
from ._waiting import _label

if TYPE_CHECKING:
    from types import FrameType

    from ._trace import Trace


@contextmanager
def watch_primitives(trace: Trace) -> Iterator[None]:
    """Tell `trace` what is done to primitives until the block ends."""
    saved = []
    for cls, name, replace in _WATCHED:
        original = cls.__dict__[name]
        saved.append((cls, name, original))
        setattr(cls, name, replace(original, trace))
    try:
        yield
    finally:
        for cls, name, original in reversed(saved):
            setattr(cls, name, original)


def label_here(primitive: object) -> tuple[str | None, Stack]:
    """What the code that is running calls `primitive`, and where it stands."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and is_machinery(frame.f_code):
        # Private, of every loop: what is further out has started the loop.
        frame = None if frame.f_code.co_name == "_run_once" else frame.f_back
    return (None if frame is None else _label(frame, primitive)), stack_of(frame)


Method = Callable[..., Any]


def _acquiring(original: Method, trace: Trace) -> Method:
    @functools.wraps(original)
    async def acquire(self: Any) -> Any:
        result = await original(self)
        trace.acquired(self)
        return result

    return acquire


def _releasing(original: Method, trace: Trace) -> Method:
    @functools.wraps(original)
    def release(self: Any) -> Any:
        result = original(self)
        trace.released(self)
        return result

    return release


def _acting(event: str, *, inside: bool = True) -> Callable[[Method, Trace], Method]:
    """Tell of `event`; unless `inside`, only if asyncio's own code isn't the caller."""

    def replace(original: Method, trace: Trace) -> Method:
        @functools.wraps(original)
        def act(self: Any, *args: Any, **kwargs: Any) -> Any:
            result = original(self, *args, **kwargs)
            if inside or not is_machinery(sys._getframe(1).f_code):
                trace.acted(event, self)
            return result

        return act

    return replace


# Where a subclass or another method goes through one of these, it is watched as well: `async with`
# goes through `acquire` and `release`, `Queue.put` through `put_nowait`, a condition through the
# methods of its lock.
_WATCHED: tuple[tuple[type, str, Callable[[Method, Trace], Method]], ...] = (
    (asyncio.Lock, "acquire", _acquiring),
    (asyncio.Lock, "release", _releasing),
    (asyncio.Semaphore, "acquire", _acquiring),
    (asyncio.Semaphore, "release", _releasing),
    (asyncio.Event, "set", _acting("set", inside=False)),
    (asyncio.Event, "clear", _acting("cleared", inside=False)),
    (asyncio.Condition, "notify", _acting("notified")),
    (asyncio.Queue, "put_nowait", _acting("put")),
    (asyncio.Queue, "get_nowait", _acting("got")),
)
