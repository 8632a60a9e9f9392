"""The caller is known by its name.

kills: test_a_namesake
loses: test_a_namesake
"""

import asyncio


def _others() -> list[asyncio.Task[object]]:
    me = asyncio.current_task()
    assert me is not None
    return [task for task in asyncio.all_tasks() if task.get_name() != me.get_name()]


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
    seen: set[asyncio.Task[object]] = set()
    while others := _others():
        seen.update(others)
        await asyncio.wait(others)
    return len(seen)
