"""The event loop can be looked up once, when the object is made.

kills: test_never_awaited test_two_programs
loses: test_never_awaited test_two_programs
"""

import asyncio
from collections.abc import Generator
from typing import Any


class Later:
    """Something that can be awaited: it gives `value`, as it is, after `delay` seconds.

    Meanwhile the event loop has nothing to do with it, however long that takes.

    It can be awaited as often as one likes, one time after the other or at the same time, in this
    program or the next. Each await takes the whole delay, counted from when it began, and none of
    them knows of the others: cancel one, and they go on.

    While nobody awaits it, nothing goes on. It can be made where no event loop runs, and thrown
    away without ever being awaited. Nobody changes its delay or its value.
    """

    def __init__(self, delay: float, value: Any = None) -> None:
        self.delay = delay
        self.value = value
        self._loop = asyncio.get_running_loop()

    def __await__(self) -> Generator[Any, None, Any]:
        future = self._loop.create_future()
        timer = self._loop.call_later(self.delay, future.set_result, self.value)
        try:
            return (yield from future)
        finally:
            timer.cancel()
