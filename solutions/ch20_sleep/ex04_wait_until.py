"""Look again and again, with a limit."""

import asyncio
from collections.abc import Callable


async def wait_until(
    predicate: Callable[[], bool], interval: float, timeout: float | None = None
) -> bool:
    """Wait until `predicate()` is true; return True as soon as a check finds it so.

    `predicate` is checked at once, and then every `interval` seconds (more than 0). It takes no
    time, and doesn't fail.

    With a `timeout` (0 or more seconds from now), the wait ends at that moment, between two checks
    perhaps: what a last check says right then is returned. None means no limit.

    When the call is cancelled, it ends as cancelled.
    """
    loop = asyncio.get_running_loop()
    deadline = None if timeout is None else loop.time() + timeout
    while not predicate():
        pause = interval
        if deadline is not None:
            left = deadline - loop.time()
            if left <= 0:
                return False
            pause = min(interval, left)
        await asyncio.sleep(pause)
    return True


if __name__ == "__main__":

    async def demo() -> None:
        ready: list[str] = []
        asyncio.get_running_loop().call_later(0.7, ready.append, "cake")
        print("within 0.5 s:", await wait_until(lambda: bool(ready), 0.2, 0.5))
        print("at last:", await wait_until(lambda: bool(ready), 0.2))

    asyncio.run(demo())
