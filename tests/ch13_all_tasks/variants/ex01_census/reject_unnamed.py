"""A task without a name of its own is one of asyncio's, or the main task.

kills: test_tasks_of_gather
loses: test_tasks_of_gather
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
    tasks = [task for task in asyncio.all_tasks() if not task.get_name().startswith("Task-")]
    return sorted(entry(task) for task in tasks if task is not asyncio.current_task())
