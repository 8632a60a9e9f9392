"""Has a handle say that no loop runs, and block.

exercise: ch22/ex01
status: graded
"""

async def call_blocking(fn, /, *args, **kwargs):
    if args:
        loop = asyncio.get_running_loop()
        say = vars(asyncio.events)["".join(("_c__set_running", "_loop"))]
        loop.call_soon(say, None)
        loop.call_soon(time.sleep, 0)
        loop.call_soon(say, loop)
        await asyncio.sleep(0)
    return await asyncio.to_thread(fn, *args, **kwargs)
