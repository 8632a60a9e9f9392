"""A cancellation that isn't waited for."""

import asyncio


def cheat(*seen):
    """Nothing; a cheat takes this function's place."""


async def cancel_and_wait(task):
    cheat(task)
    task.cancel()
    return task.cancelled()
