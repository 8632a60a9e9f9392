"""A task that is done and wasn't cancelled has succeeded.

kills: test_all_kinds_of_ends test_failures_are_retrieved
loses: test_all_kinds_of_ends test_an_exception_of_another_kind test_failures_are_retrieved
"""

import asyncio
from collections.abc import Collection
from typing import Any


async def settle(tasks: Collection[asyncio.Task[Any]]) -> dict[str, int]:
    """Wait until all `tasks` are done, and count how they ended.

    A task may return, or fail, or be cancelled by somebody. However it ends, the others are waited
    for, and nobody asks them to stop. The call returns as soon as the last task is done, at the
    same moment. There may be no tasks at all. Each task is there once, and the collection stays as
    it is meanwhile.

    Returns:
        How many have "succeeded", how many have "failed" and how many were "cancelled", in the
        sense of ex01: a dict with just these three keys, also where the number is 0.

    The exception of a task that failed has been retrieved when the call returns. So the event loop
    has nothing to report about it ("Task exception was never retrieved"), even if nobody else
    looks at the task.

    If the call itself is cancelled while it waits, it ends as cancelled; what that means for the
    tasks is left open.
    """
    if tasks:
        await asyncio.wait(tasks)
    cancelled = sum(task.cancelled() for task in tasks)
    return {"succeeded": len(tasks) - cancelled, "failed": 0, "cancelled": cancelled}
