"""A coroutine stands for its value, so it is enough to await it where the value is shown.

kills: test_the_title_for_a_name
loses: test_the_title_for_a_name test_no_title test_no_name
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
    name = fetch_name()
    title = await fetch_title(name)
    greeting = f"Hello {title} {await name}"
    write(greeting)
    return greeting
