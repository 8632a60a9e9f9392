"""Numbers and hashes of tasks and futures, kept where no attribute leads.

By them it is decided which orders of events are tried; and a learner's `task.number` is the learner's.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

__all__ = ["HashedFuture", "NumberedTask", "give_number", "number", "number_of"]


class NumberedTask(asyncio.Task[Any]):
    """A task that hashes by its number, once it has been given one."""

    __slots__ = ("_hash", "_number")

    def __hash__(self) -> int:
        return _hash_of_task(self)


class HashedFuture(asyncio.Future[Any]):
    """A future that hashes by a number: the loop counts them as they come into sets, or are keys."""

    __slots__ = ("_hash",)

    def __hash__(self) -> int:
        try:
            return _hash_of_future(self)
        except AttributeError:
            loop: Any = self.get_loop()
            found = loop._next_hash()
            _FUTURE.__set__(self, hash((found, loop.hash_salt)) if loop.hash_salt else found)
            return _hash_of_future(self)


def _taken(owner: type, name: str) -> Any:
    """A slot, which from now on is found here alone."""
    slot = vars(owner)[name]
    delattr(owner, name)
    return slot


_NUMBER, _HASH = _taken(NumberedTask, "_number"), _taken(NumberedTask, "_hash")
_FUTURE = _taken(HashedFuture, "_hash")
_hash_of_task: Callable[[object], int] = _HASH.__get__
_hash_of_future: Callable[[object], int] = _FUTURE.__get__

number_of: Callable[[object], int] = _NUMBER.__get__
"""The number of a task of ours; for all others a TypeError or an AttributeError."""


def give_number(task: NumberedTask, number: int, salt: int) -> None:
    """Before the task comes into any set. The salt changes the order of sets; 0 leaves it alone."""
    _NUMBER.__set__(task, number)
    _HASH.__set__(task, hash((number, salt)) if salt else number)


def number(task: object) -> int:
    """Sorts tasks by creation; 0 for those that aren't ours."""
    try:
        return number_of(task)
    except (TypeError, AttributeError):
        return 0
