"""One place for each loop is enough to remember which handler was set before.

kills: test_after_nested_blocks
loses: test_after_nested_blocks
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

Report = tuple[str, BaseException | None]

_before: dict[asyncio.AbstractEventLoop, Any] = {}


@contextmanager
def capture_unhandled(loop: asyncio.AbstractEventLoop) -> Iterator[list[Report]]:
    reports: list[Report] = []
    _before[loop] = loop.get_exception_handler()

    def handler(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        reports.append((context["message"], context.get("exception")))

    loop.set_exception_handler(handler)
    try:
        yield reports
    finally:
        loop.set_exception_handler(_before.pop(loop, None))
