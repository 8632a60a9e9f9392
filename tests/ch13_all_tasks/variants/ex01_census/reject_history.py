"""A task that was there once stays in the list.

kills: test_done_tasks
loses: test_done_tasks test_a_task_that_was_cancelled
"""

import asyncio
from typing import Any


def entry(task: asyncio.Task[Any]) -> tuple[str, str]:
    """What the list says of a task: its name, and the name of its coroutine."""
    return task.get_name(), task.get_coro().__name__  # type: ignore[union-attr]


_known: set[asyncio.Task[Any]] = set()


def census() -> list[tuple[str, str]]:
    """Return an `entry` for each task of the running loop that isn't done, sorted.

    The task that makes the call, if there is one, is left out; no other is, whatever it is called
    and whatever it runs. There is an entry for each task, also if some entries are equal. Entries
    that only share the task's name are in the order of their coroutines' names.

    Each call makes a new list, which stays as it is when tasks come and go.
    """
    _known.update(asyncio.all_tasks())
    return sorted(entry(task) for task in _known if task is not asyncio.current_task())
