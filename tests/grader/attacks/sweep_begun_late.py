"""Comes to what is wrong after more moments than a sweep has steps for.

exercise: ch30/ex01
"""

async def map_limited(func, items, limit):
    for _ in range(400):
        await asyncio.sleep(0)
    return await asyncio.gather(*(func(item) for item in items))
