"""How fast races are found: schedules needed for each bug, and schedules per second."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from statistics import median

from grader.bench.plan import Plan
from grader.bench.races import RACES, Race, plain_update
from grader.bench.sections import Claim, Section, at_least, at_most
from grader.testing._explore import Effort, attempts_at, exhaustive, hunt, schedules
from grader.testing._vault import check_callers

__all__ = ["Measured", "measure", "needed", "races"]

SEEDS = 50
"""How many searches of each bug the median is of."""

ENOUGH = 2_000
"""Schedules under which a mended program must hold."""

LIMITS = {False: 200, True: 550}
"""Schedules within which a bug must be found; the second if its windows are far apart."""

ORDERS, WRONG = 90, 84
"""Of three tasks that read, let others run once, and write."""

ROUNDS = 15
"""In how many rounds, at least, exploring and the stock loop take turns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One race.

    Attributes:
        race: the race.
        needed: schedules until the bug was found: the median over the seeds.
        most: the same, at most.
        tried: schedules under which the mended program was run.
        blamed: in how many of them it was said to be wrong.
        rate: schedules per second of the mended program, at best.
        stock: runs per second of the same program by the stock `asyncio.run`, at best.
        ratio: of the two rates, in the same round: the median over the rounds. A machine that is
            slower for a while is so for both.
    """

    race: Race
    needed: float
    most: int
    tried: int
    blamed: int
    rate: float
    stock: float
    ratio: float


def races(plan: Plan) -> Section:
    """Races that asyncio's own order hides, and how soon they are found."""
    check_callers(False)  # as a scene does for files that name nothing by which one gets at a vault
    exact = exhaustive(plain_update, invariant=lambda value: value == 3)
    found = []
    for race in RACES:
        plan.tell(f"races: {race.name}")
        found.append(measure(race, seeds=SEEDS, rounds=plan.repeats))
    return Section(
        name="schedules",
        title="Races found by exploring schedules",
        columns=("race", "median", "most", "tried", "blamed", "schedules/s", "asyncio.run/s"),
        rows=tuple(
            (
                each.race.name,
                each.needed,
                each.most,
                each.tried,
                each.blamed,
                round(each.rate),
                round(each.stock),
            )
            for each in found
        ),
        claims=(
            at_most("orders of a 3-task update", exact.tried, ORDERS),
            at_least("of which lose one", exact.failed, WRONG),
            *(claim for each in found for claim in _claims(each)),
        ),
        notes=(
            f"median, most: schedules until the bug was seen, over {SEEDS} seeds",
            "tried, blamed: the mended program; per second: the mended program too",
        ),
    )


def _claims(each: Measured) -> tuple[Claim, ...]:
    name = each.race.name
    return (
        at_most(f"{name}: schedules needed", each.needed, LIMITS[each.race.far]),
        at_least(f"{name}, mended: schedules tried", each.tried, ENOUGH),
        at_most(f"{name}, mended: blamed", each.blamed, 0),
        at_least(f"{name}: schedules / runs of asyncio.run", each.ratio, 1.0),
    )


def measure(race: Race, *, seeds: int, rounds: int) -> Measured:
    """Search for one bug that often, and run the mended program under many schedules."""
    counts = [needed(race, seed) for seed in range(1, seeds + 1)]
    effort = Effort(pct=ENOUGH // 2, random=ENOUGH // 2, patience=None)
    with closing(attempts_at(race.right)) as attempt:
        report = hunt(attempt, effort)
    rates = _rates(race, rounds)
    return Measured(
        race=race,
        needed=median(counts),
        most=max(counts),
        tried=report.tried,
        blamed=report.failed,
        rate=max(rate for rate, _ in rates),
        stock=max(stock for _, stock in rates),
        ratio=median(rate / stock for rate, stock in rates),
    )


def needed(race: Race, seed: int) -> int:
    """How many schedules it takes to see the bug; one more than there are if it isn't seen."""
    count = 0
    with closing(attempts_at(race.wrong)) as attempt:
        for schedule in schedules(Effort(seed=seed, patience=None)):
            count += 1
            if attempt(schedule) is not None:
                return count
    return count + 1


def _rates(race: Race, rounds: int) -> list[tuple[float, float]]:
    """Runs a second of the mended program, explored and by the stock loop, in each round."""

    def explored() -> int:
        with closing(attempts_at(race.right)) as attempt:
            return hunt(attempt, Effort()).tried

    runs = explored()

    def stock() -> int:
        for _ in range(runs):
            asyncio.run(race.right())
        return runs

    return [(_rate(explored), _rate(stock)) for _ in range(max(rounds, ROUNDS))]


def _rate(work: Callable[[], int]) -> float:
    began = time.process_time()
    return work() / max(time.process_time() - began, 1e-9)
