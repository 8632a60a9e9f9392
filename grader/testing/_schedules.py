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

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from ._origins import step_task
from ._queues import ChoosingQueue, Hold, HoldingQueue
from ._tasks import awaiting

if TYPE_CHECKING:
    import asyncio
    from collections import deque
    from collections.abc import Iterable, Mapping, Sequence

    from ._loop import VirtualTimeLoop
    from ._queues import Point
    from ._tried import Way

DEPTH = 3
"""Of PCT: so many steps must come in a certain order for the bug to show."""


class Schedule:
    """One order of events, for one run.

    Attributes:
        salt: varies the order of sets of tasks and futures; 0 is the ordinary one.
        trail: the numbers of the tasks in the order in which they took their steps; negative where
            nothing else could have gone first, if it is made of holds.
        callbacks: as long as many plain callbacks have run besides.
    """

    def __init__(self, salt: int = 0) -> None:
        self.salt = salt
        self.trail: list[int] = []
        self.callbacks: list[None] = []

    @property
    def steps(self) -> int:
        """How much the loop has run under it, in steps and callbacks."""
        return len(self.trail) + len(self.callbacks)

    @property
    def token(self) -> str:
        """Makes an equal schedule when given to `parse`."""
        raise NotImplementedError

    def queue(self, loop: VirtualTimeLoop) -> deque[asyncio.Handle]:
        """The ready queue of a loop that runs under this schedule."""
        raise NotImplementedError


class Holds(Schedule):
    """First in, first out, but some steps wait until nothing else can run at this instant.

    Args:
        holds: the steps that wait; none for asyncio's own order.
        salt: varies the order of sets of tasks and futures.

    Attributes:
        held: the holds that took effect, in order, if `telling` is set.
    """

    telling = False

    def __init__(self, holds: Iterable[Point] = (), salt: int = 0) -> None:
        super().__init__(salt)
        self.holds = frozenset(holds)
        self.held: list[Hold] = []
        self._begin = 0  # how long the trail was at the last of them

    @property
    def token(self) -> str:
        text = "h" + _join(sorted(self.holds)) if self.holds else "fifo"
        return text + (f"~{self.salt}" if self.salt else "")

    def points(self) -> list[Point]:
        """The steps at which one more hold would make a schedule of its own, in order.

        That is after the last hold, and where anything else could run.
        """
        found: list[Point] = []
        taken: dict[int, int] = {}
        for at, signed in enumerate(self.trail):
            who = abs(signed)
            taken[who] = step = taken.get(who, 0) + 1
            if signed > 0 and at >= self._begin:
                found.append((who, step))
        return found

    def queue(self, loop: VirtualTimeLoop) -> deque[asyncio.Handle]:
        return HoldingQueue(loop, self)

    def hold(self, handle: asyncio.Handle, point: Point) -> None:
        """Note that this step is held, the last one so far."""
        self._begin = len(self.trail)
        if not self.telling or (task := step_task(handle)) is None:
            return
        coroutine = task.get_coro()
        hold = Hold(
            point=point,
            name=task.get_name(),
            function=getattr(coroutine, "__qualname__", type(coroutine).__name__),
            where=awaiting(task).where if point[1] > 1 else (),
        )
        self.held.append(hold)


class Choices(Schedule):
    """At each step one of the ready tasks is chosen; plain callbacks run before them.

    Attributes:
        sizes: of each choice so far, how many tasks were ready.
        taken: which of them went on.
        passed: the steps that were ready and not chosen, if `passing` is set.
        avoid: what to keep off: the orders that have been tried.
    """

    passing = False
    avoid: Way | None = None

    def __init__(self, salt: int = 0) -> None:
        super().__init__(salt)
        # Two lists of numbers: pairs would be work for the garbage collector.
        self.sizes: list[int] = []
        self.taken: list[int] = []
        self.passed: set[Point] = set()

    @property
    def diverted(self) -> bool:
        """Whether its choices were not all its own, for they would have led to an order tried before."""
        return self.avoid is not None and self.avoid.diverted

    def choose(self, numbers: Sequence[int]) -> int:
        """Which of the ready tasks goes on, by its index; they come in order of readiness."""
        raise NotImplementedError

    def queue(self, loop: VirtualTimeLoop) -> deque[asyncio.Handle]:
        return ChoosingQueue(loop, self)

    def walk(self) -> Walk:
        """The choices that were made, spelt out."""
        return Walk({at: index for at, index in enumerate(self.taken) if index}, self.salt)


class Walk(Choices):
    """First in, first out, but at certain choices a later one goes first.

    Args:
        turns: which one goes, by the number of the choice; both count from 0.
        salt: varies the order of sets of tasks and futures.
    """

    def __init__(self, turns: Mapping[int, int], salt: int = 0) -> None:
        super().__init__(salt)
        self.turns = dict(turns)

    @property
    def token(self) -> str:
        turns = _join(sorted(self.turns.items())) or "0.0"
        return f"w{turns}" + (f"~{self.salt}" if self.salt else "")

    def choose(self, numbers: Sequence[int]) -> int:
        return min(self.turns.get(len(self.taken), 0), len(numbers) - 1)


class RandomWalk(Choices):
    """A random choice at each step."""

    def __init__(self, seed: int) -> None:
        super().__init__(salt=seed)
        self._seed = seed
        self._state = _scramble(seed)
        self._drawn: Sequence[int] = ()

    @property
    def token(self) -> str:
        return self.walk().token if self.diverted else f"r{self._seed}"

    def choose(self, numbers: Sequence[int]) -> int:
        at = len(self.taken) % _BLOCK
        if not at:
            self._drawn, self._state = _block(self._state)
        return self._drawn[at] * len(numbers) >> 31


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
        self._state = _scramble(seed)
        self._priorities: dict[int, int] = {}
        self._priority_of = self._priorities.__getitem__
        self._lower = lower = dict[int, int]()  # at which choice, to which priority
        state, choices = self._state, max(choices, DEPTH)
        while len(lower) < DEPTH - 1:
            state = _next(state)
            lower.setdefault((state >> 33) * choices >> 31, len(lower))
        self._state = state

    @property
    def token(self) -> str:
        return self.walk().token if self.diverted else f"p{self._seed}.{self._choices}"

    def choose(self, numbers: Sequence[int]) -> int:
        try:
            highest = max(numbers, key=self._priority_of)
        except KeyError:
            for number in numbers:
                if number not in self._priorities:
                    self._state = state = _next(self._state)
                    self._priorities[number] = DEPTH + (state >> 16)
            highest = max(numbers, key=self._priority_of)
        rank = self._lower.get(len(self.taken))
        if rank is not None:
            self._priorities[highest] = rank
            highest = max(numbers, key=self._priority_of)
        return numbers.index(highest)


# A generator of our own (Knuth's MMIX): a `random.Random` takes longer to make than a run may last.


_BLOCK = 16
_FACTOR, _TERM, _MASK = 6364136223846793005, 1442695040888963407, (1 << 64) - 1


def _next(state: int) -> int:
    return (state * _FACTOR + _TERM) & _MASK


@cache
def _scramble(seed: int) -> int:
    """A first state: neighbouring seeds must not begin alike."""
    state = seed
    for _ in range(4):
        state = _next(state ^ (state >> 29))
    return state


@lru_cache(maxsize=2_048)
def _block(state: int) -> tuple[Sequence[int], int]:
    """A few numbers from 0 up to 2**31, and the state after them; kept, for every search draws the same."""
    block = []
    for _ in range(_BLOCK):
        state = _next(state)
        block.append(state >> 33)
    return tuple(block), state


# ---------------------------------------------------------------- tokens

_PAIR = r"\d+\.\d+"
_TOKEN = re.compile(
    rf"(?:fifo|(?P<kind>[hw])(?P<pairs>{_PAIR}(?:-{_PAIR})*))(?:~(?P<salt>\d+))?"
    rf"|p(?P<pct>{_PAIR})|r(?P<seed>\d+)"
)


def parse(token: str) -> Schedule | None:
    """The schedule with that token; None for what is none."""
    match = _TOKEN.fullmatch(token)
    if match is None:
        return None
    if match["seed"]:
        return RandomWalk(int(match["seed"]))
    if match["pct"]:
        return Priorities(*_pair(match["pct"]))
    pairs = [_pair(text) for text in (match["pairs"] or "").split("-") if text]
    salt = int(match["salt"] or 0)
    if match["kind"] == "w":
        return Walk(dict(pairs), salt)
    holds = Holds(pairs, salt)
    holds.telling = True  # who replays it wants to know
    return holds


def _pair(text: str) -> tuple[int, int]:
    one, two = text.split(".")
    return int(one), int(two)


def _join(pairs: Iterable[tuple[int, int]]) -> str:
    return "-".join(f"{one}.{two}" for one, two in pairs)
