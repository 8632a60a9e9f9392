"""A run that was told to stop has ended after one pass of the loop.

kills: test_cancelled_during_a_run
loses: test_cancelled_during_a_run
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


async def every(
    interval: float,
    action: Callable[[], Coroutine[Any, Any, object]],
    on_error: Callable[[Exception], object],
) -> None:
    loop = asyncio.get_running_loop()
    target = loop.time()
    while True:
        run = asyncio.create_task(action())
        try:
            await asyncio.shield(run)
        except asyncio.CancelledError:
            run.cancel()
            await asyncio.sleep(0)
            raise
        except Exception as error:
            on_error(error)
        while target <= loop.time():
            target += interval
        await asyncio.sleep(target - loop.time())
