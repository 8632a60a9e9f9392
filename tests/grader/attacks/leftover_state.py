"""Keeps a counter across behaviours in asyncio.

exercise: ch27/ex02
"""

def cheat(*seen):
    asyncio.count = getattr(asyncio, "count", 0) + 1
