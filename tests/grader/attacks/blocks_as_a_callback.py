"""Has the loop call what blocks it.

exercise: ch22/ex01
message: blocks the event loop's thread
"""

async def call_blocking(fn, /, *args, **kwargs):
    if args:
        asyncio.get_running_loop().call_soon(time.sleep, 0)
        await asyncio.sleep(0)
    return await asyncio.to_thread(fn, *args, **kwargs)
