"""A value that is needed twice is fetched twice.

kills: test_the_greeting
loses: test_the_greeting
"""

from collections.abc import Awaitable, Callable


async def greet(
    fetch_name: Callable[[], Awaitable[str]],
    fetch_title: Callable[[str], Awaitable[str]],
    write: Callable[[str], object],
) -> str:
    """Write 'Hello TITLE NAME' in one call of `write`, and return that text.

    `fetch_name()` and `fetch_title(name)` give something to await, be it a coroutine or another
    awaitable; what comes of that is the name, or the title that belongs to it, and isn't empty.
    Both are called once.

    An exception of either reaches the caller as it is, and then nothing is written.
    """
    title = await fetch_title(await fetch_name())
    greeting = f"Hello {title} {await fetch_name()}"
    write(greeting)
    return greeting
