"""A result that counts as false is none.

kills: test_results_that_look_empty test_how_many
loses: test_results_that_look_empty test_how_many
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any


async def stream_results(
    jobs: Sequence[Coroutine[Any, Any, Any] | asyncio.Task[Any]], on_result: Callable[[Any], object]
) -> int:
    """Run all `jobs` at the same time, and hand each result on as soon as it is there.

    `jobs` are all different; some may be coroutines, and some tasks. At the moment when one of
    them finishes, `on_result(value)` is called with its result, whatever that is: so results
    come in the order in which the jobs finish. (In which order they come that finish at the same
    moment is left open.) The result of a task that was done before the call is handed on at once.

    Returns:
        How many jobs there were, when the last result has been handed on. There may be no jobs.

    No job fails, nor does `on_result`, and nobody cancels a job or the call.
    """
    count = 0
    for job in asyncio.as_completed(jobs):
        if value := await job:
            on_result(value)
            count += 1
    return count
