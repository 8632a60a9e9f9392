"""`asyncio.get_event_loop` gives an event loop in any case, whether one runs or not.

requires-python: <3.14
kills: test_after_a_program
loses: test_after_a_program
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
    task = asyncio.current_task(asyncio.get_event_loop())
    name = task.get_name() if task is not None else "-"
    return f"[{name}] {message}"
