"""Run several coroutines: all of them succeed, or everything is stopped."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def all_or_nothing(*coros: Coroutine[Any, Any, T]) -> list[T]:
    """Run all `coros` at the same time, and return their results: a list, in their order.

    As soon as one of them raises an exception, the others are cancelled, once. When all have
    ended, their clean-up included, that exception comes out, the same object. If several are
    raised at the same moment, it is any one of these. What is raised later, in a clean-up, say,
    doesn't come out; but it, too, has to be retrieved. (One that hasn't begun when the others are
    cancelled doesn't have to begin.)

    If the call is cancelled, all that still run are cancelled, once. When they have ended, their
    clean-up included, the call ends as cancelled. (What comes out is left open if a clean-up fails
    meanwhile, or if the call is cancelled when it has begun to stop everything.)

    `coros` are coroutine objects that raise no CancelledError by themselves. There may be none at
    all: then the list is empty.
    """
    tasks = [asyncio.create_task(coro) for coro in coros]
    try:
        return await asyncio.gather(*tasks)
    except BaseException:
        for task in tasks:
            if not task.cancelling():  # `gather` has passed on a cancellation of the call
                task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        raise


if __name__ == "__main__":

    async def demo() -> None:
        async def book(what: str, seconds: float) -> str:
            try:
                await asyncio.sleep(seconds)
            except asyncio.CancelledError:
                await asyncio.sleep(0.1)
                print(what, "is cancelled")
                raise
            if what == "hotel":
                raise OSError("no room")
            print(what, "is booked")
            return what

        print(await all_or_nothing(book("train", 0.1), book("seat", 0.2)))
        try:
            await all_or_nothing(book("flight", 0.3), book("hotel", 0.1))
        except OSError as error:
            print("caught:", error)
        await asyncio.sleep(0.5)

    asyncio.run(demo())
