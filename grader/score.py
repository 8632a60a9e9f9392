"""Turns judgements into points. The only place where anything is added up.

- Only `passed` earns, and keepers (behaviours that the stub passes) only once a behaviour that the
  stub fails has passed.
- An exercise that isn't started, can't be loaded, or needs a look earns nothing.
- One that is not available here leaves the total.
- An internal error costs nothing: points and possible stay, but no percentage is drawn from them.
- A course's weight multiplies the points of every behaviour. What a person has changed comes on top, within
  what is possible; but not where a look is needed, for that comes first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

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

    from grader.adjustments import Adjustment

__all__ = ["NO_TERMS", "Settled", "Terms", "reaches", "score", "score_exercise", "settle"]

_EARNING = {Status.GRADED, Status.INTERNAL_ERROR}


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a course makes of one submission's points."""

    weights: Mapping[str, int] | None = None  # of what counts, by exercise; None: all, once
    adjustments: Mapping[str, Adjustment] = field(default_factory=dict)  # by exercise

    def counts(self, exercise: str) -> bool:
        """Whether the exercise with this id is a part of the course."""
        return self.weights is None or exercise in self.weights


NO_TERMS = Terms()


class Settled(NamedTuple):
    """What one exercise's points come to."""

    points: int
    possible: int
    weight: int
    adjustment: int
    adjusted: str


def score(
    catalogue: Catalogue,
    judgements: Iterable[Judgement],
    *,
    environment: Sequence[tuple[str, str]] = (),
    terms: Terms = NO_TERMS,
) -> Grade:
    """The grade of all `judgements`, in the order of `catalogue`, whatever order they came in.

    Chapters of which nothing was judged, or nothing counts, are left out.

    Args:
        catalogue: where the exercises are from.
        judgements: one an exercise.
        environment: versions and the like; the protections that were on are added to it.
        terms: what the course makes of points.

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
            score_exercise(judged[exercise.id], terms)
            for exercise in chapter.exercises
            if exercise.id in judged and terms.counts(exercise.id)
        )
        unknown.difference_update(exercise.id for exercise in chapter.exercises)
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


def score_exercise(judgement: Judgement, terms: Terms = NO_TERMS) -> ExerciseGrade:
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
            adjusted=settle(exercise.id, status, 0, 0, terms).adjusted,
        )
    if [each.behaviour for each in outcomes] != [each.id for each in exercise.behaviours]:
        raise ValueError(f"the outcomes of {exercise.id} are not those of its behaviours")
    belief = _belief(judgement, status)
    earned = _points(judgement, status)
    settled = settle(exercise.id, status, sum(earned), exercise.possible, terms)
    behaviours = tuple(
        BehaviourGrade(
            behaviour=replace(behaviour, points=behaviour.points * settled.weight),
            outcome=outcome,
            points=points * settled.weight,
            misconception=belief.belief if belief and behaviour.id in belief.behaviours else "",
        )
        for behaviour, outcome, points in zip(exercise.behaviours, outcomes, earned, strict=True)
    )
    return ExerciseGrade(
        exercise=exercise,
        status=status,
        points=settled.points,
        possible=settled.possible,
        message=judgement.message,
        line=judgement.line,
        misconception=belief.belief if belief else "",
        exact=belief.exact if belief else False,
        notices=judgement.notices,
        cleared=judgement.cleared,
        weight=settled.weight,
        adjustment=settled.adjustment,
        adjusted=settled.adjusted,
        behaviours=behaviours,
    )


def settle(exercise: str, status: Status, earned: int, possible: int, terms: Terms) -> Settled:
    """What `earned` of `possible` points, as the tests give them, are worth in the course.

    Args:
        exercise: its id.
        status: of the exercise, as it was scored.
        earned: the points of its behaviours.
        possible: all that there are.
        terms: of the course, for this submission.
    """
    weight = 1 if terms.weights is None else terms.weights[exercise]
    earned, possible = earned * weight, possible * weight
    one = terms.adjustments.get(exercise)
    if one is None:
        return Settled(earned, possible, weight, 0, "")
    told = f"{one.by} on {one.at[:10]}: {one.reason}"
    if status is Status.NEEDS_A_LOOK:
        return Settled(earned, possible, weight, 0, f"{told} (once it has been cleared)")
    points = one.applied(earned, possible)
    return Settled(points, possible, weight, points - earned, told)


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
