"""Ends the task of the test with a result.

exercise: ch27/ex02
"""

def cheat(*seen):
    asyncio.Future.set_result(asyncio.current_task(), None)
