"""`as_completed` gives the tasks that were put in, so a dictionary finds their names.

kills: test_pairs_in_the_order_of_their_ends test_equal_results
loses: test_pairs_in_the_order_of_their_ends test_all_at_the_same_time test_equal_results
    test_results_that_look_like_failures test_none_is_lost test_none_is_mixed_up test_a_failure
"""

import asyncio
from collections.abc import Coroutine
from typing import Any


async def completion_order(jobs: dict[str, Coroutine[Any, Any, Any]]) -> list[tuple[str, Any]]:
    """Run all `jobs` at the same time; return their names and results in the order of their ends.

    When all have finished, the call returns a list of pairs, the name of a job and its result, in
    the order in which the jobs finished. (The order of those that finish at the same moment is
    left open.) There may be no jobs at all. Jobs may have equal results.

    If a job fails, its exception comes out at that very moment, the same object. Here the other
    jobs may go on by themselves then, so the house rule about tasks that are left doesn't count
    in that case. (You may also end them; then the exception may wait until they have cleaned up.)

    It works on Python 3.11, too. Nobody cancels a job or the call.
    """
    names = {asyncio.create_task(job): name for name, job in jobs.items()}
    pairs = []
    for task in asyncio.as_completed(names):
        pairs.append((names[task], await task))
    return pairs
