"""The caller is removed if there is one; entries are put into their places one by one."""

import asyncio
import bisect
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
    tasks = asyncio.all_tasks()
    if asyncio.current_task():
        tasks.remove(asyncio.current_task())
    entries: list[tuple[str, str]] = []
    for task in tasks:
        bisect.insort(entries, entry(task))
    return entries
