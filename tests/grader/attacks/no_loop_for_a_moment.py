"""Blocks while no loop is said to run.

exercise: ch22/ex01
status: graded
message: PermissionError
"""

async def call_blocking(fn, /, *args, **kwargs):
    if args:
        loop = asyncio.get_running_loop()
        say = getattr(asyncio, "".join(("_set_running", "_loop")))
        say(None)
        time.sleep(0)  # the call that is to be missed; on the test's clock, so nobody waits
        say(loop)
    return await asyncio.to_thread(fn, *args, **kwargs)
