"""What a function is shows when one calls it.

kills: test_nothing_runs
loses: test_functions test_other_callables test_wrapped_functions test_nothing_runs
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
    if inspect.isgenerator(obj):
        return "generator"
    if asyncio.isfuture(obj):
        return "future"
    if callable(obj):
        try:
            kind = classify(obj())
        except TypeError:
            return "callable"
        if kind in ("coroutine", "async generator", "generator"):
            return kind + " function"
        return "callable"
    return "other"
