"""Orders of events: which ready task takes its next step, decided by a schedule instead of by chance.

asyncio runs what is ready first in, first out. A schedule departs from that in one way only: a
task that is ready to take a step may be made to wait, as if the await that it comes from had been
slow. Everything else keeps its order: the steps of one task, plain callbacks among themselves,
the queues inside locks. A schedule belongs to one run; its token makes the same schedule again.

Tokens:
    fifo            asyncio's own order
    h3.2            task 3 is held before its 2nd step, until nothing else can run
    h3.2-5.1        two holds
    p17.40          random priorities, changed twice within about 40 choices (PCT), seed 17
    r17             a random choice at each step, seed 17
    w4.1-9.2        at choice 4 the second ready task goes first, at choice 9 the third
    fifo~2, h3.2~1  the same, with sets of tasks in another order
"""

from __future__ import annotations

import asyncio
import random
import re
from collections import deque
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from ._loop import VirtualTimeLoop

PATIENCE = 1_000
"""Steps after which a task that is made to wait goes on, so that others may honestly poll for it."""

DEPTH = 3
"""Of PCT: how many steps must come in a certain order for the bug to show."""

Point = tuple[int, int]
"""A step of a task: the task's number, and how many steps it takes with this one."""


class Ready(Protocol):
    """What the loop needs of its ready queue."""

    def append(self, handle: asyncio.Handle, /) -> None: ...
    def appendleft(self, handle: asyncio.Handle, /) -> None: ...
    def popleft(self) -> asyncio.Handle: ...
    def clear(self) -> None: ...
    def __len__(self) -> int: ...


class Schedule:
    """One order of events, for one run.

    Attributes:
        salt: varies the order of sets of tasks; 0 is the ordinary one.
        steps: how many handles the loop has run under it.
    """

    salt = 0
    steps = 0

    @property
    def token(self) -> str:
        """Makes an equal schedule when given to `parse`."""
        raise NotImplementedError

    def queue(self, loop: VirtualTimeLoop) -> Ready:
        """The ready queue of the loop that runs under this schedule."""
        raise NotImplementedError


# ---------------------------------------------------------------- holds


class Holds(Schedule):
    """First in, first out, but some steps wait until nothing else can run at this instant.

    Args:
        holds: the steps that wait; none for asyncio's own order.
        salt: varies the order of sets of tasks.

    Attributes:
        points: the steps so far at which a hold would have made a difference, in order.
        begin: how many of the points come up to the last hold that took effect, that one included.
    """

    def __init__(self, holds: Iterable[Point] = (), salt: int = 0) -> None:
        self.holds = frozenset(holds)
        self.salt = salt
        self.points: list[Point] = []
        self.begin = 0

    @property
    def token(self) -> str:
        text = "h" + _join(sorted(self.holds)) if self.holds else "fifo"
        return text + (f"~{self.salt}" if self.salt else "")

    @property
    def later(self) -> Sequence[Point]:
        """The points after the last hold: where one more hold makes a schedule of its own."""
        return self.points[self.begin :]

    def queue(self, loop: VirtualTimeLoop) -> Ready:
        return _HoldingQueue(loop, self)


class _HoldingQueue:
    """A ready queue that sets held steps aside."""

    def __init__(self, loop: VirtualTimeLoop, schedule: Holds) -> None:
        self._loop = loop
        self._schedule = schedule
        self._line: deque[asyncio.Handle] = deque()
        self._held: deque[asyncio.Handle] = deque()
        self._since: deque[int] = deque()  # of each held handle: the schedule's step count then
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
        schedule, line = self._schedule, self._line
        schedule.steps += 1
        if self._held and schedule.steps - self._since[0] > PATIENCE:
            self._since.popleft()
            return self._held.popleft()
        while True:
            if not line and not (self._held and self._loop._ripen()):
                break
            handle = line.popleft()
            number = step_of(handle)
            if number is None:
                return handle
            self._taken[number] = step = self._taken.get(number, 0) + 1
            if not line and not self._loop._unripe():
                return handle  # it would be let go at once
            point = (number, step)
            schedule.points.append(point)
            if point not in schedule.holds:
                return handle
            schedule.begin = len(schedule.points)
            self._held.append(handle)
            self._since.append(schedule.steps)
        # The latest first: who was held before is the slower one.
        self._since.pop()
        return self._held.pop()


# ---------------------------------------------------------------- choices


class Choices(Schedule):
    """At each step one of the ready tasks is chosen; plain callbacks run before them.

    Attributes:
        taken: of each choice so far: how many tasks were ready, and which of them went on.
    """

    def __init__(self, salt: int = 0) -> None:
        self.salt = salt
        self.taken: list[tuple[int, int]] = []

    def choose(self, numbers: Sequence[int]) -> int:
        """Which of the ready tasks goes on, by its index; they come in order of readiness."""
        raise NotImplementedError

    def queue(self, loop: VirtualTimeLoop) -> Ready:
        return _ChoosingQueue(loop, self)

    def walk(self) -> Walk:
        """The same choices, spelt out."""
        return Walk({at: index for at, (_, index) in enumerate(self.taken) if index}, self.salt)


class Walk(Choices):
    """First in, first out, but at certain choices a later one goes first.

    Args:
        turns: which one goes, by the number of the choice; both count from 0.
    """

    def __init__(self, turns: dict[int, int], salt: int = 0) -> None:
        super().__init__(salt)
        self.turns = turns

    @property
    def token(self) -> str:
        return "w" + _join(sorted(self.turns.items())) + (f"~{self.salt}" if self.salt else "")

    def choose(self, numbers: Sequence[int]) -> int:
        return min(self.turns.get(len(self.taken), 0), len(numbers) - 1)


class RandomWalk(Choices):
    """A random choice at each step."""

    def __init__(self, seed: int) -> None:
        super().__init__(salt=seed)
        self._seed = seed
        self._below = random.Random(seed).randrange

    @property
    def token(self) -> str:
        return f"r{self._seed}"

    def choose(self, numbers: Sequence[int]) -> int:
        return self._below(len(numbers))


class Priorities(Choices):
    """Random priorities, lowered at random moments: probabilistic concurrency testing (ASPLOS 2010).

    Args:
        seed: of all that is random.
        choices: about how many choices a run has.
    """

    def __init__(self, seed: int, choices: int) -> None:
        super().__init__(salt=seed)
        self._seed = seed
        self._choices = choices
        self._random = random.Random(seed)
        self._priorities: dict[int, float] = {}
        moments = self._random.sample(range(max(choices, DEPTH)), DEPTH - 1)
        self._lower = {moment: rank for rank, moment in enumerate(moments)}

    @property
    def token(self) -> str:
        return f"p{self._seed}.{self._choices}"

    def choose(self, numbers: Sequence[int]) -> int:
        priorities = self._priorities
        for number in numbers:
            if number not in priorities:
                priorities[number] = DEPTH + self._random.random()
        best = max(numbers, key=priorities.__getitem__)
        rank = self._lower.get(len(self.taken))
        if rank is not None:
            priorities[best] = rank
            best = max(numbers, key=priorities.__getitem__)
        return numbers.index(best)


class _ChoosingQueue:
    """A ready queue that asks its schedule which task goes on."""

    def __init__(self, loop: VirtualTimeLoop, schedule: Choices) -> None:
        self._loop = loop
        self._schedule = schedule
        self._callbacks: deque[asyncio.Handle] = deque()
        self._numbers: list[int] = []  # tasks that are ready, in order of readiness
        self._steps: list[asyncio.Handle] = []  # their handles
        self._since: list[int] = []  # the schedule's step count when they became ready

    def __len__(self) -> int:
        return len(self._callbacks) + len(self._steps)

    def append(self, handle: asyncio.Handle, /) -> None:
        number = step_of(handle)
        if number is None:
            self._callbacks.append(handle)
        else:
            self._numbers.append(number)
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
        if self._callbacks:
            return self._callbacks.popleft()
        while self._loop._unripe():  # all that can run at this instant may be chosen
            self._loop._ripen()
            if self._callbacks:
                return self._callbacks.popleft()
        if len(since) == 1:
            return self._take(0)
        index = schedule.choose(self._numbers)
        schedule.taken.append((len(since), index))
        return self._take(index)

    def _take(self, index: int) -> asyncio.Handle:
        del self._numbers[index], self._since[index]
        return self._steps.pop(index)


def step_of(handle: asyncio.Handle) -> int | None:
    """The number of the task whose next step this handle is; None for a plain callback."""
    # `Handle._callback` (private, 3.4 to 3.14) is a bound method of the task's: of the C type
    # without a name for the first step, named task_wakeup for later ones.
    callback: Any = handle._callback  # type: ignore[attr-defined]
    owner = getattr(callback, "__self__", None)
    if isinstance(owner, asyncio.Task) and getattr(callback, "__name__", None) in _STEPS:
        return getattr(owner, "number", 0)
    return None


_STEPS = (None, "task_wakeup", "__step", "__wakeup")


# ---------------------------------------------------------------- tokens

_TOKEN = re.compile(r"(?P<kind>fifo|[hw](?P<pairs>\d+\.\d+(-\d+\.\d+)*)|p(?P<pct>\d+\.\d+)|r(?P<seed>\d+))(~(?P<salt>\d+))?")


def parse(token: str) -> Schedule:
    """The schedule with that token. Raises ValueError for what is none."""
    match = _TOKEN.fullmatch(token)
    if match is None or (match["salt"] and match["kind"][0] in "pr"):
        raise ValueError(f"{token!r} is no token of a schedule, such as `fifo`, `h3.2` or `p17.40`")
    salt = int(match["salt"] or 0)
    if match["seed"]:
        return RandomWalk(int(match["seed"]))
    if match["pct"]:
        return Priorities(*_pair(match["pct"]))
    pairs = [_pair(text) for text in match["pairs"].split("-")] if match["pairs"] else []
    return Walk(dict(pairs), salt) if match["kind"][0] == "w" else Holds(pairs, salt)


def _pair(text: str) -> tuple[int, int]:
    one, two = text.split(".")
    return int(one), int(two)


def _join(pairs: Iterable[tuple[int, int]]) -> str:
    return "-".join(f"{one}.{two}" for one, two in pairs)
