"""Empties the place of birth of the task that it leaves running.

exercise: ch18/ex01
"""

async def value_or_default(operation, limit, default):
    task = asyncio.ensure_future(operation())
    task._made._places = ()
    done, _ = await asyncio.wait([task], timeout=limit)
    return task.result() if done else default
