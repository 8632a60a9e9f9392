"""Whether steps of tasks leave alone what was ready before them.

Who puts their own step in front of others', or others' away for a moment, has no races. To look for that
after each step is dear, so it is done where the learner's file may reach so far; see `Source.delves`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from ._vault import codes, fixed, vault

Ready = list[tuple[asyncio.Handle, Any]]
"""Handles in their order, and what each calls."""


class Wary:
    """For a loop that is traced by nobody else: is told of each step.

    Args:
        tell: called when a step has meddled.
    """

    _before = fixed()

    def __init__(self, tell: Callable[[], None]) -> None:
        self._before = vault(self, (tell, Ready()), _WARY)

    def step_begins(self, task: asyncio.Task[Any]) -> None:
        """What is ready now stays so, in this order; more may come behind it."""
        _, before = self._before(None)
        before[:] = _ready(task)

    def step_ended(self, task: asyncio.Task[Any]) -> None:
        """Has it?"""
        tell, before = self._before(None)
        loop: Any = task.get_loop()
        now = _ready(task)[: len(before)]
        same = len(now) == len(before) and all(map(_is_same, before, now))
        if not same and loop.aborting is None:
            tell()
        before.clear()

    def run_failed(self, loop: asyncio.AbstractEventLoop) -> None:
        """What follows is clean-up, and looked at all the same."""


_WARY = codes(Wary)


def _ready(task: asyncio.Task[Any]) -> Ready:
    loop: Any = task.get_loop()
    return [(handle, handle._callback) for handle in loop._ready]  # private, since 3.4


def _is_same(before: tuple[asyncio.Handle, Any], now: tuple[asyncio.Handle, Any]) -> bool:
    return before[0] is now[0] and (before[1] is now[1] or now[0].cancelled())
