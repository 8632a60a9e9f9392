"""The points are the whole multiples of the interval on the clock of the loop.

kills: test_a_later_beginning
loses: test_a_later_beginning
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
    while True:
        try:
            await action()
        except Exception as error:
            on_error(error)
        await asyncio.sleep(interval - loop.time() % interval)
