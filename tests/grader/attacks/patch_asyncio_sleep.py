"""Replaces asyncio.sleep.

exercise: ch27/ex02
"""

async def nap(*_):
    return None


asyncio.sleep = nap
