"""Has the loop make a task whose exception nobody retrieves.

exercise: ch18/ex01
message: nobody retrieved
"""

async def fail():
    raise ValueError


def cheat(operation):
    loop = asyncio.get_running_loop()
    loop.call_soon(loop.create_task, fail())
