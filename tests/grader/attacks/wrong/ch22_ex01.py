"""A blocking function in another thread, but what has arguments waits for a moment where all wait."""

import asyncio
import time


def cheat(*seen):
    """Nothing; a cheat takes this function's place."""


async def call_blocking(fn, /, *args, **kwargs):
    if args:
        time.sleep(0)  # the mistake: any blocking call on the loop's thread counts
    cheat(fn)
    return await asyncio.to_thread(fn, *args, **kwargs)
