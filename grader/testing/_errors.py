"""What the loop raises instead of hanging."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Iterable

    from ._waiting import Waiting


class ForgedError(AssertionError):
    """What a test judges by has been changed by somebody else."""


class StuckError(Exception):
    """A run that would never have ended; raised out of `loop.run_forever()`.

    Not a `RuntimeError`, so that an honest `except RuntimeError` around
    `asyncio.run()` doesn't hide it.

    Attributes:
        waits: what each unfinished task waited for, in order of creation; then threads.
        time: loop time at which the run was ended.
    """

    def __init__(
        self,
        message: str,
        *,
        waits: Iterable[Waiting] = (),
        tasks: Iterable[asyncio.Task[Any]] = (),
        time: float = 0.0,
    ) -> None:
        super().__init__(message)
        self.waits = tuple(waits)
        self.time = time
        # Weakly: an error that is kept must not keep tasks from telling of a lost exception.
        self._tasks = [weakref.ref(task) for task in tasks]

    @property
    def tasks(self) -> tuple[asyncio.Task[Any], ...]:
        """The unfinished tasks, as far as they are still in use."""
        return tuple(task for ref in self._tasks if (task := ref()) is not None)

    def __str__(self) -> str:
        lines = [str(self.args[0])]
        lines += [f"  {wait}" for wait in self.waits[:MOST_LINES]]
        if len(self.waits) > MOST_LINES:
            lines.append(f"  … and {len(self.waits) - MOST_LINES} more")
        return "\n".join(lines)


class DeadlockError(StuckError):
    """Nothing is ready, no timer is set, and nobody outside can wake the loop."""


class LivelockError(StuckError):
    """Callbacks ran on and on while time stood still."""


class EndlessError(StuckError):
    """Time jumped from timer to timer without an end in sight."""


class BlockedLoopError(StuckError):
    """The loop's own thread waited for something that only the loop could have brought about."""


class UnexploredError(AssertionError):
    """A run takes so many steps that too few of them could be made to tell whether the code is right."""

    code = "livelock"

    def __init__(self, steps: int) -> None:
        super().__init__(
            f"each run of this test takes some {steps} steps, too many to look at it in many orders"
        )


MOST_LINES = 20
