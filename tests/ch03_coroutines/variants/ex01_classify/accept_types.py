"""Classes of `types` for the objects; functions are unwrapped first, and then asked."""

import asyncio
import functools
import inspect
import types


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
    kinds = {
        types.CoroutineType: "coroutine",
        types.AsyncGeneratorType: "async generator",
        types.GeneratorType: "generator",
    }
    if type(obj) in kinds:
        return kinds[type(obj)]
    if isinstance(obj, asyncio.Future):
        return "future"
    function = obj
    while isinstance(function, functools.partial | types.MethodType):
        function = function.func if isinstance(function, functools.partial) else function.__func__
    if isinstance(function, types.FunctionType):
        for kind, fits in (
            ("coroutine", inspect.iscoroutinefunction),
            ("async generator", inspect.isasyncgenfunction),
            ("generator", inspect.isgeneratorfunction),
        ):
            if fits(function):
                return f"{kind} function"
    return "callable" if callable(obj) else "other"
