"""What a learner has done so far: the last verdict on each exercise, and on which contents it was.

It is kept in `.kata/progress.json`. A verdict holds as long as the learner's file, the hidden test,
the stubs, the grader, the Python and the machine are the same; so what has passed needs no second
run, and what has changed since is stale. It never counts when somebody else is graded.
"""

from __future__ import annotations

import enum
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from grader import index, requirements, state, submission, tree
from grader.records import Exercise, ExerciseGrade, Observation, Outcome, Status, Verdict

__all__ = ["NAME", "Entry", "Memory", "State", "entries", "keep", "look_up", "recall", "state_of"]

NAME = "progress.json"
VERSION = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """The last verdict on one exercise."""

    code: str  # digest of the learner's file
    basis: str  # digest of what it was tried with
    status: str  # of the exercise, as in the grade
    points: int
    possible: int
    clean: bool  # every behaviour passed, and nothing odd was noticed
    advice: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by behaviour
    layers: tuple[tuple[str, str], ...] = ()  # the protections then


class State(enum.StrEnum):
    """How an exercise stands."""

    DONE = "done"
    FAILING = "failing"
    STALE = "stale"  # it, or what it is tried with, has changed since its last verdict
    NEW = "not graded yet"
    NOT_STARTED = "not started"
    NOT_AVAILABLE = "not available"
    PROBLEM = "can't be read"


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """The verdicts that are known, and what the exercises stand on now."""

    index: index.Index
    learner: Path  # the learner's tree, in which this is kept
    world: str  # digest of grader, Python and machine
    entries: Mapping[str, Entry]

    @property
    def root(self) -> Path:
        """The tree."""
        return self.index.catalogue.root

    def basis(self, exercise: str) -> str:
        """What a verdict on the exercise with this id stands on, apart from the learner's file."""
        return index.digest(self.world.encode(), self.index.digests[exercise].encode())


def recall(root: Path, folders: Iterable[str], learner: Path | None = None) -> Memory:
    """What is known about the chapters in `folders` of the tree at `root`.

    Args:
        root: the trusted tree.
        folders: as `catalogue.folders` gives them.
        learner: whose tree this is about; by default that of the learner who works here.

    Raises:
        BrokenTree: as the catalogue does.
    """
    learner = learner or tree.workplace(root)
    grader = index.grader_digest()
    machine = (sys.version, sys.platform, *_machine())
    return Memory(
        index=index.load(root, tuple(folders), grader, keep=learner),
        learner=learner,
        world=index.digest(grader.encode(), *(each.encode() for each in machine)),
        entries=entries(learner),
    )


def look_up(memory: Memory, exercise: Exercise, content: bytes) -> Observation | None:
    """The observation of a run that need not be made: this very file passed on this very basis."""
    entry = memory.entries.get(exercise.id)
    if entry is None or not entry.clean:
        return None
    if entry.code != index.digest(content) or entry.basis != memory.basis(exercise.id):
        return None
    return Observation(
        exercise=exercise.id,
        outcomes=tuple(
            Outcome(
                behaviour=each.id,
                verdict=Verdict.PASSED,
                advice=entry.advice.get(each.id, ()),
            )
            for each in exercise.behaviours
        ),
        layers=entry.layers,
    )


def state_of(memory: Memory, exercise: Exercise) -> tuple[State, Entry | None]:
    """How an exercise stands, and its last verdict if that still says something."""
    entry = memory.entries.get(exercise.id)
    if requirements.missing(exercise):
        return State.NOT_AVAILABLE, None
    found = submission.read(memory.learner, exercise)
    if isinstance(found, submission.Problem):
        return State.PROBLEM, None
    if any((memory.root / stub).read_bytes() == found.content for stub in exercise.stubs):
        return State.NOT_STARTED, None
    if entry is None:
        return State.NEW, None
    if entry.code != index.digest(found.content) or entry.basis != memory.basis(exercise.id):
        return State.STALE, entry
    if entry.status == Status.NOT_STARTED:  # a stub with other white space
        return State.NOT_STARTED, None
    full = entry.status == Status.GRADED and entry.points == entry.possible
    return (State.DONE if full else State.FAILING), entry


def keep(
    memory: Memory, verdicts: Iterable[tuple[ExerciseGrade, bytes, tuple[tuple[str, str], ...]]]
) -> None:
    """Remember verdicts: each with the content that it is on, and the protections that were there.

    What another run has written meanwhile is kept, too. A fault of the grader's is no verdict.
    """
    now = entries(memory.learner)
    for grade, content, layers in verdicts:
        if grade.status in (Status.INTERNAL_ERROR, Status.NOT_AVAILABLE):
            continue
        passed = all(each.verdict is Verdict.PASSED for each in grade.behaviours)
        noticed = grade.notices or grade.cleared
        now[grade.exercise.id] = Entry(
            code=index.digest(content),
            basis=memory.basis(grade.exercise.id),
            status=grade.status.value,
            points=grade.points,
            possible=grade.possible,
            clean=grade.status is Status.GRADED and passed and not noticed,
            advice={e.behaviour.id: e.outcome.advice for e in grade.behaviours if e.outcome.advice},
            layers=layers,
        )
    exercises = {name: asdict(entry) for name, entry in sorted(now.items())}
    state.write(memory.learner, NAME, {"version": VERSION, "exercises": exercises})


def entries(root: Path) -> dict[str, Entry]:
    """The last verdict on each exercise, by its id; what isn't ours, or of another version, counts as none."""
    kept = state.read(root, NAME)
    exercises = kept.get("exercises")
    if kept.get("version") != VERSION or not isinstance(exercises, dict):
        return {}
    found = {}
    for name, values in exercises.items():
        try:
            entry = Entry(**values)
            layers = tuple((str(one), str(state)) for one, state in entry.layers)
            advice = {str(one): tuple(map(str, told)) for one, told in entry.advice.items()}
        except (AttributeError, TypeError, ValueError):
            continue
        numbers = type(entry.points) is int and type(entry.possible) is int
        if numbers and type(entry.clean) is bool:
            found[str(name)] = Entry(**(values | {"layers": layers, "advice": advice}))
    return found


def _machine() -> tuple[str, ...]:
    """What decides which protections there are: the system, and who runs on it."""
    if not hasattr(os, "uname"):
        return ()
    system = os.uname()
    return system.sysname, system.release, system.machine, str(os.geteuid())
