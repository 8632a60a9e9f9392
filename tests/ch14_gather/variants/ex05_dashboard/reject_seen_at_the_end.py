"""Whoever asks the tasks, when all have ended, stops the page in time.

kills: test_a_required_widget_fails
loses: test_a_required_widget_fails test_clean_up test_failures_at_the_same_moment
    test_a_clean_up_fails
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, NamedTuple


class Widget(NamedTuple):
    """A part of a page.

    Attributes:
        name: all widgets of a page have different ones.
        load: an async function that gives what the widget shows: any value, be it None, or an
            exception object that it returns.
        required: whether the page is worthless without it.
        fallback: what it shows if it isn't required, and `load` raises an `Exception`. It may be any
            value, such as a list.
    """

    name: str
    load: Callable[[], Coroutine[Any, Any, Any]]
    required: bool
    fallback: Any


async def build_dashboard(widgets: Sequence[Widget]) -> dict[str, Any]:
    """Load all `widgets` at the same time; return what they show, by name, in their order.

    The page is ready when the last widget is. If a widget fails that isn't required, it shows its
    fallback, and the others go on. There may be no widgets at all.

    As soon as a required widget fails, all loads that still run are cancelled, once. When they
    have ended, their clean-up included, its exception comes out, the same object. If several fail
    at the same moment, it is any one of theirs. What is raised later doesn't come out, but it, too,
    has to be retrieved. (A load that hasn't begun by then doesn't have to begin.)

    If the call is cancelled, all loads that still run are cancelled, once. When they have ended,
    their clean-up included, the call ends as cancelled. (What comes out is left open if a clean-up
    fails meanwhile, or if the call is cancelled when it has begun to stop everything.)

    By itself, a load raises an `Exception`, if anything, and never a CancelledError.
    """
    tasks = [asyncio.create_task(widget.load()) for widget in widgets]
    await asyncio.gather(*tasks, return_exceptions=True)
    page = {}
    for widget, task in zip(widgets, tasks, strict=True):
        if task.exception() is None:
            page[widget.name] = task.result()
        elif widget.required:
            raise task.exception()
        else:
            page[widget.name] = widget.fallback
    return page
