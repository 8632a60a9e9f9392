"""Has a sweep take the run for one that got stuck, whose moments are over.

exercise: ch30/ex01
"""

async def map_limited(func, items, limit):
    async def one(item):
        asyncio.get_running_loop()._failure = Exception()
        return await func(item)

    return await asyncio.gather(*map(one, items))
