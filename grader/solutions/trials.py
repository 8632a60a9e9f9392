"""What an exercise is tried on, and the trying: its reference, its stub and every variant.

All of them go through the pipeline that grades learners: a process each, forked where grading
forks, protected as there.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from grader import requirements, submission, variants
from grader.errors import BrokenTree
from grader.judge import judge
from grader.records import Exercise, Judgement, Verdict
from grader.solutions import unwritten
from grader.solutions.findings import Disagreement, broken
from grader.submission import Problem, Source
from grader.variants import STUB, Variant
from grader.workers.supervisor import Request, Workers

__all__ = ["REFERENCE", "STUB", "Result", "Trial", "code", "of", "run"]

REFERENCE = "reference"

UNWRITTEN = "still to be written"

_HANDED_IN = b"\npass  # a statement more, or the stub would count as not started\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One solution to try an exercise's hidden tests on. Paths are relative to the tree."""

    exercise: Exercise
    name: str  # REFERENCE, STUB or a variant's
    file: str  # where its code is
    variant: Variant | None = None  # its header; None for the reference, or a stub without one
    absent: str = ""  # why it can't be tried here
    only: tuple[str, ...] = ()  # the behaviours to try it on; none named: all

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

    Files with marks of what is still to be written aren't tried, and variants with marks left out.

    Args:
        root: the trusted tree.
        exercise: as the catalogue has it.
        python: the version that runs, such as (3, 12, 1).
    """
    found: list[Variant] = []
    wrong: list[Disagreement] = []
    for name in _names(root / variants.folder(exercise)):
        if unwritten.is_marked(root / variants.folder(exercise) / f"{name}.py"):
            continue
        try:
            found.append(variants.read(root, exercise, name))
        except BrokenTree as error:
            wrong.append(broken(exercise.id, error))
    everywhere = requirements.missing(exercise, python=python)
    if not everywhere and unwritten.is_marked(root / exercise.test):
        everywhere = f"its test is {UNWRITTEN}"
    stub = next((each for each in found if each.name == STUB), None)

    def trial(name: str, file: str, variant: Variant | None) -> Trial:
        absent = everywhere
        if not absent and variant and not requirements.allows(variant.requires_python, python):
            absent = f"needs Python {variant.requires_python}"
        if not absent and unwritten.is_marked(root / file):
            absent = UNWRITTEN
        return Trial(exercise=exercise, name=name, file=file, variant=variant, absent=absent)

    return (
        trial(REFERENCE, exercise.reference, None),
        trial(STUB, exercise.stubs[0], stub),
        *(trial(each.name, each.code, each) for each in found if each.name != STUB),
    ), tuple(wrong)


def run(
    workers: Workers, trials: Iterable[tuple[Trial, Source | Problem]]
) -> Iterator[tuple[Trial, Judgement]]:
    """Try all that is there, and yield what becomes of each as it comes.

    Args:
        workers: of the trusted tree, warm or warming up.
        trials: of any number of exercises, none of them `absent`, each with its code.
    """
    by_request: dict[int, Trial] = {}
    requests: list[Request] = []
    for trial, source in trials:
        requests.append(
            Request(exercise=trial.exercise, source=source, shown=trial.file, only=trial.only)
        )
        by_request[id(requests[-1])] = trial
    for request, seen in workers.run(requests) if requests else ():
        trial = by_request[id(request)]
        yield trial, judge(trial.exercise, seen)


def code(root: Path, trial: Trial) -> Source | Problem:
    """What is tried: the file's content, and a stub as if somebody had begun it."""
    try:
        content = (root / trial.file).read_bytes()
    except OSError as error:
        return Problem(message=f"`{trial.file}` can't be read: {error.strerror}")
    if trial.name == STUB:
        content += _HANDED_IN
    return submission.check(content, trial.file, root / trial.file)


def _names(folder: Path) -> tuple[str, ...]:
    """The variants in `folder`: whatever is Python there, by name."""
    if not folder.is_dir():
        return ()
    return tuple(sorted(each.stem for each in folder.iterdir() if each.suffix == ".py"))
