"""A list in the body of a class is made anew for each object.

kills: test_nested_blocks
loses: test_nested_blocks
"""

import asyncio
from typing import Any

Report = tuple[str, BaseException | None]


class capture_unhandled:
    """While the block runs, collect what `loop` reports to its exception handler.

    To be used as `with capture_unhandled(loop) as reports:`. Whatever the loop has to report (an
    exception that nobody retrieved, a callback that raised, or anything else) is appended to the
    list `reports`, as soon as it is reported, as a tuple: the message of the report, which every
    report has, and its exception object, or None if it has none. No other handler hears of it.

    When the block is left, the handler that was set before is set again, the same object; if none
    was set, none is. That is so on every path, and also if the block itself has set another one. An
    exception raised in the block comes out as it is; it is no report.

    Blocks may be nested. Then a report belongs to the innermost of them, and each sets again what
    was set before it. They don't overlap in any other way.
    """

    reports: list[Report] = []

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop

    def __enter__(self) -> list[Report]:
        self.before = self.loop.get_exception_handler()
        self.loop.set_exception_handler(self.handle)
        return self.reports

    def __exit__(self, *exc_info: object) -> None:
        self.loop.set_exception_handler(self.before)

    def handle(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        self.reports.append((context["message"], context.get("exception")))
