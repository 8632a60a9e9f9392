"""Each submission's grade in the formats of other platforms, from the verdicts that are stored."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import quote

from grader import evidence
from grader.cohort.store import Store
from grader.records import Catalogue, Grade
from grader.reports.formats import FORMATS
from grader.reports.json import SCHEMA
from grader.score import Terms

__all__ = ["ENDINGS", "collect", "write"]

ENDINGS = {
    "junit": "xml", "markdown": "md", "github": "txt", "classroom": "txt",
    **dict.fromkeys(("json", "gradescope", "classroom50", "exercism"), "json"),
}  # fmt: skip


def write(
    out: Path,
    formats: Sequence[str],
    grades: Iterator[tuple[str, Grade]],
    about: Mapping[str, str],
) -> None:
    """Write `out/FORMAT/SUBMISSION.ending` for each grade, with a name that is safe as a file's.

    Raises:
        OSError: a file can't be written.
    """
    for name in formats:
        (out / name).mkdir(exist_ok=True)
    for submission, grade in grades:
        for name in formats:
            text = FORMATS[name](grade, {"owner": submission, **about})
            file = f"{quote(submission, safe=' @+,')}.{ENDINGS[name]}"
            (out / name / file).write_text(text, encoding="utf-8")


def collect(
    store: Store,
    bases: Sequence[tuple[str, str]],
    known: Catalogue,
    terms: Callable[[str], Terms],
) -> Iterator[tuple[str, Grade]]:
    """Each submission's grade, by their names.

    Args:
        store: the verdicts.
        bases: what they stand on now, by exercise.
        known: the catalogue.
        terms: of the course, for the submission with a name.
    """
    rows = store.grades(bases)
    for name, group in groupby(rows, key=lambda row: row[0]):
        own = {exercise: grade for _, exercise, grade in group}
        cleared = {exercise: grade["cleared"] for exercise, grade in own.items()}
        told = [own.get(exercise) or _missing(exercise) for exercise, _ in bases]
        content = {
            "schema": SCHEMA,
            "environment": {"layers": {}},
            "chapters": [{"exercises": told}],
        }
        text = json.dumps(content).encode()
        yield name, evidence.read(text, known, cleared, terms(name))


def _missing(exercise: str) -> dict[str, Any]:
    """What stands for an exercise without a verdict, which is a fault of ours."""
    return {
        "id": exercise,
        "status": "internal_error",
        "message": "it could not be graded",
        "line": None,
        "notices": [],
        "behaviours": [],
    }
