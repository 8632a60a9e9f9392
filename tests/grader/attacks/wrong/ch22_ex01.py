"""A blocking function that is called where everything else stands still meanwhile."""

import asyncio


def cheat(*seen):
    """Nothing; a cheat takes this function's place."""


async def call_blocking(fn, /, *args, **kwargs):
    result = fn(*args, **kwargs)
    cheat(fn)
    return result
