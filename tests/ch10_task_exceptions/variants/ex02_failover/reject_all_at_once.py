"""To begin all attempts at once and await them in order is the same, only faster.

kills: test_the_first_succeeds
loses: test_the_second_succeeds test_the_first_succeeds test_all_fail test_not_a_failure
    test_any_value_is_a_success test_a_returned_exception test_the_caller_is_cancelled
    test_cancelled_at_any_moment
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, TypeVar

T = TypeVar("T")


async def failover(attempts: Sequence[Callable[[], Coroutine[Any, Any, T]]]) -> T:
    """Call and await the `attempts` one after the other; return what the first success gives.

    An attempt succeeds by returning something, whatever that is. It fails by raising an exception
    of a class derived from `Exception`; only then the next attempt begins, at that moment. After a
    success, no other attempt is begun. Nor is one after an exception of another kind: that ends the
    call. (How it comes out is left open.)

    A cancellation is not a failure. If the call is cancelled, the attempt under way is cancelled
    too; when that has ended, the call ends as cancelled, and no other attempt is begun. (Attempts
    let a cancellation through. What holds if one doesn't, and returns or fails instead, in its
    clean-up perhaps, is left open.) To call an attempt raises nothing.

    Raises:
        ExceptionGroup: all attempts have failed. It holds their exceptions, in order, each as it is
            (it may be a group itself), also if there was only one attempt.
        ValueError: there are no attempts.
    """
    if not attempts:
        raise ValueError("there is nothing to try")
    errors = []
    tasks = [asyncio.create_task(attempt()) for attempt in attempts]
    for task in tasks:
        try:
            return await task
        except Exception as error:
            errors.append(error)
    raise ExceptionGroup("all attempts have failed", errors)
