"""Points that a person gives or takes, or sets, each with a reason.

An adjustment is for one exercise of one submission, by the name that this has in the tables: it survives
regrading, and a new version of the file, too, until somebody takes it back. The last line about the two
holds. Every report and table that shows the points shows it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from grader import journal

__all__ = ["NAME", "Adjustment", "add", "load"]

NAME = "adjustments.jsonl"  # in the trusted tree, unless told otherwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """Who changed a score, when, and why; `points` as reports show them, with the course's weights.

    Raises:
        ValueError: `points` are no whole number, or less than 0 and to be set.
    """

    submission: str  # its name
    exercise: str  # "ch27/ex01"
    points: int
    fixed: bool  # whether these are the points, whatever was earned, or are added to it
    reason: str
    by: str
    at: str  # as in ISO 8601
    withdrawn: bool = False

    def __post_init__(self) -> None:
        if type(self.points) is not int or (self.fixed and self.points < 0):
            raise ValueError(f"no points: {self.points!r}")

    def applied(self, earned: int, possible: int) -> int:
        """What there is instead of `earned` points: never less than none or more than possible."""
        wanted = self.points if self.fixed else earned + self.points
        return max(0, min(wanted, possible))


def load(file: Path) -> Mapping[str, Mapping[str, Adjustment]]:
    """The adjustments that hold, by submission, then by exercise; none if there is no such file.

    Raises:
        BrokenTree: a line isn't one.
    """
    lines = journal.read(file, Adjustment, "adjustment")
    last = {(one.submission, one.exercise): one for one in lines}
    found: dict[str, dict[str, Adjustment]] = {}
    for one in last.values():
        if not one.withdrawn:
            found.setdefault(one.submission, {})[one.exercise] = one
    return found


def add(file: Path, adjustment: Adjustment) -> None:
    """Append a line, whole or not at all."""
    journal.add(file, adjustment)
