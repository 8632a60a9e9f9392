"""The grade as JSON: the format that other programs rely on, published as docs/schema/kata-grade-1.json.

Fields may be added to it; none changes its meaning or goes away without a new number.
"""

from __future__ import annotations

import json
from typing import Any

from grader.records import BehaviourGrade, ChapterGrade, ExerciseGrade, Grade

__all__ = ["SCHEMA", "content", "exercise", "render"]

SCHEMA = "kata-grade/1"


def render(grade: Grade) -> str:
    """The grade as JSON text in ASCII, ending in a line feed. Equal grades give equal texts.

    ASCII, because what a learner's process says may hold half characters that no file or terminal
    takes.
    """
    return json.dumps(content(grade), indent=2) + "\n"


def content(grade: Grade) -> dict[str, Any]:
    """The grade as plain values, in the order of the published format."""
    return {
        "schema": SCHEMA,
        "complete": grade.complete,
        "points": grade.points,
        "possible": grade.possible,
        "percent": grade.percent,
        "environment": _environment(grade),
        "chapters": [_chapter(each) for each in grade.chapters],
    }


def _environment(grade: Grade) -> dict[str, Any]:
    layers = {}
    versions = {}
    for name, state in grade.environment:
        kind, _, layer = name.partition(" ")
        if kind == "layer" and layer:
            layers[layer] = state
        else:
            versions[name] = state
    return {**versions, "layers": layers}


def _chapter(grade: ChapterGrade) -> dict[str, Any]:
    return {
        "id": grade.chapter.id,
        "title": grade.chapter.title,
        "points": grade.points,
        "possible": grade.possible,
        "percent": grade.percent,
        "exercises": [exercise(each) for each in grade.exercises],
    }


def exercise(grade: ExerciseGrade) -> dict[str, Any]:
    """One exercise's grade as plain values."""
    return {
        "id": grade.exercise.id,
        "title": grade.exercise.title,
        "path": grade.exercise.path,
        "points": grade.points,
        "possible": grade.possible,
        "status": grade.status.value,
        "message": grade.message,
        "line": grade.line or None,
        "misconception": grade.misconception,
        "exact": grade.exact,
        "notices": list(grade.notices),
        "cleared": grade.cleared,
        "weight": grade.weight,
        "adjustment": grade.adjustment,
        "adjusted": grade.adjusted,
        "behaviours": [_behaviour(each) for each in grade.behaviours],
    }


def _behaviour(grade: BehaviourGrade) -> dict[str, Any]:
    outcome = grade.outcome
    return {
        "id": grade.behaviour.id,
        "statement": grade.behaviour.statement,
        "points": grade.points,
        "possible": grade.behaviour.points,
        "verdict": outcome.verdict.value,
        "code": outcome.code,
        "message": outcome.message,
        "scenario": grade.behaviour.scenario,
        "expected": outcome.expected,
        "observed": outcome.observed,
        "next": outcome.next,
        "line": outcome.line or None,
        "traceback": outcome.traceback,
        "output": outcome.output,
        "advice": list(outcome.advice),
        "timeline": [list(moment) for moment in outcome.timeline],
        "misconception": grade.misconception,
    }
