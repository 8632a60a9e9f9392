"""Begins an async generator while the loop isn't told of such, and leaves it.

exercise: ch18/ex01
status: error
message: can't be used
"""

import sys

KEPT = []


async def numbers():
    yield 1
    yield 2


async def value_or_default(operation, limit, default):
    KEPT.append(numbers())
    hooks = sys.get_asyncgen_hooks()
    sys.set_asyncgen_hooks(None, None)
    await anext(KEPT[-1])
    sys.set_asyncgen_hooks(*hooks)
    return await operation()
