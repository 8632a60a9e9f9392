"""A TimeoutError around a wait is the clock's.

kills: test_a_timeout_of_its_own
loses: test_a_timeout_of_its_own
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any


async def wait_with_progress(
    tasks: Sequence[asyncio.Task[Any]], interval: float, report: Callable[[int, int], object]
) -> None:
    loop = asyncio.get_running_loop()
    following = loop.time() + interval
    for task in tasks:
        while not task.done():
            try:
                await asyncio.wait_for(asyncio.shield(task), following - loop.time())
            except TimeoutError:
                following += interval
                ended = sum(each.done() for each in tasks)
                if ended < len(tasks):
                    report(ended, len(tasks))
            except asyncio.CancelledError:
                if not task.cancelled():
                    raise
            except Exception:
                pass
