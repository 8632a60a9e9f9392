"""A line a failure, as compilers print them: editors turn these into marks in the margin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from grader.records import Grade, Status, Verdict
from grader.reports.terminal import LearnerFile
from grader.reports.text import clean

__all__ = ["lines"]


def lines(grade: Grade, files: Mapping[str, LearnerFile]) -> Iterator[str]:
    """`FILE:LINE: error: …` for all that is wrong in files that were begun.

    Args:
        grade: what to tell about.
        files: how each exercise's file is called, by its id.
    """
    for exercise in (each for chapter in grade.chapters for each in chapter.exercises):
        if exercise.status in (Status.NOT_STARTED, Status.NOT_AVAILABLE):
            continue
        path = files[exercise.exercise.id].shown
        if exercise.status is not Status.GRADED:
            kind = "error" if exercise.status is Status.ERROR else "warning"
            why = _flat(exercise.message or " ".join(exercise.notices)) or exercise.status.value
            yield f"{path}:{exercise.line or 1}: {kind}: {why}"
            continue
        for each in exercise.behaviours:
            if each.verdict is not Verdict.PASSED:
                what = ": ".join(filter(None, (each.outcome.code, _flat(each.outcome.message))))
                statement = _flat(each.behaviour.statement)
                yield f"{path}:{each.outcome.line or 1}: error: {what or each.verdict} ({statement})"


def _flat(text: str) -> str:
    return " ".join(clean(text).split())[:300]
