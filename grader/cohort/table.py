"""What a teacher reads off the results: totals, how hard exercises are, what is believed, who is alike."""

from __future__ import annotations

import csv
import io
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from grader.cohort.store import Row

__all__ = [
    "Difficulty",
    "Total",
    "alike",
    "beliefs",
    "difficulty",
    "results_csv",
    "totals",
    "totals_csv",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """One submission's result over all exercises."""

    submission: str
    points: int
    possible: int
    needs_a_look: int  # exercises that somebody has to look at before they can earn anything
    errors: int  # exercises that can't be run

    @property
    def percent(self) -> int:
        """Rounded down; 0 where nothing could be earned."""
        return self.points * 100 // self.possible if self.possible else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Difficulty:
    """How one exercise went.

    Attributes:
        exercise: its id.
        begun: how many have changed the stub.
        full: how many of all have every point.
        mean: share of the points that all earned on average, from 0 to 1.
        discrimination: how far its points go with the points of the other exercises: the correlation, from
            -1 to 1; None where either doesn't vary.
    """

    exercise: str
    begun: int
    full: int
    mean: float
    discrimination: float | None


def totals(rows: Iterable[Row]) -> list[Total]:
    """A line a submission, in the order of their names."""
    found = []
    for name, group in groupby(rows, key=lambda row: row.submission):
        own = list(group)
        found.append(
            Total(
                submission=name,
                points=sum(row.points for row in own),
                possible=sum(row.possible for row in own),
                needs_a_look=sum(row.status == "needs_a_look" for row in own),
                errors=sum(row.status == "error" for row in own),
            )
        )
    return found


def difficulty(rows: Sequence[Row]) -> list[Difficulty]:
    """A line an exercise, in their order."""
    everything: dict[str, int] = defaultdict(int)
    by_exercise: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        everything[row.submission] += row.points
        by_exercise[row.exercise].append(row)
    found = []
    for exercise, own in sorted(by_exercise.items()):
        points = [row.points for row in own]
        rest = [everything[row.submission] - row.points for row in own]
        possible = sum(row.possible for row in own)
        found.append(
            Difficulty(
                exercise=exercise,
                begun=sum(row.status != "not_started" for row in own),
                full=sum(row.possible > 0 and row.points == row.possible for row in own),
                mean=sum(points) / possible if possible else 0.0,
                discrimination=_correlation(points, rest),
            )
        )
    return found


def _correlation(one: Sequence[int], other: Sequence[int]) -> float | None:
    if len(one) < 3 or len(set(one)) < 2 or len(set(other)) < 2:
        return None
    return round(statistics.correlation(one, other), 2)


def beliefs(rows: Iterable[Row]) -> list[tuple[str, str, int]]:
    """Exercise, belief, and how many are told it; the most frequent first."""
    counts = Counter((row.exercise, row.misconception) for row in rows if row.misconception)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [(exercise, belief, count) for (exercise, belief), count in ordered]


def alike(rows: Iterable[Row]) -> list[tuple[str, tuple[str, ...]]]:
    """Exercise and the submissions whose code differs in comments and white space at most.

    Groups are told together for all exercises that they share, the largest first. Short answers are often
    alike by chance, so it is a reason to look, and nothing more.
    """
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows:
        if row.likeness:
            groups[row.exercise, row.likeness].append(row.submission)
    shared: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for (exercise, _), names in sorted(groups.items()):
        if len(names) > 1:
            shared[tuple(names)].append(exercise)
    ordered = sorted(shared.items(), key=lambda item: (-len(item[1]), item[0]))
    return [(", ".join(exercises), names) for names, exercises in ordered]


def results_csv(rows: Iterable[Row]) -> str:
    """A line for each submission and exercise."""
    head = ("submission", "exercise", "status", "points", "possible", "misconception", "notices")
    return _csv(head, ((*row[:6], row.notices.replace("\n", "; ")) for row in rows))


def totals_csv(found: Iterable[Total]) -> str:
    """A line for each submission."""
    head = ("submission", "points", "possible", "percent", "needs_a_look", "errors")
    return _csv(
        head,
        (
            (
                each.submission,
                each.points,
                each.possible,
                each.percent,
                each.needs_a_look,
                each.errors,
            )
            for each in found
        ),
    )


def _csv(head: Sequence[str], lines: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([_harmless(cell) for cell in line] for line in lines)
    return out.getvalue()


def _harmless(cell: object) -> object:
    """Texts that a spreadsheet would take for a formula begin with an apostrophe."""
    if isinstance(cell, str) and cell[:1] in tuple("=+-@\t\r"):
        return f"'{cell}"
    return cell
