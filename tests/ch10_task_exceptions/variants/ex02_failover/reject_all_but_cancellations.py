"""Whatever an attempt raises is its failure, unless it is a cancellation.

kills: test_not_a_failure
loses: test_not_a_failure
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, TypeVar

T = TypeVar("T")


async def failover(attempts: Sequence[Callable[[], Coroutine[Any, Any, T]]]) -> T:
    if not attempts:
        raise ValueError("there are no attempts")
    errors = []
    for attempt in attempts:
        try:
            return await attempt()
        except asyncio.CancelledError:
            raise
        except BaseException as error:
            errors.append(error)
    raise BaseExceptionGroup("all attempts have failed", errors)
