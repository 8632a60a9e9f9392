"""Who has asked for what happens: the place that it comes from, if no code but the library's is on the stack.

Then a task's step or a plain callback runs, and it was the maker of that task, or who scheduled that
callback, who wanted what it does.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from ._frames import Stack, is_below, is_library, is_machinery, locals_of, stack_of

if TYPE_CHECKING:
    from types import CodeType, FrameType

SCHEDULING = frozenset(
    """
    call_soon call_later call_at call_soon_threadsafe run_coroutine_threadsafe
    getattr attrgetter methodcaller __dict__ __getattribute__
    """.split()
)
"""Names by which one schedules plain callbacks; of those of others, nobody notes where they come from."""

_STEPS = {"_run_slowly", "_run_once"}
"""What runs a loop's handles: ours, and (private) that of every asyncio loop."""


def origin_of(frame: FrameType | None) -> Stack:
    """The stack from `frame` outwards; if only the library is on it, the nearest code behind that, too.

    That is one frame: what lies further out had its reasons to call that code, not to do this.
    """
    found = stack_of(frame)
    for code, _ in found:
        if not is_library(code.co_filename):
            return found
    return Stack((*found, *_nearest(_behind(frame))))


def _nearest(stack: Stack) -> tuple[tuple[CodeType, int], ...]:
    """The innermost frame that isn't the library's."""
    return next(((place,) for place in stack if not is_library(place[0].co_filename)), ())


def _behind(frame: FrameType | None) -> Stack:
    """Where that comes from which the loop, or a thread, is running in this stack."""
    while frame is not None:
        code = frame.f_code
        if code.co_name in _STEPS and is_machinery(code):
            handle = locals_of(frame).get("handle")
            return Stack() if handle is None else _origin_of_handle(handle)
        if code.co_qualname == "Job.run" and is_machinery(code):  # a thread's body
            return _stack_in(getattr(locals_of(frame).get("self"), "made", None))
        if is_below(code):
            break
        frame = frame.f_back
    return Stack()


def _origin_of_handle(handle: asyncio.Handle) -> Stack:
    task = step_task(handle)
    if task is not None:
        made = getattr(task, "_made", None)
    else:
        known = getattr(handle._loop, "origin", None)  # type: ignore[attr-defined]  # private, since 3.4
        made = None if known is None else known(handle)
    return _stack_in(made)


def _stack_in(made: object) -> Stack:
    return made if isinstance(made, Stack) else Stack()


def is_told_by_future(args: tuple[Any, ...], context: object) -> bool:
    """Whether a callback is scheduled by a future that is done: not by who has made it so.

    A future hands over itself, and always the context.
    """
    return (
        context is not None
        and len(args) == 1
        and isinstance(args[0], asyncio.Future)
        and args[0].done()
    )


def step_task(handle: asyncio.Handle) -> asyncio.Task[Any] | None:
    """The task that this handle would step, or None for a plain callback."""
    # Private: a step is a method of its task. C's first step is a wrapper without
    # a name; the others are called `task_wakeup` in C, `__step` and `__wakeup` in Python.
    callback = handle._callback  # type: ignore[attr-defined]
    owner = getattr(callback, "__self__", None)
    if isinstance(owner, asyncio.Task):
        name = getattr(callback, "__name__", None)
        if name in {None, "task_wakeup", "__step", "__wakeup"}:
            return owner
    return None
