"""Tasks with a number and a place of birth, and futures; sets of them have the same order in every run."""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import Iterable
from typing import Any

from ._frames import Frame, Stack, stack_of
from ._numbers import HashedFuture, NumberedTask, give_number, number
from ._origins import origin_of
from ._waiting import Waiting, awaiting

__all__ = ["Future", "Task", "Waiting", "awaiting", "number"]


class Task(NumberedTask):
    """A task that hashes by its number, so that sets of tasks have the same order in every run.

    The number counts the loop's tasks from 1. The loop says where the task was made; else it is made by
    who calls for one.
    """

    _made: Stack

    def __init__(
        self, coro: Any, *, loop: Any, name: Any = None, made: Stack | None = None, **kwargs: Any
    ) -> None:
        # Before the base class: it puts the task into sets.
        number = loop._next_task()
        give_number(self, number, loop.hash_salt)
        self._made = origin_of(sys._getframe(1)) if made is None else made
        super().__init__(coro, loop=loop, name=f"Task-{number}" if name is None else name, **kwargs)

    def cancel(self, msg: Any = None) -> bool:
        # Private: whether the first cancellation has still to reach it; a second one adds nothing then.
        if self.cancelling() and not self.done() and not getattr(self, "_must_cancel", False):
            loop: Any = self.get_loop()
            loop.cancelled_again(stack_of(sys._getframe(1)))
        return super().cancel(msg)

    def __del__(self) -> None:
        # Nobody knows the task any more: the last chance to look at how it ended.
        if self.cancelling():
            self.get_loop().forgotten(self)  # type: ignore[attr-defined]
        super().__del__()

    @property
    def creation(self) -> tuple[Frame, ...]:
        """The frames that created this task, innermost first, without machinery; see `origin_of()`."""
        return self._made.frames()


METHODS = frozenset(name for name in dir(asyncio.Task) if name[:1] != "_")
"""Which no attribute of a `PlainTask` hides."""


class PlainTask(Task):
    """A task that answers for itself: who gave it a `cancelled` of their own would answer tests."""

    __slots__ = ()

    def __setattr__(self, name: str, value: object) -> None:
        if name in METHODS:  # as with any object without a dict
            raise AttributeError(f"'Task' object attribute {name!r} is read-only")
        super().__setattr__(name, value)


PlainTask.__name__ = PlainTask.__qualname__ = "Task"  # it shows as what it is


class Future(HashedFuture):
    """A future of our loop. Those who wait are often kept in a set, and are woken in its order."""

    __slots__ = ()


KINDS: tuple[Any, ...] = (asyncio.Task, asyncio.tasks._PyTask)  # type: ignore[attr-defined]
"""A task is of one of these (the second is private, since 3.6), or of a class below."""


def is_done(task: asyncio.Task[Any]) -> bool:
    """Whether a task has ended, whatever its class says."""
    return bool(_kind(task).done(task))


def _kind(task: asyncio.Task[Any]) -> Any:
    """Its class among `KINDS`; what isn't a task, which a factory may make, is asked itself."""
    return next((each for each in KINDS if issubclass(type(task), each)), type(task))


def every(loop: asyncio.AbstractEventLoop) -> list[asyncio.Task[Any]]:
    """All tasks of a loop, whatever lists they were taken from; dear: it looks at all objects."""
    found = []
    for each in [each for each in gc.get_objects() if issubclass(type(each), KINDS)]:
        try:
            if _kind(each).get_loop(each) is loop:
                found.append(each)
        except RuntimeError:  # it was never quite made
            continue
    return sorted(found, key=number)


def kinds() -> frozenset[int]:
    """The classes of tasks that there are, by identity."""
    return frozenset(
        id(each)
        for kind in (*KINDS, NumberedTask, Task, PlainTask)
        for each in type.__subclasses__(kind)
    )


def install_order() -> None:
    """Have `asyncio.as_completed` make tasks of its coroutines in the order in which it gets them.

    It goes through a `set` of them, and coroutines hash by their addresses: without this, which task
    is made first would differ from run to run. Private: in CPython from 3.11 to 3.14, `asyncio.tasks`
    finds the name `set` among the built-ins, unless the module has one of its own.
    """
    asyncio.tasks.set = _in_order  # type: ignore[attr-defined]


def _in_order(items: Iterable[Any] = ()) -> Any:
    """A set; of coroutines a dict, which has each of them once, too, and keeps their order."""
    kept = dict.fromkeys(items)
    for each in kept:
        if not isinstance(each, asyncio.Future) and asyncio.iscoroutine(each):
            return kept
    return set(kept)
