"""The loads run from `await group` on; so that comes first, and `prepare` runs meanwhile.

kills: test_all_begin_at_once test_prepare_fails
loses: test_all_begin_at_once test_the_results test_a_long_load test_a_long_preparation
    test_the_last_load_first test_prepare_fails
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any


async def overlap(
    loads: Sequence[Callable[[], Coroutine[Any, Any, Any]]],
    prepare: Callable[[], Coroutine[Any, Any, Any]],
) -> tuple[Any, list[Any]]:
    """Run `prepare()` and all `loads` at the same time; return what they give.

    They are async functions without arguments. Each is called once (a load that is there twice, two
    times), and all begin at once, when the call is made; in which order is left open. When all have
    ended, the call returns a tuple: the result of `prepare`, and a list of the results of the loads,
    in their order. There may be no loads at all.

    If `prepare` fails, its exception comes out, the same object, at that very moment, whatever the
    loads are doing. Here they may go on by themselves then, so the house rule about tasks that are
    left doesn't count in this exercise. (You may also end them, and wait until they have
    ended. A load that hasn't begun by then doesn't have to begin.)

    No load fails, and nobody cancels the call.
    """
    group = asyncio.gather(*(load() for load in loads))
    loaded = await group
    return await prepare(), loaded
