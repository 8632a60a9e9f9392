"""It is enough that the list is complete when the block has ended.

kills: test_a_task_that_is_held
loses: test_a_task_that_is_held test_tasks_that_nobody_holds test_a_callback_that_raises
"""

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
    contexts: list[dict[str, Any]] = []
    before = loop.get_exception_handler()
    loop.set_exception_handler(lambda loop, context: contexts.append(context))
    try:
        yield reports
    finally:
        loop.set_exception_handler(before)
        reports += [(context["message"], context.get("exception")) for context in contexts]
