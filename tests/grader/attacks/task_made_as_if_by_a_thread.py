"""Makes the task that it leaves running as another thread would.

exercise: ch18/ex01
message: is still running
"""

async def value_or_default(operation, limit, default):
    future = asyncio.run_coroutine_threadsafe(operation(), asyncio.get_running_loop())
    waiter = asyncio.wrap_future(future)
    done, _ = await asyncio.wait([waiter], timeout=limit)
    return waiter.result() if done else default
