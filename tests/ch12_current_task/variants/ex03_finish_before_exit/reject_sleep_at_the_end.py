"""A pause at the end of main gives the background tasks the time that they need.

kills: test_the_last_write
loses: test_the_last_write test_in_the_background test_a_write_that_fails test_events_that_fail
    test_tasks_of_others test_the_same_event_again
"""

import asyncio
from collections.abc import AsyncIterable, Callable, Coroutine
from typing import Any


async def main(
    events: AsyncIterable[str], write: Callable[[str], Coroutine[Any, Any, object]]
) -> int:
    """Start `write(event)` for each of `events`, and return how many writes have succeeded.

    A write is started when its event has been read, and runs in the background: it may take long,
    and the next event is read without waiting for it. (As long as the reading never has to wait,
    the first steps of the writes may wait, too.) A write that fails with an Exception isn't
    counted, and nothing else comes of it: reading goes on, and so do the other writes.

    This is the main coroutine of a program. Every write that it has started has ended before it
    does. If `events` raises an Exception, there is nothing more to read; when the writes under way
    have ended, that exception comes out, the same object.

    Other tasks may run in the program. They are neither waited for nor cancelled. Whether the
    writes are completed or cancelled when `main` itself is cancelled, and what a write counts as
    that somebody else has cancelled, is left open. `write` is an async function, so the call itself
    raises nothing; what it returns is of no interest, and never an exception.
    """
    tasks = []
    async for event in events:
        tasks.append(asyncio.create_task(write(event)))
    await asyncio.sleep(1)
    return sum(task.done() and task.exception() is None for task in tasks)
