"""What a child does while it waits for the learner's file, so that the verdict comes sooner then.

What a test needs is on pages that a fork shares until somebody writes to them, and each is copied on
that occasion; a first test finds empty caches, too. A third of a short exercise's time is that.
"""

from __future__ import annotations

import asyncio
import contextlib

from grader.testing import Log, same
from grader.testing._probes import Starter
from grader.testing._scene import Clock, Scene, Setting

__all__ = ["rehearse"]


def rehearse() -> BaseException | None:
    """Run a test that does what tests do most; what was wrong with it, or None."""
    with Scene(Setting()) as scene:
        return scene.run(_play, {})


async def _play(clock: Clock, log: Log, start: Starter) -> None:
    async def act(name: str) -> str:
        log.add(name, "begins")
        await asyncio.sleep(1)
        return name

    both = await asyncio.gather(start("one", act("one")), asyncio.create_task(act("two")))
    late = asyncio.create_task(act("three"))
    await clock.until(1.5)
    late.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.wait_for(late, 3)
    async with asyncio.timeout(3), asyncio.TaskGroup() as group:
        group.create_task(act("four"))
    assert same(both, ["one", "two"])
    assert log.of("one") == ["one begins 0", "one returned 1"]
    assert log.times("begins") == [0, 0, 1, 1.5]
