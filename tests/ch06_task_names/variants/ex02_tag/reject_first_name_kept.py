"""A name that was read once can be kept, task by task.

kills: test_renamed
loses: test_renamed
"""

import asyncio
import weakref
from typing import Any

_names: weakref.WeakKeyDictionary[asyncio.Task[Any], str] = weakref.WeakKeyDictionary()


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
    if task is None:
        return f"[-] {message}"
    if task not in _names:
        _names[task] = task.get_name()
    return f"[{_names[task]}] {message}"
