"""An object of one's own, whose `__await__` begins the sleep."""

import asyncio
from collections.abc import Awaitable
from collections.abc import Generator
from typing import Any
from typing import TypeVar

T = TypeVar("T")


class Later(Awaitable[T]):
    """Gives `value`, `delay` seconds after it is awaited."""

    def __init__(self, value: T, delay: float) -> None:
        self.value = value
        self.delay = delay

    def __await__(self) -> Generator[Any, None, T]:
        yield from asyncio.sleep(self.delay).__await__()
        return self.value


def delayed(
    value: T, *, milliseconds: float = 0, seconds: float = 0, minutes: float = 0
) -> Awaitable[T]:
    """Return something to await that gives `value`, that long after it is awaited.

    The value is handed over as it is, whatever it is: a task, say, isn't awaited.

    The three parts of the delay are added up; none of them is negative. The delay counts from the
    `await`, not from this call, which starts nothing. What is returned is awaited once; several of
    them can be awaited at the same time.

    With no delay at all no time passes, but everybody else who is ready has a turn before the value
    is there.
    """
    return Later(value, milliseconds / 1000 + seconds + 60 * minutes)
