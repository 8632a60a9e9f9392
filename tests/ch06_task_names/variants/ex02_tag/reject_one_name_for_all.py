"""It's enough to ask once who is running.

kills: test_deep_inside test_renamed
loses: test_deep_inside test_renamed
"""

import asyncio

_name: str | None = None


def tag(message: str) -> str:
    """Return '[NAME] message', where NAME is the name of the task that runs now.

    It is the name that this task has at the moment of the call, be it empty or full of odd
    characters. If no task is running, NAME is '-': so in a callback that the event loop calls, and
    in a program in which no event loop runs, not yet or not any more.

    This is a plain function, for code of all kinds: it may be called deep inside functions and
    coroutines that know nothing of tasks. It raises nothing, and starts nothing.
    """
    global _name
    if _name is None:
        try:
            task = asyncio.current_task()
        except RuntimeError:
            task = None
        _name = task.get_name() if task is not None else "-"
    return f"[{_name}] {message}"
