"""If the task was cancelled, then the call was not.

kills: test_the_clean_up_goes_on
loses: test_the_clean_up_goes_on
"""

import asyncio
from typing import Any


async def cancel_and_settle(task: asyncio.Task[Any]) -> tuple[str, object]:
    """Ask `task` to stop, wait until it is done, and return how it ended.

    ("cancelled", None)  it ended as cancelled
    ("ok", value)        it has returned this value, whatever it is, in spite of the request perhaps
    ("failed", error)    it ended with this exception, the very object

    The request is made at once, before the task has another turn, and never repeated. Then the task
    takes as long as it needs, and the call returns at the moment at which it is done. A task that
    was done before the call is left as it is, and the answer comes at once.

    If the call itself is cancelled while it waits, be it at the moment at which the task ends, it
    ends as cancelled, at once, and nothing is raised in the task for that: it goes on with its
    clean-up. (Before the call, nobody has asked the calling task to stop.)
    """
    task.cancel()
    try:
        return "ok", await asyncio.shield(task)
    except asyncio.CancelledError:
        if task.cancelled():
            return "cancelled", None
        raise
    except Exception as error:
        return "failed", error
