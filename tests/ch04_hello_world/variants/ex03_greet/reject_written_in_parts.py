"""What is known may be written at once; the rest follows when it is there.

kills: test_the_greeting test_no_title
loses: test_the_greeting test_no_title test_no_name test_a_name_known_before
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
    write("Hello ")
    name = await fetch_name()
    title = await fetch_title(name)
    write(f"{title} {name}")
    return f"Hello {title} {name}"
