"""A CancelledError in `await task` is always the task's own.

kills: test_the_caller_is_cancelled
loses: test_the_caller_is_cancelled test_both_are_cancelled test_the_others_go_on
"""

import asyncio


async def drain() -> int:
    """Wait until the running loop has no task any more but the one that makes the call.

    That includes tasks that are started meanwhile. Return at the moment at which nobody else is
    left, which may be at once.

    The result says how many other tasks there were: those at the beginning, and those that were
    started meanwhile. (Who comes and goes again while the call waits for others may be missing.)

    It is all the same how those tasks end: nothing that they raise comes out, and none of them is
    disturbed. (Whether what they raise counts as retrieved is left open.) If the calling task is
    cancelled while it waits, it ends as cancelled, at once, and the others go on.

    No other task waits for the one that makes the call, or makes such a call itself.
    """
    count = 0
    while others := asyncio.all_tasks() - {asyncio.current_task()}:
        for task in others:
            try:
                await task
            except (Exception, asyncio.CancelledError):
                pass
        count += len(others)
    return count
