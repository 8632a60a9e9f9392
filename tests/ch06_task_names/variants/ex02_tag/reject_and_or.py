"""`a and b or c` gives `c` only if `a` is None or false.

kills: test_an_empty_name
loses: test_an_empty_name
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
        task = asyncio.current_task()
    except RuntimeError:
        task = None
    return f"[{task and task.get_name() or '-'}] {message}"
