"""Has mutants graded, by the same processes as everybody's solutions."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.mutants.plan import Mutant
from grader.records import Judgement, Status, Verdict
from grader.score import score_exercise
from grader.solutions import trials
from grader.solutions.trials import Trial
from grader.submission import Source
from grader.workers.supervisor import Workers

__all__ = ["Fate", "Tried", "run"]


class Fate(enum.StrEnum):
    """What became of a mutant."""

    KILLED = "killed"
    SURVIVED = "survived"
    FAULT = "fault"  # the grader's own; nothing is known about this mutant


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A mutant that was graded."""

    mutant: Mutant
    fate: Fate
    failures: tuple[str, ...] = ()  # what it failed: "test_a_number (wrong-value)"
    message: str = ""  # why, if that isn't a behaviour's affair


def run(root: Path, mutants: Sequence[Mutant], *, jobs: int | None = None) -> Iterator[Tried]:
    """Grade every mutant, and yield what became of it, as they finish.

    Args:
        root: the trusted tree.
        mutants: of any number of exercises, all of which can be tried here.
        jobs: how many run at a time; by default as many as there are processors.
    """
    by_name = {each.id: each for each in mutants}
    wanted = (
        (
            Trial(exercise=each.exercise, name=each.id, file=each.exercise.reference),
            Source(path=root / each.exercise.reference, content=each.text.encode()),
        )
        for each in mutants
    )
    with Workers(root=root, jobs=jobs) as workers:
        for trial, judgement in trials.run(workers, wanted):
            yield _tried(by_name[trial.name], judgement)


def _tried(mutant: Mutant, judgement: Judgement) -> Tried:
    grade = score_exercise(judgement)
    lost = [each for each in judgement.outcomes if each.verdict is not Verdict.PASSED]
    ours = [each.message for each in lost if each.verdict is Verdict.INTERNAL_ERROR]
    message = judgement.message
    if judgement.status is Status.INTERNAL_ERROR or ours:
        fate, message = Fate.FAULT, "; ".join([*filter(None, [message]), *ours])
    elif judgement.notices:  # what is nearly our own reference isn't tampering
        fate, message = Fate.FAULT, f"it is taken for tampering: {'; '.join(judgement.notices)}"
    else:
        fate = Fate.KILLED if grade.points < grade.possible else Fate.SURVIVED
    return Tried(
        mutant=mutant,
        fate=fate,
        failures=tuple(f"{each.behaviour} ({each.code or each.verdict})" for each in lost),
        message=message,
    )
