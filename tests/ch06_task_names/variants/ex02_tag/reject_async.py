"""What is called by coroutines has to be a coroutine function.

kills: test_in_a_task
loses: test_in_a_task test_deep_inside test_in_a_callback test_without_a_loop test_after_a_program
    test_an_empty_name test_what_looks_like_a_format test_renamed
"""

import asyncio


async def tag(message: str) -> str:
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
    name = task.get_name() if task is not None else "-"
    return f"[{name}] {message}"
