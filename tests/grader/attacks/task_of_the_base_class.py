"""Makes the task that it leaves running without asking the loop.

exercise: ch18/ex01
message: still running
"""

async def value_or_default(operation, limit, default):
    task = asyncio.Task(operation())
    done, _ = await asyncio.wait([task], timeout=limit)
    return task.result() if done else default
