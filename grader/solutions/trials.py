"""What an exercise is tried on, and the trying: its reference, its stub and every variant.

All of them go through the pipeline that grades learners: a process each, forked where grading
forks, protected as there.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader import requirements, variants
from grader.errors import BrokenTree
from grader.judge import judge
from grader.records import Exercise, Judgement, Verdict
from grader.solutions.findings import Disagreement
from grader.submission import Problem, Source
from grader.variants import STUB, Variant
from grader.workers.supervisor import Request, Workers

__all__ = ["REFERENCE", "STUB", "Result", "Trial", "of", "run"]

REFERENCE = "reference"

_HANDED_IN = b"\npass  # a statement more, or the stub would count as not started\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One solution to try an exercise's hidden tests on. Paths are relative to the tree."""

    exercise: Exercise
    name: str  # REFERENCE, STUB or a variant's
    file: str  # where its code is
    variant: Variant | None = None  # its header; None for the reference, or a stub without one
    absent: str = ""  # why it can't be tried here
    text: str | None = None  # its code, if that is written in no file

    @property
    def accept(self) -> bool:
        """Whether it has to earn every point."""
        return self.name == REFERENCE or (self.variant is not None and self.variant.accept)

    @property
    def header(self) -> str:
        """The file to look at when it disagrees."""
        return self.variant.path if self.variant is not None else self.file


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of a trial. `judgement` is None if it was not tried."""

    trial: Trial
    judgement: Judgement | None

    @property
    def passed(self) -> frozenset[str]:
        """The behaviours that passed."""
        outcomes = self.judgement.outcomes if self.judgement is not None else ()
        return frozenset(each.behaviour for each in outcomes if each.verdict is Verdict.PASSED)

    @property
    def failed(self) -> frozenset[str]:
        """The behaviours that didn't, for whatever reason."""
        outcomes = self.judgement.outcomes if self.judgement is not None else ()
        return frozenset(each.behaviour for each in outcomes) - self.passed


def of(
    root: Path, exercise: Exercise, python: tuple[int, ...] = sys.version_info[:3]
) -> tuple[tuple[Trial, ...], tuple[Disagreement, ...]]:
    """What to try `exercise` on: reference, stub, variants by name; and what headers are wrong.

    Args:
        root: the trusted tree.
        exercise: as the catalogue has it.
        python: the version that runs, such as (3, 12, 1).
    """
    found: list[Variant] = []
    wrong: list[Disagreement] = []
    for name in _names(root / variants.folder(exercise)):
        try:
            found.append(variants.read(root, exercise, name))
        except BrokenTree as error:
            wrong.append(
                Disagreement(
                    place=exercise.id, file=error.file, problem=error.problem, mend=error.mend
                )
            )
    everywhere = requirements.missing(exercise, python=python)
    stub = next((each for each in found if each.name == STUB), None)

    def trial(name: str, file: str, variant: Variant | None) -> Trial:
        absent = everywhere
        if not absent and variant and not requirements.allows(variant.requires_python, python):
            absent = f"needs Python {variant.requires_python}"
        return Trial(exercise=exercise, name=name, file=file, variant=variant, absent=absent)

    return (
        trial(REFERENCE, exercise.reference, None),
        trial(STUB, exercise.stubs[0], stub),
        *(trial(each.name, each.code, each) for each in found if each.name != STUB),
    ), tuple(wrong)


def run(root: Path, trials: Sequence[Trial], *, jobs: int | None = None) -> Iterator[Result]:
    """Try everything and yield the results as they come; first those that can't be tried here.

    Args:
        root: the trusted tree.
        trials: of any number of exercises.
        jobs: how many run at a time; by default as many as there are processors.
    """
    yield from (Result(trial=trial, judgement=None) for trial in trials if trial.absent)
    asked = [(_request(root, each), each) for each in trials if not each.absent]
    if not asked:
        return
    by_request = {id(request): trial for request, trial in asked}
    with Workers(root=root, jobs=jobs) as workers:
        for request, seen in workers.run(request for request, _ in asked):
            trial = by_request[id(request)]
            yield Result(trial=trial, judgement=judge(trial.exercise, seen))


def _request(root: Path, trial: Trial) -> Request:
    source: Source | Problem
    if trial.text is not None:
        source = Source(path=root / trial.file, content=trial.text.encode())
        return Request(exercise=trial.exercise, source=source, shown=trial.file)
    try:
        content = (root / trial.file).read_bytes()
    except OSError as error:
        source = Problem(message=f"`{trial.file}` can't be read: {error.strerror}")
    else:
        if trial.name == STUB:
            content += _HANDED_IN
        source = Source(path=root / trial.file, content=content)
    return Request(exercise=trial.exercise, source=source, shown=trial.file)


def _names(folder: Path) -> tuple[str, ...]:
    """The variants in `folder`: whatever is Python there, by name."""
    if not folder.is_dir():
        return ()
    return tuple(sorted(each.stem for each in folder.iterdir() if each.suffix == ".py"))
