"""A task can be awaited again and again, and takes its time each time.

kills: test_one_await_after_the_other test_one_of_two_is_cancelled
loses: test_one_await_after_the_other test_two_tasks test_one_of_two_is_cancelled test_two_programs
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
        self._task: asyncio.Task[Any] | None = None

    def __await__(self) -> Generator[Any, None, Any]:
        if self._task is None:
            self._task = asyncio.create_task(asyncio.sleep(self.delay, self.value))
        return self._task.__await__()
