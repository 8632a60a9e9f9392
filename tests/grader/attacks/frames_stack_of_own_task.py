"""Looks for where its own task stands: refused, and no reason for a look.

exercise: ch27/ex02
status: graded
message: isn't possible here
"""

import asyncio


def cheat(*seen):
    for frame in asyncio.current_task().get_stack():
        print(frame.f_lineno)
