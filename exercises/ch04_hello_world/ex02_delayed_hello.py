"""A greeting after a pause."""

import asyncio
from collections.abc import Callable


async def delayed_hello(delay: float, write: Callable[[str], object]) -> None:
    """Call `write('Hello world')`, once, `delay` seconds (0 or more) after the start of the call.

    The call ends when that is done. Other tasks go on meanwhile; even with a delay of 0, those that
    are ready to run get their turn first. A call that is cancelled during the pause ends as
    cancelled, and never writes.
    """
    # TODO: the greeting doesn't wait
    asyncio.sleep(delay)
    write("Hello world")


if __name__ == "__main__":

    async def demo() -> None:
        print("and now, half a second later:")
        await delayed_hello(0.5, print)

    asyncio.run(demo())
