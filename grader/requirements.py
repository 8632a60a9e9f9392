"""What an exercise needs of Python and the platform, and whether it is there.

A small reading of version specifiers ("packaging" costs more to import than grading a chapter).
"""

from __future__ import annotations

import operator
import re
import sys
from collections.abc import Callable
from itertools import zip_longest

from grader.records import Exercise

__all__ = ["allows", "is_specifier", "missing"]

_CLAUSE = re.compile(r"\s*(>=|<=|==|!=|>|<)\s*([0-9]+(?:\.[0-9]+)*)\s*")
_COMPARE: dict[str, Callable[[int, int], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    "<": operator.lt,
}


def is_specifier(text: str) -> bool:
    """Whether `text` is one or more comparisons, with commas between: ">=3.12,<3.14"."""
    return all(_CLAUSE.fullmatch(clause) for clause in text.split(","))


def allows(specifier: str, python: tuple[int, ...]) -> bool:
    """Whether `python`, such as (3, 12, 1), satisfies every comparison. "" allows everything.

    Missing numbers count as 0, as in `>=3.12`; there are no wildcards and no pre-releases.
    """
    return all(_holds(clause, python) for clause in specifier.split(",")) if specifier else True


def missing(
    exercise: Exercise,
    *,
    python: tuple[int, ...] = sys.version_info[:3],
    platform: str = sys.platform,
) -> str:
    """Why `exercise` can't be graded here, or "" if it can."""
    if not allows(exercise.requires_python, python):
        version = ".".join(map(str, python[:2]))
        return f"needs Python {exercise.requires_python}; this is {version}"
    if exercise.platforms and not platform.startswith(exercise.platforms):
        return f"works on {' and '.join(exercise.platforms)} only; this is {platform}"
    return ""


def _holds(clause: str, python: tuple[int, ...]) -> bool:
    found = _CLAUSE.fullmatch(clause)
    if found is None:
        raise ValueError(f"not a version specifier: {clause!r}")
    pairs = list(zip_longest(python, map(int, found[2].split(".")), fillvalue=0))
    # Compare the first numbers that differ; if none do, 0 with 0.
    left, right = next((pair for pair in pairs if pair[0] != pair[1]), (0, 0))
    return _COMPARE[found[1]](left, right)
