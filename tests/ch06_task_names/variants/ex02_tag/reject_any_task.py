"""Of all tasks of the loop, any that isn't done is the one that runs.

kills: test_in_a_task
loses: test_in_a_task test_deep_inside test_in_a_callback test_an_empty_name
    test_what_looks_like_a_format test_renamed
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
        tasks = asyncio.all_tasks()
    except RuntimeError:
        tasks = set()
    for task in tasks:
        return f"[{task.get_name()}] {message}"
    return f"[-] {message}"
