"""What is kept of a stream, and what becomes of it."""

import asyncio
from collections.abc import AsyncIterable, Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")


async def select(
    source: AsyncIterable[T],
    keep: Callable[[T], Coroutine[Any, Any, bool]],
    transform: Callable[[T], Coroutine[Any, Any, R]],
) -> list[R]:
    """Return a list of `await transform(item)` for each item of `source` that is to be kept.

    `await keep(item)` gives True if an item is to be kept, else False. The list is in the order of
    the source. Only what is kept is transformed.

    One item after the other: the next one is drawn from `source` when the one before is through
    with `keep` and, if it is kept, `transform`.

    An exception of `source`, `keep` or `transform` comes out as it is, at once, and nothing else is
    drawn or called after it. Only `source` has an end: a StopAsyncIteration of `keep` or `transform`
    is an exception like others. (In its place a RuntimeError may come out, which is what an async
    generator makes of it.) If the call is cancelled, so is whatever of these is under way, and the
    call ends as cancelled.
    """
    return [await transform(item) async for item in source if await keep(item)]


if __name__ == "__main__":

    class Visitors:
        """Whoever comes to the door."""

        def __init__(self) -> None:
            self.names = iter(["Ada", "Bob", "Cleo"])

        def __aiter__(self) -> "Visitors":
            return self

        async def __anext__(self) -> str:
            for name in self.names:
                await asyncio.sleep(0.2)
                return name
            raise StopAsyncIteration

    async def is_invited(name: str) -> bool:
        await asyncio.sleep(0.2)
        return name != "Bob"

    async def greeting(name: str) -> str:
        await asyncio.sleep(0.2)
        return f"Hello {name}"

    print(asyncio.run(select(Visitors(), is_invited, greeting)))
