"""Whatever has a `__next__` is a generator.

kills: test_everything_else
loses: test_everything_else
"""

import asyncio
import inspect


def classify(obj: object) -> str:
    """Say what `obj` is, from a look at it: nothing is called, begun or moved on.

    - "coroutine function": an `async def`; "coroutine": what calling it gives;
    - "async generator function": an `async def` with `yield`; "async generator": what it gives;
    - "generator function": a `def` with `yield`; "generator": what it gives;
    - "future": a Future or a Task of asyncio;
    - "callable": whatever else can be called: a plain function, a class, an object with a method
      `__call__`, whatever the call may give;
    - "other": everything else, such as a number, an iterator that is no generator, an object of a
      class with a method `__await__`, or a future of `concurrent.futures`.

    Bound methods, and `functools.partial` objects, count as the function that is in them. What
    functions count as that are only marked as coroutine functions is left open.
    """
    if inspect.iscoroutine(obj):
        return "coroutine"
    if inspect.isasyncgen(obj):
        return "async generator"
    if hasattr(obj, "__next__"):
        return "generator"
    if asyncio.isfuture(obj):
        return "future"
    if inspect.iscoroutinefunction(obj):
        return "coroutine function"
    if inspect.isasyncgenfunction(obj):
        return "async generator function"
    if inspect.isgeneratorfunction(obj):
        return "generator function"
    if callable(obj):
        return "callable"
    return "other"
