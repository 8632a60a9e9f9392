"""Leaves a task that touches the next behaviour.

exercise: ch27/ex02
"""

async def later():
    while True:
        await asyncio.sleep(0)


def cheat(*seen):
    asyncio.ensure_future(later())
