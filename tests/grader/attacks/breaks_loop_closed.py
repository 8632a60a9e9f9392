"""Says that the loop is closed.

exercise: ch27/ex02
status: needs_a_look
message: has changed the loop
"""

def cheat(*seen):
    loop = asyncio.get_running_loop()
    loop._closed = True
