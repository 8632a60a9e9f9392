"""How fast races are found: schedules needed for each bug, and schedules per second."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median

from grader.bench.races import RACES, Race, plain_update
from grader.testing._explore import Effort, attempts_at, exhaustive, hunt, schedules

SEEDS = 50
"""How many searches of each bug the median is of."""

ENOUGH = 2_000
"""Schedules under which a mended program must hold."""

LIMITS = {False: 200, True: 550}
"""Schedules within which a bug must be found; the second if its windows are far apart."""

ROUNDS = 5
"""Times that ours and the stock loop are measured, in turn; the best of each counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What was measured of one race.

    Attributes:
        name: the bug.
        needed: schedules until it was found: the median over the seeds, and the most.
        limit: what `needed` may be at most.
        tried: schedules under which the mended program was run.
        blamed: how many of them it was blamed for.
        rate: schedules per second of the mended program.
        stock: runs per second of the same program by the stock `asyncio.run`.
    """

    name: str
    needed: tuple[float, int]
    limit: int
    tried: int
    blamed: int
    rate: float
    stock: float

    @property
    def fine(self) -> bool:
        """Whether everything is as it should be."""
        return (
            self.needed[0] <= self.limit
            and self.tried >= ENOUGH
            and not self.blamed
            and self.rate >= self.stock
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """All rows, and the count of the program that is known exactly: 90 orders, 84 wrong."""

    rows: tuple[Row, ...]
    orders: int
    wrong: int

    @property
    def fine(self) -> bool:
        """Whether everything is as it should be."""
        return (self.orders, self.wrong) == (90, 84) and all(row.fine for row in self.rows)


def measure(*, seeds: int = SEEDS) -> Table:
    """Measure every race. Takes about half a minute on an idle machine."""
    exact = exhaustive(plain_update, invariant=lambda value: value == 3)
    rows = tuple(_measure(race, seeds) for race in RACES)
    return Table(rows=rows, orders=exact.tried, wrong=exact.failed)


def _measure(race: Race, seeds: int) -> Row:
    counts = [needed(race, seed) for seed in range(1, seeds + 1)]
    effort = Effort(pct=ENOUGH // 2, random=ENOUGH // 2, patience=None)
    report = hunt(attempts_at(race.right), effort)
    rate, stock = _rates(race)
    return Row(
        name=race.name,
        needed=(median(counts), max(counts)),
        limit=LIMITS[race.far],
        tried=report.tried,
        blamed=report.failed,
        rate=rate,
        stock=stock,
    )


def needed(race: Race, seed: int) -> int:
    """How many schedules it takes to see the bug; one more than there are if it isn't seen."""
    attempt = attempts_at(race.wrong)
    count = 0
    for schedule in schedules(Effort(seed=seed, patience=None)):
        count += 1
        if attempt(schedule) is not None:
            return count
    return count + 1


def _rates(race: Race) -> tuple[float, float]:
    """Runs a second of the mended program: explored, and by the stock loop."""

    def explored() -> int:
        return hunt(attempts_at(race.right), Effort(pct=50, random=50, patience=None)).tried

    def stock() -> int:
        for _ in range(200):
            with contextlib.suppress(AssertionError):
                asyncio.run(race.right())
        return 200

    rates = [(_rate(explored), _rate(stock)) for _ in range(ROUNDS)]
    return max(ours for ours, _ in rates), max(theirs for _, theirs in rates)


def _rate(work: Callable[[], int]) -> float:
    began = time.process_time()
    return work() / max(time.process_time() - began, 1e-9)


def lines(table: Table) -> Iterator[str]:
    """The table as text."""
    yield f"{'':36}  schedules needed  mended program     a second"
    yield f"{'bug':36}  median  most of   tried  blamed  ours  stock"
    for row in table.rows:
        yield (
            f"{row.name:36}  {row.needed[0]:6g}  {row.needed[1]:4} {row.limit:3}"
            f"  {row.tried:5}  {row.blamed:6}  {row.rate:5.0f}  {row.stock:5.0f}"
            f"{'' if row.fine else '  <--'}"
        )
    yield f"3-task lost update: {table.wrong} of {table.orders} orders are wrong"
