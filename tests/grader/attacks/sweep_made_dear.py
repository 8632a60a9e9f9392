"""Uses up the steps that a sweep over the moments of a cancellation may take, by tasks that only spin.

exercise: ch30/ex01
"""

async def spin():
    for _ in range(7_700):
        await asyncio.sleep(0)


async def map_limited(func, items, limit):
    spinning = [asyncio.create_task(spin()) for _ in range(2)]
    try:
        return await asyncio.gather(*(func(item) for item in items))
    finally:
        for task in spinning:
            task.cancel()
        await asyncio.wait(spinning)
