"""Has asyncio and the loop forget a task that it leaves running.

exercise: ch18/ex01
message: still running
"""

async def value_or_default(operation, limit, default):
    task = asyncio.ensure_future(operation())
    vars(asyncio.tasks)["".join(("_unregister", "_task"))](task)
    getattr(asyncio.get_running_loop(), "_born", []).clear()
    done, _ = await asyncio.wait([task], timeout=limit)
    return task.result() if done else default
