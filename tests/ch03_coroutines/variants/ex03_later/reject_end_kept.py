"""When the delay is over is something that the object can remember.

kills: test_two_tasks
loses: test_two_tasks
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
        self._end = 0.0

    def __await__(self) -> Generator[Any, None, Any]:
        loop = asyncio.get_running_loop()
        self._end = loop.time() + self.delay
        while (rest := self._end - loop.time()) > 0:
            yield from asyncio.sleep(rest).__await__()
        return self.value
