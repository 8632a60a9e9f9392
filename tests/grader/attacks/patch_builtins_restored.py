"""Replaces a built-in during the call only.

exercise: ch08/ex01
"""

import builtins


def cheat(task):
    old = builtins.sorted
    builtins.sorted = lambda *_, **__: []
    asyncio.get_running_loop().call_later(0, setattr, builtins, "sorted", old)
