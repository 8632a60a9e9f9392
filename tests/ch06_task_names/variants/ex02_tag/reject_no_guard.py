"""There is always a current task.

kills: test_in_a_callback test_without_a_loop
loses: test_in_a_callback test_without_a_loop test_after_a_program
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
    return f"[{asyncio.current_task().get_name()}] {message}"
