"""Renders what the authors' check found: a matrix for each exercise, and the disagreements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from grader.records import Exercise, Verdict
from grader.solutions.findings import Disagreement
from grader.solutions.trials import Result

__all__ = ["LEGEND", "as_json", "disagreements", "matrix"]

SCHEMA = "kata-solutions/1"

LEGEND = (
    "·  passes   k  fails, as it must   l  fails, as its header lists   !  disagrees   "
    "-  not tried here"
)


def matrix(exercise: Exercise, results: Sequence[Result]) -> Iterator[str]:
    """The exercise's behaviours (columns) and what each of its solutions (rows) does with them."""
    wide = max((len(each.trial.name) for each in results), default=0)
    numbers = [str(n) for n in range(1, len(exercise.behaviours) + 1)]
    yield f"{exercise.id}  {exercise.title}  ({exercise.kind}, {exercise.name})"
    yield f"  {'':{wide}}  {' '.join(f'{n:>2}' for n in numbers)}"
    for result in results:
        marks = (mark(result, each.id) for each in exercise.behaviours)
        absent = f"   {result.trial.absent}" if result.trial.absent else ""
        yield f"  {result.trial.name:{wide}}  {' '.join(f'{m:>2}' for m in marks)}{absent}"
    for number, behaviour in zip(numbers, exercise.behaviours, strict=True):
        yield f"    {number:>2}  {behaviour.id}"


def mark(result: Result, behaviour: str) -> str:
    """One cell of the matrix."""
    variant = result.trial.variant
    if result.judgement is None:
        return "-"
    failed = behaviour in result.failed
    if variant is None or variant.accept:
        # A stub without a header claims nothing.
        return "·" if not failed else "!" if result.trial.accept else "l"
    if behaviour in variant.kills:
        return "k" if failed else "!"
    if behaviour in variant.loses:
        return "l" if failed else "!"
    return "!" if failed else "·"


def disagreements(found: Iterable[Disagreement]) -> Iterator[str]:
    """All of `found` in words, in blocks with an empty line before each."""
    for each in found:
        yield ""
        yield f"{each.place}  {each.file}{'  (the grader itself)' if each.ours else ''}"
        yield from _field("problem", each.problem)
        yield from _field("mend", each.mend)


def as_json(
    results: Iterable[tuple[Exercise, Sequence[Result]]], found: Iterable[Disagreement]
) -> dict[str, Any]:
    """The same as plain values."""
    return {
        "schema": SCHEMA,
        "exercises": [
            {
                "id": exercise.id,
                "solutions": [_solution(result) for result in own],
            }
            for exercise, own in results
        ],
        "disagreements": [
            {
                "place": each.place,
                "file": each.file,
                "problem": each.problem,
                "mend": each.mend,
                "ours": each.ours,
            }
            for each in found
        ],
    }


def _solution(result: Result) -> dict[str, Any]:
    outcomes = result.judgement.outcomes if result.judgement is not None else ()
    return {
        "name": result.trial.name,
        "not_tried": result.trial.absent,
        "passed": [each.behaviour for each in outcomes if each.verdict is Verdict.PASSED],
        "failed": {
            each.behaviour: {
                "verdict": each.verdict.value,
                "code": each.code,
                "message": each.message,
            }
            for each in outcomes
            if each.verdict is not Verdict.PASSED
        },
    }


def _field(name: str, text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines()):
        yield f"  {name if not number else '':8} {line}"
