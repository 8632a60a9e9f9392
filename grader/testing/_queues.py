"""Ready queues of loops that run under a schedule."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ._loop import step_task
from ._tasks import number

if TYPE_CHECKING:
    from ._frames import Frame
    from ._loop import VirtualTimeLoop
    from ._schedules import Choices, Holds

PATIENCE = 1_000
"""Steps after which a task that is made to wait goes on, so that others may honestly poll for it."""


Point = tuple[int, int]
"""A step of a task: the task's number, and how many steps it has taken with this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A hold that took effect.

    Attributes:
        point: the step that was held.
        name: the task's name.
        function: what the task runs.
        where: the frames in which it was suspended, innermost first; none before its first step.
    """

    point: Point
    name: str
    function: str
    where: tuple[Frame, ...]


class HoldingQueue(deque["asyncio.Handle"]):
    """First in, first out, but held steps wait at the end until nothing else is left."""

    def __init__(self, loop: VirtualTimeLoop, schedule: Holds) -> None:
        super().__init__()
        self._loop = loop
        self._timers = loop._timers
        self._schedule = schedule
        self._trail = schedule.trail
        self._next = super().popleft
        self._held: list[tuple[asyncio.Handle, int]] = []  # handles, and when they were held
        self._seen: dict[int, int] = {who: 0 for who, _ in schedule.holds}  # steps of these tasks

    def popleft(self) -> asyncio.Handle:  # runs once a step, so it is written to be fast
        while True:
            if self._held and (let_go := self._look_at_held()) is not None:
                return let_go
            handle = self._next()
            callback: Any = handle._callback  # type: ignore[attr-defined]
            kind = type(callback)
            if kind is _FirstStep or (kind is _Method and callback.__name__ == "task_wakeup"):
                who = getattr(callback.__self__, "number", 0)  # 0: a task that isn't ours
            elif (task := step_task(handle)) is not None:
                who = number(task)
            else:
                self._schedule.callbacks += 1
                return handle
            # Were nothing else there, a held task would be let go at once.
            alone = len(self) == len(self._held) if self._held else not self
            if alone and not (self._timers and self._loop._unripe()):
                self._trail.append(-who)
                if who in self._seen:
                    self._seen[who] += 1
                return handle
            if who in self._seen and self._is_held(who, handle):
                continue
            self._trail.append(who)
            return handle

    def _is_held(self, who: int, handle: asyncio.Handle) -> bool:
        self._seen[who] = step = self._seen[who] + 1
        if (who, step) not in self._schedule.holds:
            return False
        task = step_task(handle)
        assert task is not None
        self._schedule.hold(task, (who, step))
        self._held.append((handle, self._schedule.steps))
        self.append(handle)
        return True

    def _look_at_held(self) -> asyncio.Handle | None:
        """Bring a handle to the front that isn't held; or else let one go."""
        held = self._held
        if self._schedule.steps - held[0][1] >= PATIENCE:
            return self._let_go(0)
        waiting = {id(handle) for handle, _ in held}
        while True:
            for _ in range(len(self)):
                if id(self[0]) not in waiting:
                    return None
                self.rotate(-1)
            if not self._loop._ripen():
                # The latest first: who was held before is the slower one.
                return self._let_go(-1)

    def _let_go(self, index: int) -> asyncio.Handle:
        handle, _ = self._held.pop(index)
        self.remove(handle)
        if (task := step_task(handle)) is not None:
            self._trail.append(-number(task))  # it has been held already
        return handle


class ChoosingQueue(deque["asyncio.Handle"]):
    """Asks its schedule which of the ready tasks goes on; plain callbacks go first."""

    # What is in this deque is only looked at when it is new; then only its length counts.

    def __init__(self, loop: VirtualTimeLoop, schedule: Choices) -> None:
        super().__init__()
        self._loop = loop
        self._timers = loop._timers
        self._schedule = schedule
        self._trail = schedule.trail
        self._drop = super().popleft
        self._callbacks: deque[asyncio.Handle] = deque()
        # Of the ready tasks, in order of readiness: number and handle.
        self._numbers: list[int] = []
        self._steps: list[asyncio.Handle] = []
        self._passes = 0  # how often in a row the first of them had to wait

    def appendleft(self, handle: asyncio.Handle, /) -> None:
        super().appendleft(handle)
        self._callbacks.appendleft(handle)

    def popleft(self) -> asyncio.Handle:  # runs once a step, so it is written to be fast
        callbacks, numbers, steps = self._callbacks, self._numbers, self._steps
        known = len(callbacks) + len(numbers)
        while True:
            for at in range(known, len(self)):
                handle = self[at]
                callback: Any = handle._callback  # type: ignore[attr-defined]
                kind = type(callback)
                if kind is _FirstStep or (kind is _Method and callback.__name__ == "task_wakeup"):
                    numbers.append(getattr(callback.__self__, "number", 0))
                    steps.append(handle)
                elif (task := step_task(handle)) is not None:
                    numbers.append(number(task))
                    steps.append(handle)
                else:
                    callbacks.append(handle)
            known = len(self)
            # All that can run at this instant may be chosen.
            if callbacks or not self._timers or not self._loop._ripen():
                break
        self._drop()
        self._passes += 1
        if callbacks and not (self._passes > PATIENCE and numbers):
            self._schedule.callbacks += 1
            return callbacks.popleft()
        index = 0
        if len(numbers) > 1 and self._passes <= PATIENCE:
            index = self._schedule.choose(numbers)
            self._schedule.taken.append((len(numbers), index))
            if self._schedule.passing and index:
                taken = Counter(self._trail)
                self._schedule.passed |= {(who, taken[who] + 1) for who in numbers[:index]}
        if not index:
            self._passes = 0
        self._trail.append(numbers.pop(index))
        return steps.pop(index)

    def clear(self) -> None:
        super().clear()
        self._callbacks.clear()
        self._numbers.clear()
        self._steps.clear()


async def _nothing() -> None:
    pass


def _type_of_first_steps() -> type:
    """What asyncio schedules for the first step of a C task: a type that it doesn't export."""
    found: list[object] = []

    class Loop:
        def call_soon(self, callback: object, **_: object) -> None:
            found.append(callback)

        def get_debug(self) -> bool:
            return False

    coroutine = _nothing()
    task = asyncio.Task(coroutine, loop=Loop())  # type: ignore[arg-type]
    task._log_destroy_pending = False  # type: ignore[attr-defined]
    coroutine.close()
    return type(found[0])


_FirstStep = _type_of_first_steps()
_Method = type(len)
