"""Whatever a task fails with is an `Exception`.

kills: test_a_failure_of_another_kind
loses: test_a_failure_of_another_kind
"""

import asyncio
from typing import Any


async def failure_of(task: asyncio.Task[Any]) -> BaseException | None:
    if not task.done():
        await asyncio.wait([task])
    if task.cancelled():
        return None
    try:
        task.result()
    except Exception as error:
        return error
    return None
