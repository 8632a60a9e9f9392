"""Has the loop close the coroutines of others.

exercise: ch08/ex01
"""

def cheat(task):
    loop = asyncio.get_running_loop()
    for other in asyncio.all_tasks():
        if other is not asyncio.current_task() and other is not task:
            loop.call_soon(other.get_coro().close)
    loop.call_soon(asyncio.current_task().get_coro().close)
