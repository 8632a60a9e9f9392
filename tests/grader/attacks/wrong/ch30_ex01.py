"""A function that is applied to all items at once."""

import asyncio


def cheat(*seen):
    """Nothing; a cheat takes this function's place."""


async def map_limited(func, items, limit):
    cheat(func)
    return await asyncio.gather(*(func(item) for item in items))
