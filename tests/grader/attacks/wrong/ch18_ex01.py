"""An operation that is given up without being waited for, or cancelled."""

import asyncio


def cheat(*seen):
    """Nothing; a cheat takes this function's place."""


async def value_or_default(operation, limit, default):
    cheat(operation)
    task = asyncio.ensure_future(operation())
    done, _ = await asyncio.wait([task], timeout=limit)
    cheat(operation)
    return task.result() if done else default
