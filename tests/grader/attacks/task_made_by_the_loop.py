"""Has the loop make the task that it leaves running, so that nobody's line is on the stack.

exercise: ch18/ex01
message: is still running
"""

async def value_or_default(operation, limit, default):
    loop = asyncio.get_running_loop()
    before = asyncio.all_tasks()
    loop.call_soon(loop.create_task, operation())
    await asyncio.sleep(0)
    [task] = asyncio.all_tasks() - before
    done, _ = await asyncio.wait([task], timeout=limit)
    return task.result() if done else default
