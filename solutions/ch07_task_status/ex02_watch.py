"""Watch a task, and don't let it notice."""

import asyncio
from collections.abc import Callable
from typing import Any


def _status(task: asyncio.Task[Any]) -> str:
    """How `task` stands, in a word."""
    if not task.done():
        return "pending"
    if task.cancelled():
        return "cancelled"
    return "succeeded" if task.exception() is None else "failed"


async def watch(task: asyncio.Task[Any], interval: float, report: Callable[[str], object]) -> str:
    """Report how `task` stands, and go on until it is done; return the last word.

    The words are those of ex01: "pending", "succeeded", "failed" and "cancelled", with
    the same meaning. (One exercise can't import another: bring along what you need of it.)

    `report(word)` is a plain function that raises nothing. It is called with the first word at
    once, and after that only when the word has changed, at the latest `interval` seconds (more
    than 0) after the change. Right after the report of any word but "pending" the call returns, and
    no time passes in between. So a task that is done already gets one report.

    Watching is no more than looking. Whatever the task ends with, nothing of it is raised here.
    If the call is cancelled, it ends as cancelled, and the task goes on as if nobody had watched:
    nobody asks it to stop.
    """
    last = ""
    while True:
        word = _status(task)
        if word != last:
            report(word)
        if word != "pending":
            return word
        last = word
        await asyncio.sleep(interval)


if __name__ == "__main__":

    async def demo() -> None:
        async def fail() -> None:
            await asyncio.sleep(0.5)
            raise OSError("no signal")

        async def work() -> str:
            await asyncio.sleep(0.5)
            return "the task has gone on"

        print("returned:", await watch(asyncio.create_task(fail()), 0.1, print))

        task = asyncio.create_task(work())
        watcher = asyncio.create_task(watch(task, 0.1, print))
        await asyncio.sleep(0.2)
        watcher.cancel()
        print(await task)

    asyncio.run(demo())
