"""Has the loop give up its run, so that a sweep takes it for one that got stuck.

exercise: ch30/ex01
"""

async def map_limited(func, items, limit):
    async def one(item):
        loop = asyncio.get_running_loop()
        getattr(loop, "_has_failed", print)(Exception())
        return await func(item)

    return await asyncio.gather(*map(one, items))
