"""Ready queues of loops that run under a schedule."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ._numbers import number, number_of
from ._origins import step_task

if TYPE_CHECKING:
    from collections.abc import Callable

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


# Popping runs once a step, and exploring takes many: so it is written to be fast. Functions whose
# names live in a closure find them sooner than methods do.


class Queue(deque["asyncio.Handle"]):
    """A ready queue with a `popleft` of its own, which is a circle of references."""

    def retire(self) -> None:
        """Take the circle apart, so that no garbage collection has to: the queue has had its day."""
        vars(self).clear()


class HoldingQueue(Queue):
    """First in, first out, but held steps go to the end until nothing else is left."""

    def __init__(self, loop: VirtualTimeLoop, schedule: Holds) -> None:
        self.popleft = self._popping(loop, schedule)  # type: ignore[method-assign]

    def _popping(self, loop: VirtualTimeLoop, schedule: Holds) -> Callable[[], asyncio.Handle]:
        take, put_back = super().popleft, self.append
        trail, callbacks, holds = schedule.trail, schedule.callbacks, schedule.holds
        went = trail.append
        steps = dict.fromkeys((who for who, _ in holds), 0)  # of those who are to be held
        held: list[asyncio.Handle] = []
        since: list[int] = []  # when they were held

        def let_go(index: int) -> asyncio.Handle:
            del since[index]
            return held.pop(index)

        def popleft() -> asyncio.Handle:
            while True:
                handle = take()
                if held and handle in held:
                    if len(trail) + len(callbacks) - since[0] >= PATIENCE:
                        if handle is held[0]:
                            went(-number_of_step(handle))
                            return let_go(0)
                    elif handle is held[-1] and len(self) < len(held) and not loop._ripen():
                        # Nothing else is left. The latest first: the one before is the slower one.
                        went(-number_of_step(handle))
                        return let_go(-1)
                    put_back(handle)
                    continue
                callback: Any = handle._callback  # type: ignore[attr-defined]
                kind = type(callback)
                if kind is _FirstStep or (kind is _Method and callback.__name__ == "task_wakeup"):
                    try:
                        who = number_of(callback.__self__)
                    except (TypeError, AttributeError):
                        who = 0  # a task that isn't ours
                elif (task := step_task(handle)) is not None:
                    who = number(task)
                else:
                    callbacks.append(None)
                    return handle
                # Were nothing else there, a held task would be let go at once.
                alone = len(self) <= len(held) and not loop._unripe()
                if who in steps:
                    steps[who] = step = steps[who] + 1
                    if (who, step) in holds and not alone:
                        since.append(len(trail) + len(callbacks))
                        held.append(handle)
                        put_back(handle)
                        schedule.hold(handle, (who, step))
                        continue
                went(-who if alone else who)
                return handle

        return popleft


class ChoosingQueue(Queue):
    """Asks its schedule which of the ready tasks goes on; plain callbacks go first."""

    # What is in this deque is only looked at when it is new; then only its length counts.

    def __init__(self, loop: VirtualTimeLoop, schedule: Choices) -> None:
        self._callbacks: deque[asyncio.Handle] = deque()
        # Of the ready tasks, in order of readiness: number and handle.
        self._numbers: list[int] = []
        self._steps: list[asyncio.Handle] = []
        self.popleft = self._popping(loop, schedule)  # type: ignore[method-assign]

    def appendleft(self, handle: asyncio.Handle, /) -> None:
        super().appendleft(handle)
        self._callbacks.appendleft(handle)

    def _popping(self, loop: VirtualTimeLoop, schedule: Choices) -> Callable[[], asyncio.Handle]:
        drop, ran = super().popleft, schedule.callbacks.append
        callbacks, numbers, steps = self._callbacks, self._numbers, self._steps
        trail, choose, way = schedule.trail, schedule.choose, schedule.avoid
        went, found, took = trail.append, schedule.sizes.append, schedule.taken.append
        passes = 0  # how often in a row the first of the ready tasks had to wait

        def popleft() -> asyncio.Handle:
            nonlocal passes
            known = len(callbacks) + len(steps)
            while True:
                while known < len(self):
                    handle = self[known]
                    known += 1
                    callback: Any = handle._callback  # type: ignore[attr-defined]
                    kind = type(callback)
                    if kind is _FirstStep or (
                        kind is _Method and callback.__name__ == "task_wakeup"
                    ):
                        try:
                            numbers.append(number_of(callback.__self__))
                        except (TypeError, AttributeError):
                            numbers.append(0)
                        steps.append(handle)
                    elif (task := step_task(handle)) is not None:
                        numbers.append(number(task))
                        steps.append(handle)
                    else:
                        callbacks.append(handle)
                # All that can run at this instant may be chosen.
                if callbacks or not loop._ripen():
                    break
            drop()
            passes += 1
            if callbacks and not (passes > PATIENCE and steps):
                ran(None)
                return callbacks.popleft()
            size = len(steps)
            if size > 1 and passes <= PATIENCE:
                index = choose(numbers)
                if way is not None and way.follows:
                    index = way.turn(size, index)
                found(size)
                took(index)
                if index:
                    if schedule.passing:
                        so_far = Counter(trail)
                        schedule.passed |= {(who, so_far[who] + 1) for who in numbers[:index]}
                    went(numbers.pop(index))
                    return steps.pop(index)
            passes = 0
            went(numbers.pop(0))
            return steps.pop(0)

        return popleft

    def clear(self) -> None:
        super().clear()
        self._callbacks.clear()
        self._numbers.clear()
        self._steps.clear()


def number_of_step(handle: asyncio.Handle) -> int:
    """The number of the task whose step this is."""
    task = step_task(handle)
    return 0 if task is None else number(task)


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
