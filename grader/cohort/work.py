"""Grades what has no verdict yet, and stores each verdict as it comes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol, Self

from grader import clearances, progress, requirements
from grader.clearances import Clearance
from grader.cohort.likeness import fingerprint
from grader.cohort.sources import Submission
from grader.cohort.store import File, Store
from grader.judge import judge
from grader.records import Catalogue, Exercise, Observation, Status
from grader.reports.json import exercise as as_json
from grader.score import score_exercise
from grader.submission import Problem, Source
from grader.workers.supervisor import Request

__all__ = ["Cohort", "Crew", "Graded", "Told"]

Told = Callable[[str, int, int], None]
"""Is told what goes on: what is being done, how much of it is done, how much there is."""


class Crew(Protocol):
    """Runs requests: the workers of this machine, or a cluster's. A context manager, to be closed."""

    def __enter__(self) -> Self:
        """It is there, or on its way."""

    def __exit__(self, *exc_info: object) -> None:
        """It ends what is still under way."""

    def run(self, requests: Iterable[Request], /) -> Iterator[tuple[Request, Observation]]:
        """Run every request that has a source, and yield each with what was seen of it, as they finish."""


class Graded(NamedTuple):
    """How many contents were graded, and the first of our own faults that left some without a verdict."""

    number: int
    fault: str  # "" if there was none


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """Many submissions, the exercises that count, and what their verdicts stand on."""

    root: Path
    known: Catalogue
    exercises: Sequence[Exercise]
    submissions: Sequence[Submission]
    memory: progress.Memory
    passing: Mapping[tuple[str, str], Clearance]

    def bases(self) -> list[tuple[str, str]]:
        """What each exercise's verdicts stand on now."""
        return [(each.id, self.memory.basis(each.id)) for each in self.exercises]

    def scan(self, store: Store, tell: Told) -> None:
        """Read every file once, and remember which content it has."""
        stubs = {each.id: self._stubs(each) for each in self.exercises}

        def files() -> Iterator[File]:
            for number, one in enumerate(self.submissions):
                tell("reading", number, len(self.submissions))
                for exercise in self.exercises:
                    yield _file(one, exercise, stubs[exercise.id])

        store.keep_files(files())

    def grade(self, store: Store, tell: Told, hire: Callable[[], Crew]) -> Graded:
        """Grade each content that has no verdict.

        Args:
            store: where verdicts are, and go.
            tell: is told how far it is.
            hire: makes the crew that runs them; not called if there is nothing to run.
        """
        for name, digest, cleared in store.set_aside():
            if cleared != ((name, digest) in self.passing):
                store.forget(name, digest)
        todo = [
            (exercise, file)
            for exercise in self.exercises
            for file in store.missing(exercise.id, self.memory.basis(exercise.id))
        ]
        if not todo:
            return Graded(0, "")
        by_name = {each.name: each for each in self.submissions}
        digests: dict[int, str] = {}  # by the request's identity
        done, fault = 0, ""

        def requests() -> Iterator[Request]:
            nonlocal done
            for exercise, file in todo:
                source = by_name[file.submission].read(exercise)
                guard = self._clearance(exercise, source) is None
                request = Request(exercise=exercise, source=source, guard=guard)
                if seen := self._without_running(request):
                    self._keep(store, request, seen, _digest(source))
                    done += 1
                    continue
                digests[id(request)] = _digest(source)
                yield request

        with hire() as crew:
            for request, seen in crew.run(requests()):
                told = self._keep(store, request, seen, digests.pop(id(request)))
                fault = fault or told
                done += 1
                tell("grading", done, len(todo))
        return Graded(done, fault)

    def _without_running(self, request: Request) -> Observation | None:
        """What can be said of a request without a process, if anything."""
        exercise, source = request.exercise, request.source
        if reason := requirements.missing(exercise):
            return Observation(exercise=exercise.id, status=Status.NOT_AVAILABLE, message=reason)
        if isinstance(source, Problem):
            return Observation(
                exercise=exercise.id, status=Status.ERROR, message=source.message, line=source.line
            )
        if source.content in self._stubs(exercise):
            return Observation(exercise=exercise.id, status=Status.NOT_STARTED)
        return None

    def _stubs(self, exercise: Exercise) -> set[bytes]:
        return {(self.root / stub).read_bytes() for stub in exercise.stubs}

    def _keep(self, store: Store, request: Request, seen: Observation, digest: str) -> str:
        """Store the verdict; if there is none by a fault of ours, return what that is."""
        exercise = request.exercise
        cleared = self._clearance(exercise, request.source)
        reason = f"{cleared.by} on {cleared.at[:10]}: {cleared.reason}" if cleared else ""
        grade = score_exercise(judge(exercise, seen, cleared=reason))
        if grade.status is Status.INTERNAL_ERROR:
            return f"{exercise.id}: {grade.message}"  # the next run tries again
        basis = self.memory.basis(exercise.id)
        store.keep_verdict(exercise.id, digest, basis, as_json(grade), seen.cpu)
        return ""

    def _clearance(self, exercise: Exercise, source: Source | Problem) -> Clearance | None:
        if not self.passing or isinstance(source, Problem):
            return None
        return self.passing.get((exercise.id, clearances.digest(source.content)))


def _file(one: Submission, exercise: Exercise, stubs: set[bytes]) -> File:
    source = one.read(exercise)
    if isinstance(source, Problem):
        return File(one.name, exercise.id, _digest(source), source.message, source.line, "")
    like = "" if source.content in stubs else fingerprint(source.content, stubs)
    return File(one.name, exercise.id, _digest(source), "", None, like)


def _digest(source: Source | Problem) -> str:
    if isinstance(source, Problem):
        return "problem " + clearances.digest(f"{source.message}:{source.line}".encode())
    return clearances.digest(source.content)
