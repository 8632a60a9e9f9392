"""Tell the many things apart that have to do with coroutines."""

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
    raise NotImplementedError  # TODO: replace this line by your code


if __name__ == "__main__":

    async def fetch() -> str:
        return "page"

    call = fetch()
    for thing in (fetch, call, classify, 3):
        print(f"{thing!r:60.60} {classify(thing)}")
    call.close()
