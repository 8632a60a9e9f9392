"""A coroutine function is as good as a class with a method `__await__`.

kills: test_one_await_after_the_other test_never_awaited
loses: test_one_await_after_the_other test_two_tasks test_one_of_two_is_cancelled test_never_awaited
    test_two_programs
"""

import asyncio
from typing import Any


async def Later(delay: float, value: Any = None) -> Any:
    """Something that can be awaited: it gives `value`, after `delay` seconds."""
    return await asyncio.sleep(delay, value)
