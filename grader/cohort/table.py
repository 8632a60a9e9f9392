"""What a teacher reads off the results: totals, how hard exercises are, what is believed; as tables, too."""

from __future__ import annotations

import csv
import io
import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from grader.cohort.store import Row
from grader.records import Status
from grader.score import Terms, settle

__all__ = [
    "Difficulty",
    "Table",
    "Total",
    "as_csv",
    "beliefs",
    "difficulty",
    "results",
    "settled",
    "summary",
    "totals",
    "write_parquet",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """One submission's result over all exercises."""

    submission: str
    points: int
    possible: int
    needs_a_look: int  # exercises that somebody has to look at before they can earn anything
    errors: int  # exercises that can't be run
    adjusted: int  # exercises of which a person has changed the points

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


def settled(rows: Iterable[Row], terms: Callable[[str], Terms]) -> Iterator[Row]:
    """The rows with the points that the course gives.

    Args:
        rows: as the tests give the points, by submission.
        terms: of the course, for the submission with a name.
    """
    for name, group in groupby(rows, key=lambda row: row.submission):
        own = terms(name)
        for row in group:
            found = settle(row.exercise, Status(row.status), row.points, row.possible, own)
            yield row._replace(**found._asdict())


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
                adjusted=sum(bool(row.adjusted) for row in own),
            )
        )
    return found


def difficulty(rows: Sequence[Row]) -> list[Difficulty]:
    """A line an exercise, in their order; what people have changed about points isn't in it."""
    everything: dict[str, int] = defaultdict(int)
    by_exercise: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        everything[row.submission] += row.earned
        by_exercise[row.exercise].append(row)
    found = []
    for exercise, own in sorted(by_exercise.items()):
        points = [row.earned for row in own]
        rest = [everything[row.submission] - row.earned for row in own]
        possible = sum(row.possible for row in own)
        found.append(
            Difficulty(
                exercise=exercise,
                begun=sum(row.status != "not_started" for row in own),
                full=sum(row.possible > 0 and row.earned == row.possible for row in own),
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


class Table(NamedTuple):
    """A head, and lines of texts and whole numbers."""

    head: tuple[str, ...]
    lines: Sequence[tuple[object, ...]]


def results(rows: Iterable[Row], deadlines: Mapping[str, str], commits: Mapping[str, str]) -> Table:
    """A line for each submission and exercise.

    Args:
        rows: what is told.
        deadlines: of exercises that have one.
        commits: when the newest commit of a submission was made, where that is known.
    """
    head = (
        "submission", "exercise", "status", "points", "possible", "adjustment", "adjusted",
        "misconception", "notices", "deadline", "last_commit",
    )  # fmt: skip
    lines = [
        (
            *(row.submission, row.exercise, row.status, row.points, row.possible),
            *(row.adjustment, row.adjusted, row.misconception, row.notices.replace("\n", "; ")),
            *(deadlines.get(row.exercise, ""), commits.get(row.submission, "")),
        )
        for row in rows
    ]
    return Table(head, lines)


def summary(found: Iterable[Total]) -> Table:
    """A line for each submission."""
    head = ("submission", "points", "possible", "percent", "needs_a_look", "errors", "adjusted")
    return Table(head, [tuple(getattr(each, name) for name in head) for each in found])


def as_csv(table: Table) -> str:
    """The table as text; what a spreadsheet would take for a formula begins with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.head)
    writer.writerows([_harmless(cell) for cell in line] for line in table.lines)
    return out.getvalue()


def _harmless(cell: object) -> object:
    if isinstance(cell, str) and cell[:1] in tuple("=+-@\t\r"):
        return f"'{cell}"
    return cell


def write_parquet(table: Table, path: Path) -> None:
    """The same lines as a Parquet file.

    Raises:
        ModuleNotFoundError: pyarrow isn't installed.
        OSError: the file can't be written.
    """
    import pyarrow
    from pyarrow import parquet

    kinds = {str: pyarrow.string(), int: pyarrow.int64()}
    columns = list(zip(*table.lines, strict=True)) or [()] * len(table.head)
    arrays = [
        pyarrow.array(column, kinds[type(column[0])] if column else pyarrow.string())
        for column in columns
    ]
    parquet.write_table(pyarrow.table(arrays, names=list(table.head)), path)
