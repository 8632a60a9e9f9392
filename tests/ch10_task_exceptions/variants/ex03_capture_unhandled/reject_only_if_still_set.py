"""A handler that the block itself has set is to stay.

kills: test_a_block_that_sets_a_handler
loses: test_a_block_that_sets_a_handler
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

Report = tuple[str, BaseException | None]


@contextmanager
def capture_unhandled(loop: asyncio.AbstractEventLoop) -> Iterator[list[Report]]:
    reports: list[Report] = []
    before = loop.get_exception_handler()

    def handler(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        reports.append((context["message"], context.get("exception")))

    loop.set_exception_handler(handler)
    try:
        yield reports
    finally:
        if loop.get_exception_handler() is handler:
            loop.set_exception_handler(before)
