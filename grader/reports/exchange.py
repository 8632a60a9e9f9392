"""The grade for other graders' platforms, as their documents ask for it; all with the same totals.

Gradescope reads `results.json`, Classroom 50 `result.json`, the (former) GitHub Classroom reporter a
base64 text, and Exercism `results.json` of its test runners' interface, version 3. What a person has adjusted
is a test of its own there, worth 0, so that the tests' scores add up.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from typing import Any

from grader.records import BehaviourGrade, ExerciseGrade, Grade, Status, Verdict
from grader.reports.junit import UNPAID
from grader.reports.text import bounded, by_hand, clean

__all__ = ["ABOUT", "classroom", "classroom50", "exercism", "gradescope"]

_MESSAGE = 65_535  # characters that Exercism takes of a message
_OUTPUT = 500  # and of an output
_LINES, _COLUMNS = 40, 1000
_BY_HAND = "adjusted by hand"

ABOUT = (
    "classroom", "assignment", "assignment_type", "owner", "submission", "commit", "release",
    "review", "datetime",
)  # fmt: skip
"""What Classroom 50 wants to be told besides: who and what this is about."""


def gradescope(grade: Grade, about: Mapping[str, str]) -> str:
    """`/autograder/results/results.json`; a `note` in `about` is for the student, too."""
    tests = [
        {
            "name": f"{exercise.exercise.id} {each.behaviour.statement}",
            "name_format": "text",
            "number": f"{int(exercise.exercise.id[2:4])}.{int(exercise.exercise.id[-2:])}.{number}",
            "score": each.points,
            "max_score": each.behaviour.points,
            "status": "passed" if _passed(exercise, each) else "failed",
            "output": _told(exercise, each),
            "output_format": "text",
            "visibility": "visible",
        }
        for exercise, number, each in _behaviours(grade)
    ]
    tests += [
        {
            "name": f"{exercise.exercise.id} {_BY_HAND}",
            "name_format": "text",
            "score": exercise.adjustment,
            "max_score": 0,
            "output": by_hand(exercise),
            "output_format": "text",
            "visibility": "visible",
        }
        for exercise in _adjusted(grade)
    ]
    note = "" if grade.complete else "The grader itself failed somewhere; please report it.\n"
    return _json(
        {
            "score": grade.points,
            "output": f"{note}{clean(about.get('note', ''))}{grade.points}/{grade.possible} points",
            "output_format": "text",
            "stdout_visibility": "hidden",
            "extra_data": {"possible": grade.possible, "complete": grade.complete},
            "tests": tests,
        }
    )


def classroom50(grade: Grade, about: Mapping[str, str]) -> str:
    """`result.json`, version 1; `about`: values for the names in `ABOUT`, "" where there is none."""
    return _json(
        {
            "schema": "classroom50/result/v1",
            **{name: about.get(name, "") for name in ABOUT},
            "score": grade.points,
            "max-score": grade.possible,
            "tests": [
                {
                    "test-name": f"{exercise.exercise.id} {each.behaviour.id}",
                    "passed": _passed(exercise, each),
                    "score": each.points,
                    "max-score": each.behaviour.points,
                }
                for exercise, _, each in _behaviours(grade)
            ]
            + [
                {
                    "test-name": f"{exercise.exercise.id} {_BY_HAND}",
                    "passed": exercise.adjustment >= 0,
                    "score": exercise.adjustment,
                    "max-score": 0,
                }
                for exercise in _adjusted(grade)
            ],
        }
    )


def classroom(grade: Grade) -> str:
    """The value of a step's output `result`: one line of base64, with the JSON in it."""
    tests = [
        {
            "name": f"{exercise.exercise.id} {each.behaviour.id}",
            "status": _status(exercise, each),
            "score": each.points,
            "message": _told(exercise, each),
            "filename": exercise.exercise.path,
            "line_no": each.outcome.line or 0,
        }
        for exercise, _, each in _behaviours(grade)
    ]
    tests += [
        {
            "name": f"{exercise.exercise.id} {_BY_HAND}",
            "status": "pass" if exercise.adjustment >= 0 else "fail",
            "score": exercise.adjustment,
            "message": by_hand(exercise),
            "filename": exercise.exercise.path,
            "line_no": 0,
        }
        for exercise in _adjusted(grade)
    ]
    content = {
        "version": 3,
        "status": _overall(grade),
        "max_score": grade.possible,
        "tests": tests,
    }
    return base64.b64encode(_json(content).encode("ascii")).decode("ascii") + "\n"


def exercism(grade: Grade) -> str:
    """`results.json` of a test runner, version 3."""
    exercises = [each for chapter in grade.chapters for each in chapter.exercises]
    status = _overall(grade)
    content: dict[str, Any] = {"version": 3, "status": status, "message": None}
    if status == "error":
        why = [each.message or each.status.value for each in exercises if _is_error(each)]
        content["message"] = clean("\n".join(why))[:_MESSAGE] or "it can't be run"
    numbers = {each.exercise.id: number for number, each in enumerate(exercises, 1)}
    content["tests"] = [
        {
            "name": f"{exercise.exercise.id} {each.behaviour.statement}",
            "status": _status(exercise, each),
            "message": _told(exercise, each)[:_MESSAGE] or None,
            "output": clean(each.outcome.output)[:_OUTPUT] or None,
            "test_code": f"# {each.behaviour.statement}\n# {each.behaviour.id} of {exercise.exercise.test}",
            "task_id": numbers[exercise.exercise.id],
        }
        for exercise, _, each in _behaviours(grade)
    ]
    return _json(content)


def _behaviours(grade: Grade) -> Iterator[tuple[ExerciseGrade, int, BehaviourGrade]]:
    for exercise in (each for chapter in grade.chapters for each in chapter.exercises):
        for number, each in enumerate(exercise.behaviours, 1):
            yield exercise, number, each


def _adjusted(grade: Grade) -> Iterator[ExerciseGrade]:
    for exercise in (each for chapter in grade.chapters for each in chapter.exercises):
        if exercise.adjusted:
            yield exercise


def _passed(exercise: ExerciseGrade, each: BehaviourGrade) -> bool:
    """Whether it counts: what needs a look, or is only what the stub does, has not passed for others."""
    return (
        each.verdict is Verdict.PASSED
        and exercise.status in (Status.GRADED, Status.INTERNAL_ERROR)
        and each.points == each.behaviour.points
    )


def _is_error(exercise: ExerciseGrade) -> bool:
    return exercise.status in (Status.ERROR, Status.INTERNAL_ERROR)


def _status(exercise: ExerciseGrade, each: BehaviourGrade) -> str:
    if _passed(exercise, each):
        return "pass"
    return "error" if _is_error(exercise) else "fail"


def _overall(grade: Grade) -> str:
    exercises = [each for chapter in grade.chapters for each in chapter.exercises]
    if any(map(_is_error, exercises)):
        return "error"
    return "pass" if grade.possible and all(e.earned == e.possible for e in exercises) else "fail"


def _told(exercise: ExerciseGrade, each: BehaviourGrade) -> str:
    """Why it has not passed."""
    if _passed(exercise, each):
        return ""
    outcome = each.outcome
    if exercise.status is Status.GRADED and each.verdict is Verdict.PASSED:
        return UNPAID
    whole = exercise.message if exercise.status is not Status.GRADED else ""
    parts = [
        *exercise.notices,
        whole,
        ": ".join(filter(None, (outcome.code, outcome.message))),
        outcome.expected and f"expected: {outcome.expected}",
        outcome.observed and f"observed: {outcome.observed}",
        outcome.next and f"next: {outcome.next}",
    ]
    text = "\n".join(filter(None, parts)) or each.verdict.value.replace("_", " ")
    return bounded(clean(text), lines=_LINES, columns=_COLUMNS)


def _json(content: object) -> str:
    return json.dumps(content, indent=1) + "\n"
