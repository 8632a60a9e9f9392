"""Puts its own next step in front of all others, so that its races can't be lost.

exercise: ch27/ex01
status: needs_a_look
message: the order of events
"""

def cheat(account, store):
    loop = asyncio.get_running_loop()
    others = list(loop._ready)
    for _ in others:
        loop._ready.popleft()
    loop.call_soon(loop.call_soon, loop._ready.extend, others)
