"""One run from beginning to end: catalogue, select, workers, judge, score.

The workers come first in time: they take a third of a second to warm up, on a processor of their
own. So nothing is imported here before they are started that they don't need; and they aren't
imported where nothing has to be run.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from grader import __version__, submission
from grader.records import Exercise, ExerciseGrade, Grade, Judgement, Observation, Status

if TYPE_CHECKING:
    from grader.clearances import Clearance
    from grader.progress import Memory
    from grader.score import Terms
    from grader.workers.supervisor import Event, Request, Settings, Workers

__all__ = ["Listener", "Run", "environment", "grade"]


class Listener(Protocol):
    """Is told what goes on during a run."""

    def expect(self, total: int) -> None:
        """So many exercises are going to be graded. Workers are still warming up."""

    def start(self, name: str) -> None:
        """One is under way."""

    def finish(self, name: str, result: str) -> None:
        """One has ended, with a status."""

    def tick(self) -> None:
        """Something else happened."""


def grade(
    tree: Path,
    patterns: Sequence[str],
    submitted: Path,
    listener: Listener,
    *,
    jobs: int | None = None,
    settings: Settings | None = None,
    cleared: Path | None = None,
    terms: Terms | None = None,
    remember: bool = False,
    fresh: bool = False,
    in_full: Callable[[Grade], Mapping[str, Collection[str]]] | None = None,
) -> Grade:
    """The grade of what `submitted` makes of the exercises that `patterns` ask for.

    Args:
        tree: the trusted tree.
        patterns: as in `select`; none: everything.
        submitted: the learner's tree.
        listener: is told how it goes.
        jobs: exercises that run at a time; None: as many as there are processors.
        settings: limits for learner code.
        cleared: the file of clearances; by default that of the trusted tree.
        terms: what a course makes of the points; None: each counts as it is.
        remember: let what has passed be, as long as nothing about it has changed, and keep the
            verdicts for the next time. Only for a learner's own tree.
        fresh: run everything, even so.
        in_full: says of the grade which behaviours, by exercise, are going to be explained in full. They
            get what was promised beside them; None: nothing does.

    Raises:
        UsageError: the patterns name something that there isn't.
        BrokenTree: the trusted tree is damaged.
    """
    memory = _recall(tree, patterns) if remember else None
    if memory and fresh:
        memory = replace(memory, entries={})
    if memory and (quick := _remembered(memory, patterns, submitted, terms)):
        return quick
    from grader.workers.supervisor import Workers

    with Workers(root=tree, jobs=jobs, settings=settings) as workers:
        from grader import catalogue, clearances, select
        from grader.score import NO_TERMS, score, score_exercise

        known = catalogue.load(tree, select.chapters(catalogue.folders(tree), patterns))
        exercises = select.select(known, patterns)
        listener.expect(len(exercises))
        passing = clearances.load(cleared or tree / clearances.NAME)
        run = Run(workers, submitted, listener, passing, memory)
        judgements = list(run.judgements(exercises))
        result = score(known, judgements, environment=environment(), terms=terms or NO_TERMS)
        if memory:
            run.keep(map(score_exercise, judgements))  # as the tests give the points
        if in_full:
            result = _with_promised(result, in_full(result), workers, listener)
    return replace(result, remembered=len(run.remembered))


def environment() -> tuple[tuple[str, str], ...]:
    """What a grade is made with, apart from the protections that workers report."""
    python = ".".join(map(str, sys.version_info[:3]))
    return ("grader", __version__), ("python", python), ("platform", sys.platform)


def _with_promised(
    grade: Grade, wanted: Mapping[str, Collection[str]], workers: Workers, listener: Listener
) -> Grade:
    """The same grade, with what was promised beside what is explained in full."""
    if not any(wanted.values()):
        return grade
    from grader import promised

    listener.start("what was promised")
    chapters = tuple(
        replace(each, exercises=promised.add(each.exercises, wanted, workers, listener.tick))
        for each in grade.chapters
    )
    return replace(grade, chapters=chapters)


def _recall(tree: Path, patterns: Sequence[str]) -> Memory:
    from grader import catalogue, progress, select

    return progress.recall(tree, select.chapters(catalogue.folders(tree), patterns))


def _remembered(
    memory: Memory, patterns: Sequence[str], submitted: Path, terms: Terms | None
) -> Grade | None:
    """The grade, if it takes no run at all."""
    from grader import select
    from grader.judge import judge
    from grader.score import NO_TERMS, score

    known = memory.index.catalogue
    judgements = []
    for exercise in select.select(known, patterns):
        ready = _without_running(known.root, exercise, submitted, memory)
        if not isinstance(ready, Observation):
            return None
        judgements.append(judge(exercise, ready))
    passed = sum(each.status is Status.GRADED for each in judgements)
    grade = score(known, judgements, environment=environment(), terms=terms or NO_TERMS)
    return replace(grade, remembered=passed)


class Run:
    """Grades exercises of one submission: what becomes of each, and on which content.

    Args:
        workers: warm or warming up.
        submitted: the learner's tree.
        listener: is told how it goes.
        passing: clearances, as `clearances.load` gives them.
        memory: what needs no run again; None: everything is run.
    """

    def __init__(
        self,
        workers: Workers,
        submitted: Path,
        listener: Listener,
        passing: Mapping[tuple[str, str], Clearance],
        memory: Memory | None,
    ) -> None:
        self._workers = workers
        self._submitted = submitted
        self._listener = listener
        self._passing = passing
        self._memory = memory
        self._contents: dict[str, bytes] = {}  # by exercise id
        self._layers: dict[str, tuple[tuple[str, str], ...]] = {}
        self.remembered: set[str] = set()

    def judgements(self, exercises: Iterable[Exercise]) -> Iterator[Judgement]:
        """A judgement of each exercise, as they come."""
        from grader.judge import judge
        from grader.workers.supervisor import Request

        requests: list[Request] = []
        reasons: dict[str, str] = {}
        for exercise in exercises:
            ready = _without_running(self._workers.root, exercise, self._submitted, self._memory)
            if not isinstance(ready, Observation):
                request = Request(exercise=exercise, source=ready)
                if one := _clearance(request, self._passing):
                    reasons[exercise.id] = f"{one.by} on {one.at[:10]}: {one.reason}"
                requests.append(replace(request, guard=one is None))
                if isinstance(ready, submission.Source):
                    self._contents[exercise.id] = ready.content
                continue
            if ready.status is Status.GRADED:
                self.remembered.add(exercise.id)
            self._listener.finish(exercise.id, ready.status.value)
            yield judge(exercise, ready)
        for request, seen in self._workers.run(requests, self._tell) if requests else ():
            reason = reasons.get(request.exercise.id, "")
            judgement = judge(request.exercise, seen, cleared=reason)
            self._layers[request.exercise.id] = judgement.layers
            self._listener.finish(request.exercise.id, judgement.status.value)
            yield judgement

    def keep(self, grades: Iterable[ExerciseGrade]) -> None:
        """Remember the grades of what was run."""
        from grader import progress

        assert self._memory is not None
        progress.keep(
            self._memory,
            (
                (each, self._contents[each.exercise.id], self._layers[each.exercise.id])
                for each in grades
                if each.exercise.id in self._contents
            ),
        )

    def _tell(self, event: Event) -> None:
        if event.step.value == "started":
            self._listener.start(event.request.exercise.id)
        else:
            self._listener.tick()


def _clearance(request: Request, passing: Mapping[tuple[str, str], Clearance]) -> Clearance | None:
    """Who lets this very file pass, if anybody does. Most runs have nobody, and hash nothing."""
    from grader.clearances import digest

    if not passing or isinstance(request.source, submission.Problem):
        return None
    return passing.get((request.exercise.id, digest(request.source.content)))


def _without_running(
    tree: Path, exercise: Exercise, submitted: Path, memory: Memory | None
) -> Observation | submission.Source | submission.Problem:
    """What can be said without a process, else what to ask one about.

    A file that is byte for byte a released stub is not started: most files are, on most days. The
    child compares the others as syntax trees.
    """
    from grader import requirements

    if reason := requirements.missing(exercise):
        return Observation(exercise=exercise.id, status=Status.NOT_AVAILABLE, message=reason)
    found = submission.read(submitted, exercise)
    if isinstance(found, submission.Problem):
        return found
    if any((tree / stub).read_bytes() == found.content for stub in exercise.stubs):
        return Observation(exercise=exercise.id, status=Status.NOT_STARTED)
    if memory:
        from grader import progress

        return progress.look_up(memory, exercise, found.content) or found
    return found
