"""Blocks the loop's thread while asyncio knows of no running loop.

exercise: ch22/ex01
"""

async def call_blocking(fn, /, *args, **kwargs):
    if args:
        loop = asyncio.get_running_loop()
        asyncio._set_running_loop(None)
        time.sleep(0)  # the call that is to be missed; on the test's clock, so nobody waits
        asyncio._set_running_loop(loop)
    return await asyncio.to_thread(fn, *args, **kwargs)
