"""`all_tasks()` still holds those that are done.

kills: test_all_finish
loses: test_all_finish test_the_time_is_over test_how_they_end test_no_reports
    test_a_task_started_meanwhile test_no_more_time_for_newcomers test_newcomers_are_left_too
    test_a_task_started_in_a_clean_up test_no_grace
"""

import asyncio
from typing import NamedTuple


class Report(NamedTuple):
    """How many tasks ended in which way."""

    finished: int  # they have returned
    cancelled: int  # they have ended as cancelled
    failed: int  # they have raised any other exception


async def graceful_shutdown(grace: float) -> Report:
    """End all tasks of the running loop but the one that makes the call, and count them.

    For `grace` seconds (0 or more) nobody is disturbed: tasks may end by themselves, and so may
    those that are started meanwhile. That time is for all of them together. If nobody else is left
    before it is over, the call returns at that moment.

    When the time is over, each task that is left is cancelled, once, and waited for, however long
    its clean-up takes. If that starts tasks in turn, these are cancelled and waited for, too, at
    once, or when those before them have ended. When the call returns, no other task is left.

    The report counts each task by how it has ended, whatever was asked of it. Nothing that the
    tasks raise comes out of the call, nor is it reported to the loop's exception handler. (Who
    comes and goes again while the call waits for others may be missing in both.)

    Left open: whether tasks take another step before they are cancelled if `grace` is 0; whether
    who would end at the very moment at which the time is over is cancelled; what becomes of the
    others when the call itself is cancelled.
    """
    loop = asyncio.get_running_loop()
    deadline = loop.time() + grace
    seen: set[asyncio.Task[object]] = set()
    while (others := _others()) and (left := deadline - loop.time()) > 0:
        seen |= others
        await asyncio.wait(others, timeout=left)
    while others := _others():
        seen |= others
        for task in others:
            task.cancel()
        await asyncio.wait(others)
    return _count(_others())


def _others() -> set[asyncio.Task[object]]:
    return asyncio.all_tasks() - {asyncio.current_task()}


def _count(tasks: set[asyncio.Task[object]]) -> Report:
    finished = cancelled = failed = 0
    for task in tasks:
        if task.cancelled():
            cancelled += 1
        elif task.exception() is not None:
            failed += 1
        else:
            finished += 1
    return Report(finished, cancelled, failed)
