"""Annotations for GitHub's runner: lines that mark what is wrong in the changed files.

A step shows ten errors and ten warnings, whatever is printed, so the best come first: what is to be
mended next, one of each exercise before a second of any. What learners' code has said is escaped, and
can't begin a command of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, zip_longest

from grader.records import ExerciseGrade, Grade, Status, Verdict
from grader.reports.text import bounded, by_hand, clean

__all__ = ["LIMIT", "render"]

LIMIT = 10  # of a kind, for a step
_LINES, _COLUMNS = 12, 400


def render(grade: Grade) -> str:
    """The commands, a line each."""
    errors = list(_errors(grade))
    kept = errors if len(errors) <= LIMIT else errors[: LIMIT - 1]
    if left := len(errors) - len(kept):
        kept.append(f"::error title=and more::{left} more in the summary of this job")
    warnings = list(_warnings(grade))[:LIMIT]
    adjusted = list(_adjusted(grade))[: LIMIT - 1]
    total = f"{grade.points}/{grade.possible} points"
    return "\n".join([*kept, *warnings, *adjusted, f"::notice title=total::{total}"]) + "\n"


def _errors(grade: Grade) -> Iterator[str]:
    exercises = [each for chapter in grade.chapters for each in chapter.exercises]
    rounds = zip_longest(*(_of(each) for each in exercises))
    return (each for each in chain.from_iterable(rounds) if each is not None)


def _of(exercise: ExerciseGrade) -> Iterator[str]:
    if exercise.status is Status.ERROR:
        yield _command("error", exercise, exercise.line, "it can't be run", exercise.message)
    if exercise.status is not Status.GRADED:
        return
    for each in exercise.behaviours:
        if each.verdict is not Verdict.PASSED:
            outcome = each.outcome
            text = f"{each.behaviour.statement}\n{outcome.message}\n{outcome.next}".strip()
            title = outcome.code or each.verdict.value
            yield _command("error", exercise, outcome.line, title, text)


def _warnings(grade: Grade) -> Iterator[str]:
    for exercise in (each for chapter in grade.chapters for each in chapter.exercises):
        if exercise.status is Status.NEEDS_A_LOOK:
            notices = "\n".join(exercise.notices)
            yield _command("warning", exercise, exercise.line, "needs a look", notices)
        elif exercise.status is Status.INTERNAL_ERROR:
            yield _command("warning", exercise, None, "the grader's own fault", exercise.message)


def _adjusted(grade: Grade) -> Iterator[str]:
    for exercise in (each for chapter in grade.chapters for each in chapter.exercises):
        if told := by_hand(exercise):
            yield _command("notice", exercise, None, "adjusted", told)


def _command(kind: str, exercise: ExerciseGrade, line: int | None, title: str, text: str) -> str:
    known = exercise.exercise
    place = f"file={_property(known.path)},line={line or 1}"
    title = _property(clean(f"{known.id}: {title}"))
    return f"::{kind} {place},title={title}::{_data(text)}"


def _data(text: str) -> str:
    text = bounded(clean(text), lines=_LINES, columns=_COLUMNS)
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
