"""Whatever can be called can be called in another process.

kills: test_in_their_order
loses: test_in_their_order test_equal_items test_in_other_processes test_the_limit
    test_a_single_process test_no_second_process test_the_loop_goes_on test_no_process_is_left
    test_a_failure test_no_process_is_left_after_a_failure
requires-python: <3.13
"""
# On 3.13.0, a pool that can't pickle a call is at times never shut down.

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar


A = TypeVar("A")
B = TypeVar("B")


async def map_in_processes(fn: Callable[[A], B], items: Sequence[A], workers: int) -> list[B]:
    """Return `fn(item)` for each of `items`, in their order, computed in child processes.

    `fn` is a function of a module; it, the items and the values can be pickled. Each item has a call
    of its own, also one that equals another. Without items, the list is empty.

    At most `workers` (1 or more) processes share the work; no call is made in this process. The event
    loop keeps going while they compute. If a call raises, that exception comes out, as it is or in an
    exception group. No child process is left when this call ends, whether it returns or raises.
    (Once a call has raised, waiting for the other processes may hold up the event loop. How processes
    start, and what happens if this call is cancelled, is left open.)
    """
    loop = asyncio.get_running_loop()
    pool = ProcessPoolExecutor(workers)
    try:
        calls = [loop.run_in_executor(pool, lambda: fn(item)) for item in items]
        return await asyncio.gather(*calls)
    finally:
        await asyncio.to_thread(pool.shutdown)
