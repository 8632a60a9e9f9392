"""The clean-up is a part of the time.

kills: test_a_long_clean_up
loses: test_a_long_clean_up
"""

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any


async def within(coros: Sequence[Coroutine[Any, Any, Any]], timeout: float) -> list[Any]:
    tasks = [asyncio.create_task(coro) for coro in coros]
    results = list[Any]()
    try:
        async with asyncio.timeout(timeout):
            try:
                for step in asyncio.as_completed(tasks):
                    results.append(await step)
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
    except TimeoutError:
        pass
    return results
