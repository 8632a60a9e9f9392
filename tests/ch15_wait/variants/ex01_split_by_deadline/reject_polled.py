"""To look every 50 ms is to wait.

kills: test_all_are_early
loses: test_all_are_early
"""

import asyncio
from collections.abc import Sequence
from typing import Any


async def split_by_deadline(
    tasks: Sequence[asyncio.Task[Any]], timeout: float
) -> tuple[list[asyncio.Task[Any]], list[asyncio.Task[Any]]]:
    if not tasks:
        return [], []
    loop = asyncio.get_running_loop()
    deadline = loop.time() + timeout
    while not all(task.done() for task in tasks) and (left := deadline - loop.time()) > 0:
        await asyncio.sleep(min(0.05, left))
    return [task for task in tasks if task.done()], [task for task in tasks if not task.done()]
