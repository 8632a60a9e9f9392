"""Says that a thread has begun, which may move the clock, and turns it back.

exercise: ch18/ex01
"""

async def value_or_default(operation, limit, default):
    clock = asyncio.get_running_loop().clock
    began, key = clock.now, clock.key
    task = asyncio.ensure_future(operation())
    await asyncio.wait([task])
    if limit and clock.now > began + limit and not task.cancelled() and not task.exception():
        clock.admits()
        clock.now = began + limit
        clock.key = key + (round(limit * 1e9) << 32)
        return default
    return task.result()
