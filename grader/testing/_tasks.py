"""Tasks with a number and a place of birth, and what a suspended task waits for."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ._frames import Frame, Stack, is_machinery, stack_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType


class Task(asyncio.Task[Any]):
    """A task that hashes by its number, so that sets of tasks have the same order in every run.

    Attributes:
        number: counts the loop's tasks from 1.
    """

    number: int
    _hash: int
    _made: Stack

    def __init__(self, coro: Any, *, loop: Any, name: object = None, **kwargs: Any) -> None:
        # Before the base class: it puts the task into sets.
        self.number = number = loop._next_task()
        self._hash = hash((number, loop.hash_salt)) if loop.hash_salt else number
        self._made = stack_of(sys._getframe(1))
        super().__init__(coro, loop=loop, name=f"Task-{number}" if name is None else name, **kwargs)

    def __hash__(self) -> int:
        return self._hash

    @property
    def creation(self) -> tuple[Frame, ...]:
        """The frames that created this task, innermost first, without machinery."""
        return self._made.frames()


def number(task: asyncio.Task[Any]) -> int:
    """Sorts tasks by creation; 0 for those that aren't ours."""
    return getattr(task, "number", 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What a task waits for."""

    name: str
    """The task's name."""
    what: str
    """The primitive: "Lock", "Queue.get", "sleep until 1027", "task Task-3", "future"."""
    where: tuple[Frame, ...]
    """The frames of its own coroutines, innermost first."""
    holder: str | None = None
    """Who holds the primitive, where that is known."""

    def __str__(self) -> str:
        text = f"{self.name} waits for {self.what}"
        if self.holder is not None:
            text += f", held by {self.holder}"
        if self.where:
            frame = self.where[0]
            text += f", in `{frame.function}` ({frame.filename}:{frame.line})"
        return text


def awaiting(task: asyncio.Task[Any]) -> Waiting:
    """What `task` waits for, and where; never an address."""
    where: list[Frame] = []
    what: str | None = None
    for frame in coroutine_frames(task):
        code = frame.f_code
        if is_machinery(code):
            if what is None:
                what = code.co_qualname
        else:
            what = None
            where.append(Frame(code.co_filename, frame.f_lineno, code.co_qualname))
    if what is None:
        waiter = getattr(task, "_fut_waiter", None)
        what = f"task {waiter.get_name()}" if isinstance(waiter, asyncio.Task) else "future"
    return Waiting(name=task.get_name(), what=what, where=tuple(reversed(where)))


def coroutine_frames(task: asyncio.Task[Any]) -> Iterator[FrameType]:
    """The frames in which `task` is suspended, outermost first."""
    awaitable: Any = task.get_coro()
    while awaitable is not None:
        for kind in ("cr", "gi", "ag"):
            if (frame := getattr(awaitable, f"{kind}_frame", None)) is not None:
                yield frame
                awaitable = getattr(awaitable, "gi_yieldfrom" if kind == "gi" else f"{kind}_await")
                break
        else:
            return
