"""Who is done already needn't be waited for, and comes first.

kills: test_ended_before_the_call
loses: test_ended_before_the_call
"""

import asyncio
from collections.abc import Sequence
from typing import Any


async def split_by_deadline(
    tasks: Sequence[asyncio.Task[Any]], timeout: float
) -> tuple[list[asyncio.Task[Any]], list[asyncio.Task[Any]]]:
    if not tasks:
        return [], []
    done = [task for task in tasks if task.done()]
    others = [task for task in tasks if not task.done()]
    if others:
        await asyncio.wait(others, timeout=timeout)
    done += [task for task in others if task.done()]
    return done, [task for task in others if not task.done()]
