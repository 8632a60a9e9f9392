"""The grade as Markdown, for the summary of a job or a comment: at most a mebibyte, as GitHub takes it.

What learners' code has said stands in code blocks that it can't close, or is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from grader.records import BehaviourGrade, ExerciseGrade, Grade, Status, Verdict
from grader.reports.text import bounded, by_hand, clean

__all__ = ["LIMIT", "render"]

LIMIT = 1 << 20  # bytes
_LINES, _COLUMNS = 30, 1000
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~@&$:])")
_MARKS = {Verdict.PASSED: "✓", Verdict.NOT_STARTED: "○", Verdict.NOT_REACHED: "○"}


def render(grade: Grade) -> str:
    """Total, a table of chapters, and what fails; cut at the end of an exercise if it is too long."""
    percent = "" if grade.percent is None else f" ({grade.percent} %)"
    parts = [f"## {grade.points}/{grade.possible} points{percent}\n\n"]
    if not grade.complete:
        parts.append(
            "**The grader itself failed somewhere, so this is not the whole result; it costs "
            "nobody anything.**\n\n"
        )
    parts.append("| chapter | points | exercises |\n|---|---:|---|\n")
    for chapter in grade.chapters:
        marks = " ".join(map(_mark, chapter.exercises))
        title = _escaped(chapter.chapter.title)
        parts.append(
            f"| {chapter.chapter.id} {title} | {chapter.points}/{chapter.possible} | {marks} |\n"
        )
    size = sum(len(part.encode()) for part in parts)
    exercises = [each for chapter in grade.chapters for each in chapter.exercises]
    for number, exercise in enumerate(exercises):
        text = "".join(_exercise(exercise))
        size += len(text.encode())
        if size > LIMIT - 200:
            parts.append(f"\n{len(exercises) - number} more exercises don't fit here.\n")
            break
        parts.append(text)
    return "".join(parts)


def _mark(exercise: ExerciseGrade) -> str:
    match exercise.status:
        case Status.NOT_STARTED:
            return "○"
        case Status.NOT_AVAILABLE:
            return "–"
        case Status.NEEDS_A_LOOK | Status.INTERNAL_ERROR:
            return "!"
    return "✓" if exercise.done and exercise.possible else "✗"


def _exercise(exercise: ExerciseGrade) -> Iterator[str]:
    told = by_hand(exercise)
    if _mark(exercise) in "✓○–" and not told:
        return
    known = exercise.exercise
    yield f"\n### {known.id} {_escaped(known.title)}: {exercise.points}/{exercise.possible}\n\n"
    if told:
        yield f"{_escaped(told)}\n\n"
    if exercise.status is Status.NEEDS_A_LOOK:
        yield "Needs a look by a person before it can earn anything.\n\n"
        yield from (f"- {_escaped(each)}\n" for each in exercise.notices)
        return
    if exercise.status in (Status.NOT_STARTED, Status.NOT_AVAILABLE):
        return
    if exercise.status is not Status.GRADED:
        yield _block(exercise.message or exercise.status.value)
        return
    if exercise.misconception:
        how = "It fails exactly as if one believed" if exercise.exact else "Looks like this belief"
        yield f"{how}: “{_escaped(exercise.misconception)}”\n\n"
    for each in exercise.behaviours:
        yield from _behaviour(each)


def _behaviour(each: BehaviourGrade) -> Iterator[str]:
    mark = _MARKS.get(each.verdict, "✗")
    yield f"- {mark} {_escaped(each.behaviour.statement)}\n"
    if mark == "✗":
        outcome = each.outcome
        told = {
            "": ": ".join(filter(None, (outcome.code, outcome.message))) or each.verdict.value,
            "expected": outcome.expected,
            "observed": outcome.observed,
            "line": str(outcome.line or ""),
            "next": outcome.next,
        }
        text = "\n".join(
            f"{name:<10}{value}" if name else value for name, value in told.items() if value
        )
        yield "\n".join(f"  {line}" if line else "" for line in _block(text).split("\n"))


def _block(text: str) -> str:
    text = bounded(clean(text), lines=_LINES, columns=_COLUMNS)
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"\n{fence}text\n{text}\n{fence}\n\n"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(clean(text).split()))
