"""Debug mode, in which every callback is slow.

exercise: ch27/ex02
"""

def cheat(*seen):
    loop = asyncio.get_running_loop()
    loop.set_debug(True)
    loop.slow_callback_duration = -1
