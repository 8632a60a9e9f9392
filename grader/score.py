"""Turns judgements into points. The only place where anything is added up.

- Only `passed` earns, and keepers (behaviours that the stub passes) only once a behaviour that the
  stub fails has passed.
- An exercise that isn't started, can't be loaded, or needs a look earns nothing.
- One that is not available here leaves the total.
- An internal error costs nothing: points and possible stay, but no percentage is drawn from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from grader.misconceptions import Match, match, signature
from grader.records import (
    BehaviourGrade,
    Catalogue,
    ChapterGrade,
    ExerciseGrade,
    Grade,
    Judgement,
    Status,
    Verdict,
)

if TYPE_CHECKING:
    from fractions import Fraction

__all__ = ["reaches", "score", "score_exercise"]

_EARNING = {Status.GRADED, Status.INTERNAL_ERROR}


def score(
    catalogue: Catalogue,
    judgements: Iterable[Judgement],
    *,
    environment: Sequence[tuple[str, str]] = (),
) -> Grade:
    """The grade of all `judgements`, in the order of `catalogue`, whatever order they came in.

    Chapters of which nothing was judged are left out.

    Args:
        catalogue: where the exercises are from.
        judgements: one an exercise.
        environment: versions and the like; the protections that were on are added to it.

    Raises:
        ValueError: two judgements of one exercise, one of an unknown exercise, or outcomes that
            aren't those of its behaviours.
    """
    judged: dict[str, Judgement] = {}
    for judgement in judgements:
        if judged.setdefault(judgement.exercise.id, judgement) is not judgement:
            raise ValueError(f"two judgements of {judgement.exercise.id}")
    unknown = set(judged)
    chapters: list[ChapterGrade] = []
    for chapter in catalogue.chapters:
        own = tuple(
            score_exercise(judged[exercise.id])
            for exercise in chapter.exercises
            if exercise.id in judged
        )
        unknown.difference_update(each.exercise.id for each in own)
        if own:
            points, possible = sum(e.points for e in own), sum(e.possible for e in own)
            chapters.append(
                ChapterGrade(
                    chapter=chapter,
                    points=points,
                    possible=possible,
                    percent=_percent(points, possible) if _complete(own) else None,
                    exercises=own,
                )
            )
    if unknown:
        raise ValueError(f"judgements of unknown exercises: {', '.join(sorted(unknown))}")
    points, possible = sum(c.points for c in chapters), sum(c.possible for c in chapters)
    complete = all(_complete(chapter.exercises) for chapter in chapters)
    return Grade(
        complete=complete,
        points=points,
        possible=possible,
        percent=_percent(points, possible) if complete else None,
        environment=(*environment, *_layers(judged.values())),
        chapters=tuple(chapters),
    )


def score_exercise(judgement: Judgement) -> ExerciseGrade:
    """What one exercise earned, and which belief its failures give away.

    Raises:
        ValueError: the outcomes aren't exactly one for each behaviour, in their order.
    """
    exercise = judgement.exercise
    status = _status(judgement)
    outcomes = judgement.outcomes
    if status is Status.NOT_AVAILABLE:
        return ExerciseGrade(
            exercise=exercise,
            status=status,
            points=0,
            possible=0,
            message=judgement.message,
            line=judgement.line,
        )
    if [each.behaviour for each in outcomes] != [each.id for each in exercise.behaviours]:
        raise ValueError(f"the outcomes of {exercise.id} are not those of its behaviours")
    belief = _belief(judgement, status)
    behaviours = tuple(
        BehaviourGrade(
            behaviour=behaviour,
            outcome=outcome,
            points=points,
            misconception=belief.belief if belief and behaviour.id in belief.behaviours else "",
        )
        for behaviour, outcome, points in zip(
            exercise.behaviours, outcomes, _points(judgement, status), strict=True
        )
    )
    return ExerciseGrade(
        exercise=exercise,
        status=status,
        points=sum(each.points for each in behaviours),
        possible=exercise.possible,
        message=judgement.message,
        line=judgement.line,
        misconception=belief.belief if belief else "",
        exact=belief.exact if belief else False,
        notices=judgement.notices,
        cleared=judgement.cleared,
        behaviours=behaviours,
    )


def reaches(grade: Grade, percent: Fraction) -> bool:
    """Whether the points are at least `percent` (0 to 100) of what was possible, exactly.

    Where nothing could be graded, nothing but a demand of 0 is met: an empty run is no pass.
    """
    if not grade.possible:
        return percent <= 0
    return grade.points * 100 >= grade.possible * percent


def _status(judgement: Judgement) -> Status:
    """The judge's, made sure of: no slip there may earn points for a forgery or hide a fault."""
    if judgement.notices and not judgement.cleared:
        return Status.NEEDS_A_LOOK
    if any(outcome.verdict is Verdict.INTERNAL_ERROR for outcome in judgement.outcomes):
        return Status.INTERNAL_ERROR
    return judgement.status


def _points(judgement: Judgement, status: Status) -> list[int]:
    """What each behaviour earned."""
    behaviours = judgement.exercise.behaviours
    passed = [outcome.verdict is Verdict.PASSED for outcome in judgement.outcomes]
    started = any(
        done and not behaviour.keeper for done, behaviour in zip(passed, behaviours, strict=True)
    )
    earns = status in _EARNING and started
    return [
        behaviour.points if done and earns else 0
        for done, behaviour in zip(passed, behaviours, strict=True)
    ]


def _belief(judgement: Judgement, status: Status) -> Match | None:
    if status is not Status.GRADED:
        return None
    return match(judgement.exercise.misconceptions, signature(judgement.outcomes))


def _percent(points: int, possible: int) -> int:
    return points * 100 // possible if possible else 0


def _complete(exercises: Iterable[ExerciseGrade]) -> bool:
    return all(each.status is not Status.INTERNAL_ERROR for each in exercises)


def _layers(judgements: Iterable[Judgement]) -> tuple[tuple[str, str], ...]:
    """Each protection as ("layer NAME", "on"), or why it was off, if only once."""
    found: dict[str, str] = {}
    for judgement in sorted(judgements, key=lambda each: each.exercise.id):
        for name, state in judgement.layers:
            if found.get(name, "on") == "on":
                found[name] = state
    return tuple((f"layer {name}", state) for name, state in found.items())
