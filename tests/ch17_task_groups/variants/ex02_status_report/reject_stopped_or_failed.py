"""A job that had to be stopped was cancelled, unless it has failed.

kills: test_returned_all_the_same
loses: test_returned_all_the_same
"""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

Job = Callable[[], Coroutine[Any, Any, object]]


async def run_report(jobs: Mapping[str, Job]) -> dict[str, str]:
    tasks = {name: asyncio.create_task(job()) for name, job in jobs.items()}
    if not tasks:
        return {}
    try:
        _, stopped = await asyncio.wait(tasks.values(), return_when=asyncio.FIRST_EXCEPTION)
        for task in stopped:
            task.cancel()
        if stopped:
            await asyncio.wait(stopped)
    except asyncio.CancelledError:
        for task in tasks.values():
            task.cancel()
        await asyncio.gather(*tasks.values(), return_exceptions=True)
        raise
    report = {}
    for name, task in tasks.items():
        if not task.cancelled() and task.exception():
            report[name] = "failed"
        else:
            report[name] = "cancelled" if task in stopped else "ok"
    return report
