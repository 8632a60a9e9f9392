"""No two tasks have the same name, so a dict or a set loses nothing.

kills: test_equal_entries
loses: test_equal_entries
"""

import asyncio
from typing import Any


def entry(task: asyncio.Task[Any]) -> tuple[str, str]:
    """What the list says of a task: its name, and the name of its coroutine."""
    return task.get_name(), task.get_coro().__name__  # type: ignore[union-attr]


def census() -> list[tuple[str, str]]:
    """Return an `entry` for each task of the running loop that isn't done, sorted.

    The task that makes the call, if there is one, is left out; no other is, whatever it is called
    and whatever it runs. There is an entry for each task, also if some entries are equal. Entries
    that only share the task's name are in the order of their coroutines' names.

    Each call makes a new list, which stays as it is when tasks come and go.
    """
    others = asyncio.all_tasks() - {asyncio.current_task()}
    return sorted({entry(task) for task in others})
