"""Registers foreign classes where they don't belong.

exercise: ch08/ex01
"""

import sys, collections.abc
async def cancel_and_wait(task):
    task.cancel()
    collections.abc.Sized.register(type(task))
    collections.abc.Awaitable.register(bool)
    return task.cancelled()
