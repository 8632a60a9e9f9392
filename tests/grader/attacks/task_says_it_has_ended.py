"""Leaves a task running whose class says that it has ended.

exercise: ch18/ex01
message: still running
"""

class Task(asyncio.Task):
    def done(self):
        return True

async def value_or_default(operation, limit, default):
    task = Task(operation())
    done = asyncio.Event()
    task.add_done_callback(lambda _: done.set())
    try:
        await asyncio.wait_for(done.wait(), limit)
    except TimeoutError:
        return default
    return task.result()
