"""Has the loop tell somebody else of exceptions that are lost.

exercise: ch18/ex01
"""

def cheat(operation):
    loop = asyncio.get_running_loop()
    loop.on_exception = None
    try:
        loop.tell(type(loop._kept(None).hooks)(on_exception=print))
    except (AttributeError, RuntimeError):
        loop.tell(None)
