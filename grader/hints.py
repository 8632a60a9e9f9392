"""Which hints were shown: three for each exercise, one more each time. It costs nothing to ask."""

from __future__ import annotations

from pathlib import Path

from grader import state
from grader.records import Exercise

__all__ = ["NAME", "following"]

NAME = "hints.json"  # in `.kata`: exercise id -> how many hints were shown


def following(root: Path, exercise: Exercise, *, restart: bool = False) -> tuple[str, ...]:
    """The hints to show now: those that were shown before, and the next one if there is one."""
    shown = {
        name: count
        for name, count in state.read(root, NAME).items()
        if type(count) is int and count >= 0
    }
    before = 0 if restart else shown.get(exercise.id, 0)
    count = min(before + 1, len(exercise.hints))
    state.write(root, NAME, shown | {exercise.id: count})
    return exercise.hints[:count]
