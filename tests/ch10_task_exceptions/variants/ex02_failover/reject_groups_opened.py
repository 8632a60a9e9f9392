"""What `except*` catches is a group of one: the exception that was raised.

kills: test_a_group_is_one_failure
loses: test_a_group_is_one_failure
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, TypeVar

T = TypeVar("T")


async def failover(attempts: Sequence[Callable[[], Coroutine[Any, Any, T]]]) -> T:
    if not attempts:
        raise ValueError("there are no attempts")
    errors: list[Exception] = []
    for attempt in attempts:
        results: list[T] = []
        try:
            results.append(await attempt())
        except* Exception as group:
            errors.extend(group.exceptions)
        if results:
            return results[0]
    raise ExceptionGroup("all attempts have failed", errors)
