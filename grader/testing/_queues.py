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

    def __init__(self, loop: VirtualTimeLoop, schedule: Choices) -> None:
        super().__init__()
        self._loop = loop
        self._timers = loop._timers
        self._schedule = schedule
        self._trail = schedule.trail
        self._drop = super().popleft
        # What is in this deque is only looked at when it is new; then its length is what counts.
        self._known = 0
        self._callbacks: deque[asyncio.Handle] = deque()
        # Of the ready tasks, in order of readiness: number, handle, count of steps then.
        self._numbers: list[int] = []
        self._steps: list[asyncio.Handle] = []
        self._since: list[int] = []

    def appendleft(self, handle: asyncio.Handle, /) -> None:
        super().appendleft(handle)
        self._callbacks.appendleft(handle)
        self._known += 1

    def _look_at_new(self) -> None:
        now = self._schedule.steps
        for at in range(self._known, len(self)):
            handle = self[at]
            task = step_task(handle)
            if task is None:
                self._callbacks.append(handle)
            else:
                self._numbers.append(number(task))
                self._steps.append(handle)
                self._since.append(now)
        self._known = len(self)

    def popleft(self) -> asyncio.Handle:
        if len(self) > self._known:
            self._look_at_new()
        schedule, since = self._schedule, self._since
        if since and schedule.steps - since[0] > PATIENCE:
            return self._take(0)
        while not self._callbacks and self._timers:
            if not self._loop._ripen():  # all that can run at this instant may be chosen
                break
            self._look_at_new()
        if self._callbacks:
            schedule.callbacks += 1
            self._drop()
            self._known -= 1
            return self._callbacks.popleft()
        if len(since) == 1:
            return self._take(0)
        index = schedule.choose(self._numbers)
        schedule.taken.append((len(since), index))
        if schedule.passing and index:
            taken = Counter(self._trail)
            schedule.passed |= {(who, taken[who] + 1) for who in self._numbers[:index]}
        return self._take(index)

    def _take(self, index: int) -> asyncio.Handle:
        self._drop()
        self._known -= 1
        del self._since[index]
        self._trail.append(self._numbers.pop(index))
        return self._steps.pop(index)


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
