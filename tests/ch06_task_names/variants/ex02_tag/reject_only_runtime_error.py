"""Where a loop runs, a task runs.

kills: test_in_a_callback
loses: test_in_a_callback
"""

import asyncio


def tag(message: str) -> str:
    """Return '[NAME] message', where NAME is the name of the task that runs now.

    It is the name that this task has at the moment of the call, be it empty or full of odd
    characters. If no task is running, NAME is '-': so in a callback that the event loop calls, and
    in a program in which no event loop runs, not yet or not any more.

    This is a plain function, for code of all kinds: it may be called deep inside functions and
    coroutines that know nothing of tasks. It raises nothing, and starts nothing.
    """
    try:
        name = asyncio.current_task().get_name()
    except RuntimeError:
        name = "-"
    return f"[{name}] {message}"
