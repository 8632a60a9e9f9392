"""One run from beginning to end: catalogue, select, workers, judge, score.

The workers come first in time: they take a third of a second to warm up, on a processor of their
own. So nothing is imported here before they are started that they don't need.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from grader import __version__, submission
from grader.records import Exercise, Grade, Judgement, Observation, Status
from grader.workers.supervisor import Event, Request, Settings, Step, Workers

if TYPE_CHECKING:
    from grader.clearances import Clearance

__all__ = ["Listener", "environment", "grade"]


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

    Raises:
        UsageError: the patterns name something that there isn't.
        BrokenTree: the trusted tree is damaged.
    """
    with Workers(root=tree, jobs=jobs, settings=settings) as workers:
        from grader import catalogue, clearances, select
        from grader.score import score

        known = catalogue.load(tree, select.chapters(catalogue.folders(tree), patterns))
        exercises = select.select(known, patterns)
        listener.expect(len(exercises))
        passing = clearances.load(cleared or tree / clearances.NAME)
        judgements = list(_judgements(workers, exercises, submitted, listener, passing))
    return score(known, judgements, environment=environment())


def environment() -> tuple[tuple[str, str], ...]:
    """What a grade is made with, apart from the protections that workers report."""
    python = ".".join(map(str, sys.version_info[:3]))
    return ("grader", __version__), ("python", python), ("platform", sys.platform)


def _judgements(
    workers: Workers,
    exercises: Iterable[Exercise],
    submitted: Path,
    listener: Listener,
    passing: Mapping[tuple[str, str], Clearance],
) -> Iterator[Judgement]:
    """A judgement of each exercise, as they come."""
    from grader.judge import judge

    requests: list[Request] = []
    reasons: dict[str, str] = {}
    for exercise in exercises:
        ready = _without_running(workers.root, exercise, submitted)
        if isinstance(ready, Request):
            if one := _clearance(ready, passing):
                reasons[exercise.id] = f"{one.by} on {one.at[:10]}: {one.reason}"
            requests.append(replace(ready, guard=one is None))
        else:
            listener.finish(exercise.id, ready.status.value)
            yield judge(exercise, ready)

    def tell(event: Event) -> None:
        if event.step is Step.STARTED:
            listener.start(event.request.exercise.id)
        else:
            listener.tick()

    for request, seen in workers.run(requests, tell):
        judgement = judge(request.exercise, seen, cleared=reasons.get(request.exercise.id, ""))
        listener.finish(request.exercise.id, judgement.status.value)
        yield judgement


def _clearance(request: Request, passing: Mapping[tuple[str, str], Clearance]) -> Clearance | None:
    """Who lets this very file pass, if anybody does. Most runs have nobody, and hash nothing."""
    from grader.clearances import digest

    if not passing or isinstance(request.source, submission.Problem):
        return None
    return passing.get((request.exercise.id, digest(request.source.content)))


def _without_running(tree: Path, exercise: Exercise, submitted: Path) -> Observation | Request:
    """What can be said without a process, else what to ask of one.

    A file that is byte for byte a released stub is not started: most files are, on most days. The
    child compares the others as syntax trees.
    """
    from grader import requirements

    if reason := requirements.missing(exercise):
        return Observation(exercise=exercise.id, status=Status.NOT_AVAILABLE, message=reason)
    request = Request.of(exercise, submitted)
    content = request.source.content if isinstance(request.source, submission.Source) else None
    if any((tree / stub).read_bytes() == content for stub in exercise.stubs):
        return Observation(exercise=exercise.id, status=Status.NOT_STARTED)
    return request
