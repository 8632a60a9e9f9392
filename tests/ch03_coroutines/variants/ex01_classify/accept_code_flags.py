"""Types, and the flags of the code."""

import asyncio
import functools
import inspect
import types

_FLAGS = {
    inspect.CO_COROUTINE: "coroutine function",
    inspect.CO_ASYNC_GENERATOR: "async generator function",
    inspect.CO_GENERATOR: "generator function",
}
_TYPES = {
    types.CoroutineType: "coroutine",
    types.AsyncGeneratorType: "async generator",
    types.GeneratorType: "generator",
    asyncio.Future: "future",
}


def classify(obj: object) -> str:
    """Unwrap `obj`, then look at its code flags or its type."""
    while True:
        if isinstance(obj, functools.partial):
            obj = obj.func
        elif isinstance(obj, types.MethodType):
            obj = obj.__func__
        else:
            break
    if isinstance(obj, types.FunctionType):
        for flag, name in _FLAGS.items():
            if obj.__code__.co_flags & flag:
                return name
    for kind, name in _TYPES.items():
        if isinstance(obj, kind):
            return name
    return "callable" if callable(obj) else "other"
