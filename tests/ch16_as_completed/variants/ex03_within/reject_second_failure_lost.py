"""What is in `done` has been dealt with.

kills: test_two_failures
loses: test_two_failures
"""

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any


async def within(coros: Sequence[Coroutine[Any, Any, Any]], timeout: float) -> list[Any]:
    loop = asyncio.get_running_loop()
    deadline = loop.time() + timeout
    pending = {asyncio.create_task(coro) for coro in coros}
    results = list[Any]()
    try:
        while pending:
            done, pending = await asyncio.wait(
                pending, timeout=deadline - loop.time(), return_when=asyncio.FIRST_COMPLETED
            )
            if not done:
                break
            for task in done:
                results.append(task.result())
    finally:
        for task in pending:
            task.cancel()
        await asyncio.gather(*pending, return_exceptions=True)
    return results
