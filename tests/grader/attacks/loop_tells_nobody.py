"""Has the loop tell nobody of exceptions that are lost.

exercise: ch18/ex01
status: needs_a_look
message: on_exception
"""

def cheat(operation):
    asyncio.get_running_loop().on_exception = None
