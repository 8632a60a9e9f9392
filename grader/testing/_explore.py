"""Run the same code under many orders of events, and find one that breaks it.

First asyncio's own order; then every schedule with one held step, and with two, as far as the
budget reaches; then seeded priorities and random walks, none of which takes the same way twice.
Budgets count steps, never seconds, so that a verdict doesn't depend on the machine.
"""

from __future__ import annotations

import random
import traceback
from collections.abc import Callable, Coroutine, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import chain, combinations, islice
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ._errors import UnexploredError
from ._loop import VirtualTimeLoop
from ._schedules import Choices, Holds, Priorities, RandomWalk, Schedule, Walk, parse
from ._tried import Tried
from ._watchdog import OutOfTimeError

if TYPE_CHECKING:
    from ._queues import Point

RUN = 40
"""What a run costs besides its steps, in steps: a loop, and what the code under test sets up."""

MOST = 600_000
"""Steps that all runs may take together, beyond a budget, to make as many as there must be."""

SYSTEMATIC = 0.7
"""The share of a budget that holds may use up."""

ONCE_MORE = 20
"""Random schedules after every order of steps has been tried: sets still have many orders."""

ATTEMPTS = 200
"""Runs that shrinking may take."""

T = TypeVar("T")

Main = Callable[[], Coroutine[Any, Any, T]]
"""Makes the code under test anew, for each run."""

Attempt = Callable[[Schedule], BaseException | None]
"""Runs the code under test under a schedule; what is wrong then, or None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How far to search.

    Attributes:
        holds: at most so many held steps in one schedule.
        pct: schedules with random priorities.
        random: random walks.
        seed: of everything random.
        budget: steps that all runs may take together; None: no limit.
        least: try so many schedules, if there are as many, though the budget is used up: who takes
            many steps would be tried in a few orders only.
        patience: end the search after so many random schedules in a row that showed no new order
            of steps, or soon after there is none left; None: go on.
    """

    holds: int = 2
    pct: int = 100
    random: int = 100
    seed: int = 1
    budget: int | None = None
    least: int = 0
    patience: int | None = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What came of exploring.

    Attributes:
        tried: how many schedules.
        failed: how many of them broke the code.
        first: the token of the first of these.
        shrunk: the token of one with as few holds as were found to suffice.
        error: what the code did under that one.
    """

    tried: int
    failed: int
    first: str | None = None
    shrunk: str | None = None
    error: BaseException | None = None

    def __str__(self) -> str:
        if not self.failed:
            return f"held in {self.tried} orders of events"
        return f"{self.failed} of {self.tried} orders of events break it; {self.shrunk}: {self.error!r}"


class BrokenInvariantError(AssertionError):
    """The code ended, but what it returned isn't as it should be.

    Attributes:
        result: what it returned.
    """

    def __init__(self, result: object) -> None:
        super().__init__(f"the invariant doesn't hold for {result!r}")
        self.result = result


# ---------------------------------------------------------------- for anybody


def explore(
    main: Main[T],
    *,
    invariant: Callable[[T], object] | None = None,
    holds: int = 2,
    pct: int = 100,
    random: int = 100,
    seed: int = 1,
    budget: int | None = None,
) -> Report:
    """Run `main()` under many orders of events; its exceptions count as failures.

    Args:
        main: called for each run; it must build everything anew.
        invariant: is told what `main()` returned; a false answer counts as a failure.
        holds: at most so many held steps in one schedule.
        pct: schedules with random priorities.
        random: random walks.
        seed: of everything random.
        budget: steps that all runs may take together.
    """
    effort = Effort(holds=holds, pct=pct, random=random, seed=seed, budget=budget)
    with closing(attempts_at(main, invariant)) as attempt:
        return hunt(attempt, effort)


def exhaustive(main: Main[T], *, invariant: Callable[[T], object] | None = None) -> Report:
    """Run `main()` under every order in which its tasks can take their steps.

    For small programs only: the number of orders grows with the factorial of the steps.
    """
    with closing(attempts_at(main, invariant)) as attempt:
        return _exhaust(attempt)


def _exhaust(attempt: Attempt) -> Report:
    tried = failed = 0
    first: Walk | None = None
    wrong: BaseException | None = None
    turns: list[int] = []
    while True:
        walk = Walk(dict(enumerate(turns)))
        error = attempt(walk)
        tried += 1
        if error is not None:
            failed += 1
            if first is None:
                first, wrong = walk.walk(), error
            else:
                forget(error)
        sizes, turns = walk.sizes, walk.taken
        while turns and turns[-1] + 1 == sizes[len(turns) - 1]:
            turns.pop()
        if not turns:
            break
        turns[-1] += 1
    if first is None:
        return Report(tried=tried, failed=failed)
    return Report(tried=tried, failed=failed, first=first.token, shrunk=first.token, error=wrong)


def replay(main: Main[T], token: str) -> T:
    """Run `main()` in the one order that `token` stands for; return what it returns.

    Raises:
        ValueError: there is no such token.
    """
    schedule = parse(token)
    if schedule is None:
        raise ValueError(f"{token!r} is no token of a schedule, such as `fifo`, `h3.2` or `p17.40`")
    return _run(main, schedule)


def _run(main: Main[T], schedule: Schedule) -> T:
    loop = VirtualTimeLoop(schedule=schedule)
    try:
        result: T = loop.run_until_complete(main())
    finally:
        loop.finish()
    return result


def attempts_at(main: Main[T], invariant: Callable[[T], object] | None = None) -> _Attempts[T]:
    """How one tries `main()` under a schedule; `close()` it in the end."""
    return _Attempts(main, invariant)


class _Attempts(Generic[T]):
    """Runs `main()` under one schedule after the other, on one loop as long as that is as good as new."""

    def __init__(self, main: Main[T], invariant: Callable[[T], object] | None) -> None:
        self._main, self._invariant = main, invariant
        self._loop: VirtualTimeLoop | None = None

    def __call__(self, schedule: Schedule) -> BaseException | None:
        try:
            result = self._run(schedule)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # noqa: BLE001  # it is the verdict
            return error
        if self._invariant is None or self._invariant(result):
            return None
        return BrokenInvariantError(result)

    def _run(self, schedule: Schedule) -> T:
        loop, self._loop = self._loop, None
        if loop is None or not loop.renew(schedule):
            if loop is not None:
                loop.close()
            loop = VirtualTimeLoop(schedule=schedule)
        clean = False
        try:
            result: T = loop.run_until_complete(self._main())
            clean = True
        finally:
            loop.finish(close=not clean)
        if not loop.is_closed():
            self._loop = loop
        return result

    def close(self) -> None:
        """Let go of the loop; another run makes another one."""
        loop, self._loop = self._loop, None
        if loop is not None:
            loop.close()


# ---------------------------------------------------------------- the search


def hunt(attempt: Attempt, effort: Effort) -> Report:
    """Try one schedule after the other, count those that fail, and shrink the first of them.

    If asyncio's own order fails, or the time is up, nothing else is tried.

    Raises:
        UnexploredError: no failure was found, but too few schedules could be tried.
    """
    tried = failed = 0
    first: Schedule | None = None
    wrong: BaseException | None = None
    try:
        for schedule in schedules(effort):
            error = attempt(schedule)
            tried += 1
            if error is None:
                continue
            failed += 1
            if first is not None:
                forget(error)
                continue
            first, wrong = schedule, error
            if tried == 1 or isinstance(error, OutOfTimeError):
                token = schedule.token
                return Report(tried=tried, failed=failed, first=token, shrunk=token, error=error)
    except UnexploredError:
        if first is None:
            raise
    if first is None or wrong is None:
        return Report(tried=tried, failed=failed)
    shrunk, error = shrink(attempt, first, wrong)
    return Report(tried=tried, failed=failed, first=first.token, shrunk=shrunk.token, error=error)


def schedules(effort: Effort) -> Iterator[Schedule]:
    """The schedules to try, in order. Each must have been run before the next is asked for.

    What comes next depends on what the runs so far have seen.

    Raises:
        UnexploredError: those that there must be would take far too many steps.
    """
    spent = runs = 0
    seen: set[tuple[int, ...]] = set()

    def left(share: float = 1.0) -> float:
        if effort.budget is None:
            return float("inf")
        missing = effort.least * share - runs
        if missing > 0 and spent > effort.budget + MOST:
            raise UnexploredError(spent // runs)
        return max(effort.budget * share - spent, missing * cost)

    def account(schedule: Schedule) -> bool:
        nonlocal spent, runs
        runs += 1
        spent += schedule.steps + RUN
        trail = tuple(schedule.trail if isinstance(schedule, Choices) else map(abs, schedule.trail))
        new = trail not in seen
        seen.add(trail)
        return new

    first = Holds()
    yield first
    account(first)
    cost = spent
    for salt in (1, 2):
        other = Holds(salt=salt)
        yield other
        account(other)

    shuffled = random.Random(effort.seed)  # noqa: S311  # to be repeatable
    level: list[tuple[tuple[Point, ...], Sequence[Point]]] = [((), first.points())]
    for depth in range(effort.holds):
        candidates = [(*holds, point) for holds, later in level for point in later]
        if depth or len(candidates) * cost > left(SYSTEMATIC):
            # Neighbours do much the same; and if there is no time for all, it is a fair sample.
            shuffled.shuffle(candidates)
        level = []
        for points in candidates:
            if left(SYSTEMATIC) <= 0:
                break
            held = Holds(points)
            yield held
            account(held)
            if depth + 1 < effort.holds:
                level.append((points, held.points()))

    if not first.points() and effort.patience is not None and 0 not in first.trail:
        return  # nobody ever has a choice, as far as tasks are known
    stale, tried = 0, Tried()
    more = float("inf")  # schedules
    for schedule in _at_random(effort, len(first.points())):
        if left() <= 0 or (effort.patience is not None and (stale >= effort.patience or more <= 0)):
            return
        schedule.avoid = way = tried.way(schedule.sizes, schedule.taken)
        yield schedule
        way.end()
        stale = 0 if account(schedule) else stale + 1
        more -= 1
        if tried.exhausted:
            tried = Tried()
            more = min(more, ONCE_MORE)


def _at_random(effort: Effort, choices: int) -> Iterator[Choices]:
    for index in range(max(effort.pct, effort.random)):
        seed = (effort.seed - 1) * 1_000 + index
        if index < effort.pct:
            yield Priorities(seed, choices)
        if index < effort.random:
            yield RandomWalk(seed)


# ---------------------------------------------------------------- shrinking


def shrink(
    attempt: Attempt, schedule: Schedule, error: BaseException
) -> tuple[Schedule, BaseException]:
    """Find a schedule that fails in the same way, with as few holds or turns as possible.

    Returns:
        That schedule, and what it fails with; the ones given if nothing simpler fails.
    """
    search = _Shrinking(attempt, schedule, error)
    if isinstance(schedule, Choices):
        search.from_choices(schedule)
    elif isinstance(schedule, Holds):
        search.from_holds(schedule.holds, schedule.salt)
    return search.best, search.error


class _Shrinking:
    """The simplest schedule so far that fails as the first one did."""

    def __init__(self, attempt: Attempt, schedule: Schedule, error: BaseException) -> None:
        self.best, self.error = schedule, error
        self._attempt = attempt
        self._left = ATTEMPTS

    def fails(self, schedule: Schedule) -> bool:
        """Whether this one fails in the same way; it is the best then."""
        if not self._left:
            return False
        self._left -= 1
        error = self._attempt(schedule)
        if error is None:
            return False
        same = type(error) is type(self.error)
        if same:
            forget(self.error)
            self.best, self.error = schedule, error
        else:
            forget(error)
        return same

    def from_choices(self, schedule: Choices) -> None:
        walk = schedule.walk()
        walk.passing = True
        if not self.fails(walk):
            return
        # Said by holds it is simpler than any walk: by all steps that were passed, by one, by two.
        passed = sorted(walk.passed)
        if passed and self.fails(Holds(passed, walk.salt)):
            self.from_holds(passed, walk.salt)
            return
        after = sorted({(who, step + 1) for who, step in passed} - set(passed))
        few = chain(combinations([*passed, *after], 1), combinations(passed, 2))
        for holds in islice(few, ATTEMPTS * 3 // 4):
            if self.fails(Holds(holds, walk.salt)):
                self.from_holds(holds, walk.salt)
                return
        self._with_fewer(walk.turns.items(), lambda turns: Walk(dict(turns), walk.salt))
        if len(self.best.token) > len(schedule.token):
            self.best = schedule  # a seed says as much

    def from_holds(self, holds: Iterable[Point], salt: int) -> None:
        fewest = self._with_fewer(holds, lambda holds: Holds(holds, salt))
        if salt:
            self.fails(Holds(fewest))

    def _with_fewer(
        self, pairs: Iterable[Point], make: Callable[[Sequence[Point]], Schedule]
    ) -> Sequence[Point]:
        """Leave out halves, quarters, … single ones, as long as it goes on failing."""
        needed = sorted(pairs)
        size = len(needed) // 2
        while size:
            at = 0
            while at < len(needed):
                fewer = needed[:at] + needed[at + size :]
                if fewer and self.fails(make(fewer)):
                    needed = fewer
                else:
                    at += size
            size //= 2
        return needed


def forget(error: BaseException) -> None:
    """Let go of what the frames of this error hold, or it would be another run's litter."""
    traceback.clear_frames(error.__traceback__)
