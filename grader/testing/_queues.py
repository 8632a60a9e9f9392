"""Ready queues of loops that run under a schedule."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from ._loop import step_task
from ._tasks import awaiting, number

if TYPE_CHECKING:
    import asyncio

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


class Ready(Protocol):
    """What a loop needs of its ready queue."""

    def append(self, handle: asyncio.Handle, /) -> None: ...
    def appendleft(self, handle: asyncio.Handle, /) -> None: ...
    def popleft(self) -> asyncio.Handle: ...
    def clear(self) -> None: ...
    def __len__(self) -> int: ...


class HoldingQueue:
    """First in, first out, but sets held steps aside until nothing else is left."""

    def __init__(self, loop: VirtualTimeLoop, schedule: Holds) -> None:
        self._loop = loop
        self._schedule = schedule
        self._line: deque[asyncio.Handle] = deque()
        self._held: deque[asyncio.Handle] = deque()
        self._since: deque[int] = deque()  # of each held handle: the count of steps then
        self._taken: dict[int, int] = {}  # steps of each task so far
        self.append = self._line.append
        self.appendleft = self._line.appendleft

    def __len__(self) -> int:
        return len(self._line) + len(self._held)

    def clear(self) -> None:
        self._line.clear()
        self._held.clear()
        self._since.clear()

    def popleft(self) -> asyncio.Handle:
        schedule, line, held = self._schedule, self._line, self._held
        schedule.steps += 1
        if held and schedule.steps - self._since[0] > PATIENCE:
            self._since.popleft()
            return self._goes(held.popleft())
        while line or (held and self._loop._ripen()):
            if not line:
                continue
            handle = line.popleft()
            task = step_task(handle)
            if task is None:
                return handle
            who = number(task)
            self._taken[who] = step = self._taken.get(who, 0) + 1
            if line or self._loop._unripe():  # else it would be let go at once
                point = (who, step)
                schedule.points.append(point)
                if point in schedule.holds:
                    schedule.begin = len(schedule.points)
                    schedule.held.append(_hold(task, point))
                    held.append(handle)
                    self._since.append(schedule.steps)
                    continue
            schedule.trail = hash((schedule.trail, who))
            return handle
        # The latest first: who was held before is the slower one.
        self._since.pop()
        return self._goes(held.pop())

    def _goes(self, handle: asyncio.Handle) -> asyncio.Handle:
        task = step_task(handle)
        if task is not None:
            self._schedule.trail = hash((self._schedule.trail, number(task)))
        return handle


def _hold(task: asyncio.Task[object], point: Point) -> Hold:
    coroutine = task.get_coro()
    where = awaiting(task).where if point[1] > 1 else ()
    return Hold(
        point=point,
        name=task.get_name(),
        function=getattr(coroutine, "__qualname__", type(coroutine).__name__),
        where=where,
    )


class ChoosingQueue:
    """Asks its schedule which of the ready tasks goes on; plain callbacks go first."""

    def __init__(self, loop: VirtualTimeLoop, schedule: Choices) -> None:
        self._loop = loop
        self._schedule = schedule
        self._callbacks: deque[asyncio.Handle] = deque()
        # Of the ready tasks, in order of readiness: number, handle, count of steps then.
        self._numbers: list[int] = []
        self._steps: list[asyncio.Handle] = []
        self._since: list[int] = []
        self._taken: dict[int, int] = {}  # steps of each task so far, if anybody wants to know

    def __len__(self) -> int:
        return len(self._callbacks) + len(self._steps)

    def append(self, handle: asyncio.Handle, /) -> None:
        task = step_task(handle)
        if task is None:
            self._callbacks.append(handle)
        else:
            self._numbers.append(number(task))
            self._steps.append(handle)
            self._since.append(self._schedule.steps)

    def appendleft(self, handle: asyncio.Handle, /) -> None:
        self._callbacks.appendleft(handle)

    def clear(self) -> None:
        self._callbacks.clear()
        self._numbers.clear()
        self._steps.clear()
        self._since.clear()

    def popleft(self) -> asyncio.Handle:
        schedule, since = self._schedule, self._since
        schedule.steps += 1
        if since and schedule.steps - since[0] > PATIENCE:
            return self._take(0)
        while not self._callbacks:
            if not self._loop._ripen():  # all that can run at this instant may be chosen
                break
        if self._callbacks:
            return self._callbacks.popleft()
        if len(since) == 1:
            return self._take(0)
        index = schedule.choose(self._numbers)
        schedule.taken.append((len(since), index))
        if schedule.passing:
            for who in self._numbers[:index]:
                schedule.passed.add((who, self._taken.get(who, 0) + 1))
        return self._take(index)

    def _take(self, index: int) -> asyncio.Handle:
        who = self._numbers.pop(index)
        del self._since[index]
        schedule = self._schedule
        schedule.trail = hash((schedule.trail, who))
        if schedule.passing:
            self._taken[who] = self._taken.get(who, 0) + 1
        return self._steps.pop(index)
