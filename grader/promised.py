"""Adds to failures what was promised: the reference's run of the same behaviour, to look at beside them.

It comes after the verdict and can't change it. Where the repository has no reference, as a student's, or
its run comes to nothing, nothing is added.

A run gives nothing away of how the reference is written: there are its tasks, times and cancellations,
and of what it waits for only what belongs to the test.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from grader import submission
from grader.records import BehaviourGrade, ExerciseGrade, Moment, Outcome, Status, Verdict
from grader.workers.supervisor import Request, Workers

__all__ = ["add"]

HELPS = frozenset(
    """
    wrong-order too-late too-early missing-event extra-event overlap lost-update lock-held
    not-cancelled cancelled deadlock leaked-task never-awaited lost-exception callback-error
    unclosed-generator blocking-call
    """.split()
)
"""The failure codes that are about order, time, cancellation, or what is left behind."""

SOMETHING = "something"
"""What is waited for that is the reference's own affair."""

_LIFE = frozenset(
    "created started suspended resumed cancel-requested done failed cancelled left-out".split()
)
_OPEN = re.compile(r"`[^`.]+`|sleep until \S+|its next step")  # a collaborator by its name, or time


def add(
    grades: Sequence[ExerciseGrade],
    wanted: Mapping[str, Collection[str]],
    workers: Workers,
    beat: Callable[[], None],
) -> tuple[ExerciseGrade, ...]:
    """The same grades, with what was promised beside the failures that it helps to understand.

    Args:
        grades: of exercises.
        wanted: the behaviours that are going to be explained in full, by exercise.
        workers: run each reference once at most, and only these behaviours of it.
        beat: called as it goes on.
    """
    wishes = (_wish(grade, wanted.get(grade.exercise.id, ()), workers.root) for grade in grades)
    requests = [each for each in wishes if each]
    if not requests:
        return tuple(grades)
    try:
        found = {
            seen.exercise: {each.behaviour: each for each in seen.outcomes}
            for _, seen in workers.run(requests, lambda _: beat())
        }
    except OSError:  # no folder or process is to be had any more, and the grade stands already
        return tuple(grades)
    return tuple(_with(grade, found.get(grade.exercise.id, {})) for grade in grades)


def _wish(grade: ExerciseGrade, wanted: Collection[str], root: Path) -> Request | None:
    """What to run, of each behaviour the case that failed; None: nothing, or it isn't to be had."""
    cases = {
        each.behaviour.id: each.outcome.case
        for each in grade.behaviours
        if each.behaviour.id in wanted and _may_help(grade, each)
    }
    if not cases:
        return None
    source = submission.read(root / "solutions", grade.exercise)
    if not isinstance(source, submission.Source):
        return None
    return Request(exercise=grade.exercise, source=source, only=tuple(cases), traced=cases)


def _may_help(grade: ExerciseGrade, failed: BehaviourGrade) -> bool:
    """Whether it is a failure of which a timeline tells the cause."""
    outcome = failed.outcome
    is_one = grade.status is Status.GRADED and outcome.verdict is Verdict.FAILED
    return is_one and outcome.code in HELPS and bool(outcome.timeline)


def _with(grade: ExerciseGrade, found: Mapping[str, Outcome]) -> ExerciseGrade:
    if not found:
        return grade
    behaviours = tuple(
        replace(each, promised=_worth_showing(each.outcome, found[each.behaviour.id]))
        if each.behaviour.id in found
        else each
        for each in grade.behaviours
    )
    return replace(grade, behaviours=behaviours)


def _worth_showing(learners: Outcome, reference: Outcome) -> tuple[Moment, ...]:
    """The reference's timeline; nothing if it is the learner's, too, or but one task at one instant."""
    rows = tuple(_told(reference.timeline))
    is_short = len({row.time for row in rows}) < 2 and len({row.number for row in rows} - {0}) < 2
    if (
        reference.verdict is not Verdict.PASSED
        or is_short
        or rows == tuple(_told(learners.timeline))
    ):
        return ()
    return rows


def _told(rows: Sequence[Moment]) -> Iterator[Moment]:
    """The rows without what gives code away: lines, what tasks run, locks and their like."""
    for row in rows:
        if row.event not in _LIFE:
            continue
        detail = row.detail
        if row.event == "created":
            detail = detail.partition(", to run ")[0]
        elif row.event == "suspended" and not _is_open(row):
            detail = SOMETHING
        yield row._replace(detail=detail, line=None)


def _is_open(row: Moment) -> bool:
    """Whether it may be told what is waited for: a collaborator, a time, or whatever the test awaits."""
    is_tests = row.task == "the test" and row.line is None
    return is_tests or _OPEN.fullmatch(row.detail) is not None
