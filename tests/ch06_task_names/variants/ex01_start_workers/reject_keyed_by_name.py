"""A name belongs to one task, and so does an id: either can be the key to it.

kills: test_equal_ids
loses: test_equal_ids
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, TypeVar

K = TypeVar("K")
T = TypeVar("T")


def start_workers(
    work: Callable[[K], Coroutine[Any, Any, T]], ids: Sequence[K], prefix: str = "worker"
) -> list[asyncio.Task[T]]:
    """Start `work(id)` as a task for each of `ids`; return the tasks, in the order of the ids.

    Each task is named after its id, PREFIX-ID: 'worker-7' for the id 7. The prefix isn't empty. An
    id is a text or a number, and is written as `str` does. Equal ids make tasks of equal names.

    The task has its name when `start_workers` returns, when the first line of `work` runs, and
    later, also when it is done. It is what `get_name()` of the task gives, and what its repr
    shows. The task that calls `start_workers` keeps the name that it has.

    This is a plain function, called while an event loop runs. When it returns, no work has begun
    yet. After that, all tasks run at the same time, however many they are. They are the caller's,
    who will wait for them. To call `work(id)`, which makes the coroutine, raises nothing.
    """
    tasks = {}
    for id in ids:
        name = f"{prefix}-{id}"
        tasks[name] = asyncio.create_task(work(id), name=name)
    return list(tasks.values())
