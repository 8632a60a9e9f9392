"""Functions that only loops and tasks may call: they say which loop runs, and which task is the current one.

For as long as somebody else is said to run, collaborators wait on that, and what blocks isn't seen. Learners'
code has no use for them, so it gets a PermissionError, however it has come by them.
"""

from __future__ import annotations

import _asyncio
import asyncio
import os
import sys
from collections.abc import Callable
from types import CodeType
from typing import Any

# Private, and known by these names or with `_c_` or `_py_` before them. Python 3.11 has no `swap_current_task`.
NAMES = frozenset("set_running_loop enter_task leave_task swap_current_task".split())
# Of asyncio and of the grader, as their code calls them.
FOLDERS = tuple(
    os.path.dirname(name) + os.sep
    for name in (
        asyncio.run.__code__.co_filename,
        os.path.dirname((lambda: None).__code__.co_filename),
    )
)

SEALED: list[CodeType] = []
"""The code of functions that keep the real ones in their defaults."""

_guarded = [False]


def guard() -> None:
    """From now on, in this process, let nobody else call them."""
    _guarded[0] = True


def install() -> None:
    """Put functions that ask for their caller in the places of these. Idempotent."""
    asks: dict[Any, Callable[..., Any]] = {}
    for module in (_asyncio, asyncio, asyncio.events, asyncio.tasks):
        for name, real in list(vars(module).items()):
            bare = name.removeprefix("_c_").removeprefix("_py_").lstrip("_")
            if bare not in NAMES or getattr(real, "__code__", None) in SEALED:
                continue
            if real not in asks:
                asks[real] = _asking(real, f"_{bare}")
            setattr(module, name, asks[real])


def _asking(real: Callable[..., Any], name: str) -> Callable[..., Any]:
    # All in one default: who gives another one gives another function, too.
    def asks(*args: Any, _kept: Any = (real, name, _guarded, FOLDERS, sys._getframe)) -> Any:
        function, known_as, on, folders, getframe = _kept
        if on[0]:
            code = getframe(1).f_code
            # Not any of asyncio's: a handle calls whatever it is given.
            if known_as not in code.co_names or not code.co_filename.startswith(folders):
                raise PermissionError(f"`{known_as}` is for loops: that isn't possible here")
        return function(*args)

    asks.__name__ = asks.__qualname__ = name
    SEALED.append(asks.__code__)
    return asks
