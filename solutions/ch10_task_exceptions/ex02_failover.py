"""Try one thing after the other, until one works."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, TypeVar

T = TypeVar("T")


async def failover(attempts: Sequence[Callable[[], Coroutine[Any, Any, T]]]) -> T:
    """Call and await the `attempts` one after the other; return what the first success gives.

    An attempt succeeds by returning something, whatever that is. It fails by raising an exception
    of a class derived from `Exception`; only then the next attempt begins, at that moment. After a
    success, no other attempt is begun. Nor is one after an exception of another kind: that ends the
    call. (How it comes out is left open.)

    A cancellation is not a failure. If the call is cancelled, the attempt under way is cancelled
    too; when that has ended, the call ends as cancelled, and no other attempt is begun. (Attempts
    let a cancellation through. What holds if one doesn't, and returns or fails instead, in its
    clean-up perhaps, is left open.) To call an attempt raises nothing.

    Raises:
        ExceptionGroup: all attempts have failed. It holds their exceptions, in order, each as it is
            (it may be a group itself), also if there was only one attempt.
        ValueError: there are no attempts.
    """
    if not attempts:
        raise ValueError("there is nothing to try")
    errors = []
    for attempt in attempts:
        try:
            return await attempt()
        except Exception as error:
            errors.append(error)
    raise ExceptionGroup("all attempts have failed", errors)


if __name__ == "__main__":

    async def demo() -> None:
        async def main_server() -> str:
            await asyncio.sleep(0.3)
            raise OSError("the main server doesn't answer")

        async def mirror() -> str:
            await asyncio.sleep(0.3)
            return "the page, from a mirror"

        print(await failover([main_server, mirror]))
        try:
            await failover([main_server, main_server])
        except ExceptionGroup as group:
            print(group.exceptions)

    asyncio.run(demo())
