"""Small concurrent programs, each with a bug that asyncio's own order hides, and each mended.

`far` pauses lie inside the windows and between the tasks: with a few the windows are close
together, with many a task must be slow for long before anything goes wrong.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass
from functools import partial
from typing import Any

Program = Callable[[], Coroutine[Any, Any, object]]
"""Runs once, from nothing; raises if the bug shows."""

NEAR, FAR = 1, 5
"""Pauses in a window: `far` of the programs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Race:
    """A bug, as a program that has it and as one that hasn't."""

    name: str
    wrong: Program
    right: Program
    far: bool


async def pause(times: int) -> None:
    """Let the others run that often."""
    for _ in range(times):
        await asyncio.sleep(0)


async def lost_update(*, tasks: int, far: int, mended: bool) -> None:
    """Each task reads, and writes back what it read plus one."""
    value = 0
    lock: AbstractAsyncContextManager[object] = asyncio.Lock() if mended else nullcontext()

    async def add(before: int) -> None:
        nonlocal value
        await pause(before)
        async with lock:
            read = value
            await pause(far)
            value = read + 1
        await pause(far)

    await asyncio.gather(*(add((far + 2) * n) for n in range(tasks)))
    assert value == tasks


async def check_then_act(*, far: int, mended: bool) -> None:
    """What isn't in the cache is loaded; two tasks want the same."""
    loads, cache = 0, dict[str, str]()
    lock: AbstractAsyncContextManager[object] = asyncio.Lock() if mended else nullcontext()

    async def get(key: str, before: int) -> str:
        nonlocal loads
        await pause(before)
        async with lock:
            if key not in cache:
                await pause(far)
                loads += 1
                cache[key] = f"value of {key}"
            return cache[key]

    await asyncio.gather(*(get("a", (far + 2) * n) for n in range(2)))
    assert loads == 1


async def lock_order(*, far: int, mended: bool) -> None:
    """Two tasks take two locks, in opposite orders."""
    one, two = asyncio.Lock(), asyncio.Lock()

    async def move(source: asyncio.Lock, target: asyncio.Lock, before: int) -> None:
        await pause(before)
        async with source:
            await pause(far)
            async with target:
                await pause(far)

    second = (one, two) if mended else (two, one)
    await asyncio.gather(move(one, two, 0), move(*second, 2 * far + 3))


async def lost_notify(*, far: int, mended: bool) -> None:
    """The consumer looks, finds nothing, and waits: too late to be notified."""
    condition, ready = asyncio.Condition(), False

    async def consume() -> None:
        await pause(far)
        if mended:
            async with condition:
                await condition.wait_for(lambda: ready)
        elif not ready:
            await pause(far)
            async with condition:
                await condition.wait()

    async def produce() -> None:
        nonlocal ready
        await pause(3 * far + 2)
        async with condition:
            ready = True
            condition.notify()

    await asyncio.gather(consume(), produce())


async def leak_on_cancel(*, far: int, mended: bool) -> None:
    """A slot is taken, then the clean-up is set up that will give it back."""
    slots = asyncio.Semaphore(1)

    async def work() -> None:
        if mended:
            async with slots:
                await pause(3 * far + 3)
            return
        await slots.acquire()
        await pause(far)
        try:
            await pause(2 * far + 3)
        finally:
            slots.release()

    task = asyncio.create_task(work())
    canceller = asyncio.create_task(_cancel(task, 2 * far + 1))
    await asyncio.wait([task, canceller])
    assert not slots.locked()


async def _cancel(task: asyncio.Task[None], before: int) -> None:
    await pause(before)
    task.cancel()


async def philosophers(*, far: int, mended: bool) -> None:
    """Three of them, three forks; each takes two."""
    forks = [asyncio.Lock() for _ in range(3)]

    async def dine(first: int, second: int, before: int) -> None:
        await pause(before)
        async with forks[first]:
            await pause(far)
            async with forks[second]:
                await pause(far)

    last = (0, 2) if mended else (2, 0)
    wait = 2 * far + 2
    await asyncio.gather(dine(0, 1, 0), dine(1, 2, wait), dine(*last, 2 * wait))


_PROGRAMS: Sequence[tuple[str, Callable[..., Coroutine[Any, Any, object]]]] = (
    ("lost update, 2 tasks", partial(lost_update, tasks=2)),
    ("lost update, 3 tasks", partial(lost_update, tasks=3)),
    ("check, then act", check_then_act),
    ("lock order", lock_order),
    ("lost notify", lost_notify),
    ("semaphore leak on cancel", leak_on_cancel),
    ("three philosophers", philosophers),
)

RACES = tuple(
    Race(
        name=name + (", far apart" if far == FAR else ""),
        wrong=partial(program, far=far, mended=False),
        right=partial(program, far=far, mended=True),
        far=far == FAR,
    )
    for far in (NEAR, FAR)
    for name, program in _PROGRAMS
)


async def plain_update(tasks: int = 3) -> int:
    """Read, let the others run once, write: returns how many updates arrived. 90 orders, 84 wrong."""
    value = 0

    async def add() -> None:
        nonlocal value
        read = value
        await asyncio.sleep(0)
        value = read + 1

    await asyncio.gather(*(add() for _ in range(tasks)))
    return value
