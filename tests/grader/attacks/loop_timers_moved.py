"""Has the sleep of an operation that is given up end when the limit passes.

exercise: ch18/ex01
"""

async def value_or_default(operation, limit, default):
    task = asyncio.ensure_future(operation())
    loop = asyncio.get_running_loop()
    await asyncio.sleep(0)
    end = loop.clock.key_of(1024.0 + (limit or 1000))
    late = [entry for entry in loop._timers if entry[0] > end]
    loop._timers[:] = [(min(key, end), number, timer) for key, number, timer in loop._timers]
    await asyncio.wait([task])
    return default if late else task.result()
