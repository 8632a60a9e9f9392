"""A helper gives the task or None, without raising."""

import asyncio
from typing import Any


def tag(message: str) -> str:
    """Return '[NAME] message', where NAME is the name of the task that runs now.

    It is the name that this task has at the moment of the call, be it empty or full of odd
    characters. If no task is running, NAME is '-': so in a callback that the event loop calls, and
    in a program in which no event loop runs, not yet or not any more.

    This is a plain function, for code of all kinds: it may be called deep inside functions and
    coroutines that know nothing of tasks. It raises nothing, and starts nothing.
    """
    task = _running()
    return f"[{task.get_name()}] {message}" if task else f"[-] {message}"


def _running() -> asyncio.Task[Any] | None:
    # Private, but old: the running loop, or None.
    return asyncio.current_task() if asyncio._get_running_loop() else None
