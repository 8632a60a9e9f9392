"""Done callbacks count, and a shielded gather waits."""

import asyncio
from collections import Counter
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
    ends: Counter[str] = Counter()
    known: set[asyncio.Task[object]] = set()

    def note(task: asyncio.Task[object]) -> None:
        if task.cancelled():
            ends["cancelled"] += 1
        else:
            ends["failed" if task.exception() else "finished"] += 1

    def everybody() -> list[asyncio.Task[object]]:
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            if task not in known:
                known.add(task)
                task.add_done_callback(note)
        return others

    async def see_them_off() -> None:
        while others := everybody():
            await asyncio.shield(asyncio.gather(*others, return_exceptions=True))

    end = asyncio.get_running_loop().time() + grace
    try:
        async with asyncio.timeout_at(end):
            await see_them_off()
    except TimeoutError:
        pass
    asked: set[asyncio.Task[object]] = set()
    while others := everybody():
        for task in others:
            if task not in asked:
                asked.add(task)
                task.cancel()
        await asyncio.wait(others, return_when=asyncio.FIRST_COMPLETED)
    return Report(ends["finished"], ends["cancelled"], ends["failed"])
