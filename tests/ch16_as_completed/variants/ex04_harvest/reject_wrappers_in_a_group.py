"""A group of tasks whose member fails is over: no other member takes another step.

kills: test_the_same_moment
loses: test_the_same_moment
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any


async def harvest(
    coros: Sequence[Coroutine[Any, Any, Any]],
    on_result: Callable[[Any], object],
    on_error: Callable[[Exception], object],
) -> None:
    async def run(coro: Coroutine[Any, Any, Any]) -> None:
        try:
            value = await coro
        except Exception as error:
            on_error(error)
        else:
            on_result(value)

    async with asyncio.TaskGroup() as group:
        for coro in coros:
            group.create_task(run(coro))
