"""Collect what an event loop reports."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

Report = tuple[str, BaseException | None]


@contextmanager
def capture_unhandled(loop: asyncio.AbstractEventLoop) -> Iterator[list[Report]]:
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

    def handler(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        reports.append((context["message"], context.get("exception")))

    before = loop.get_exception_handler()
    loop.set_exception_handler(handler)
    try:
        yield reports
    finally:
        loop.set_exception_handler(before)


if __name__ == "__main__":

    async def demo() -> None:
        async def fail() -> None:
            raise OSError("disk full")

        with capture_unhandled(asyncio.get_running_loop()) as reports:
            task = asyncio.create_task(fail())
            await asyncio.sleep(0.1)
            print("while the task is held:", reports)
            del task
            print("when it is gone:", reports)

    asyncio.run(demo())
