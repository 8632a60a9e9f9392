"""The records that the stages hand to each other: plain, frozen, without behaviour of their own.

The order is that of the pipeline: what is known beforehand (catalogue), what a worker saw
(observation), what the judge makes of it (judgement), what it is worth (grade).

Times are seconds of loop time, points are whole numbers, paths are relative to the root of a
tree (ours or a submission's) and written with forward slashes.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple


class Kind(enum.StrEnum):
    """What a stub gives the learner."""

    BLANK = "blank"
    BROKEN = "broken"
    PARTIAL = "partial"


class Verdict(enum.StrEnum):
    """What became of one behaviour. Only `PASSED` earns points; `INTERNAL_ERROR` is our fault."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_STARTED = "not_started"
    NOT_REACHED = "not_reached"
    TIMED_OUT = "timed_out"
    CRASHED = "crashed"
    INTERNAL_ERROR = "internal_error"


class Status(enum.StrEnum):
    """What became of one exercise."""

    GRADED = "graded"
    NOT_STARTED = "not_started"
    NOT_AVAILABLE = "not_available"
    ERROR = "error"
    NEEDS_A_LOOK = "needs_a_look"
    INTERNAL_ERROR = "internal_error"


# -- the catalogue: what is known before anything runs


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """One hidden test.

    `keeper`: the shipped stub passes it, so it earns nothing on its own. `comparisons`: how often it
    asserts `same(…)` at the least.
    """

    id: str  # "test_each_counts_at_once"
    statement: str  # first line of the test's docstring
    scenario: str  # the rest of it, or ""
    points: int = 1
    keeper: bool = False
    comparisons: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Misconception:
    """A wrong belief, with the failures that give it away."""

    belief: str
    variant: str  # "reject_no_lock"
    signatures: tuple[frozenset[tuple[str, str]], ...]  # alternatives: sets of (behaviour, code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """One exercise, as the trusted tree describes it."""

    id: str  # "ch27/ex01"
    name: str  # "ex01_account"
    folder: str  # "ch27_locks"
    title: str
    kind: Kind
    stars: int  # 1 to 3
    hints: tuple[str, ...]
    behaviours: tuple[Behaviour, ...]  # in the order of the test file
    misconceptions: tuple[Misconception, ...] = ()
    merged: tuple[str, ...] = ()  # the plan's behaviours that another one includes
    requires_python: str = ""  # a version specifier such as ">=3.12", or ""
    platforms: tuple[str, ...] = ()  # sys.platform prefixes it works on; empty: all
    grants: tuple[str, ...] = ()  # modules beyond the common list, such as "subprocess"
    stubs: tuple[str, ...] = ()  # every released stub, the current one first

    @property
    def path(self) -> str:
        """Where the learner's file lies in a submission."""
        return f"exercises/{self.folder}/{self.name}.py"

    @property
    def test(self) -> str:
        """Where the hidden test lies in the trusted tree."""
        return f"tests/{self.folder}/test_{self.name}.py"

    @property
    def reference(self) -> str:
        """Where the reference solution lies in the trusted tree, if that has solutions at all."""
        return f"solutions/{self.folder}/{self.name}.py"

    @property
    def possible(self) -> int:
        """Points when every behaviour passes."""
        return sum(behaviour.points for behaviour in self.behaviours)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A chapter and its exercises, in order."""

    id: str  # "ch27"
    folder: str  # "ch27_locks"
    title: str
    exercises: tuple[Exercise, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """What there is to grade, or the chapters of it that were asked for; `root`: the trusted tree."""

    root: Path
    chapters: tuple[Chapter, ...]


# -- what a worker saw: evidence, not yet a verdict


class Moment(NamedTuple):
    """One event in the life of a task, as the toolkit's trace tells it; `left-out` stands for several."""

    time: float  # seconds of loop time since the test began
    task: str
    event: str  # created, started, suspended, resumed, cancel-requested, done, failed, cancelled, …
    detail: str
    line: int | None  # in the learner's file
    number: int  # of the task; 0 is the event loop itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a child reported about one behaviour. Every field but `behaviour` may be a lie."""

    behaviour: str
    verdict: Verdict
    case: int = 0  # the one of its parametrized cases that this is about
    code: str = ""
    message: str = ""
    expected: str = ""
    observed: str = ""
    next: str = ""
    line: int | None = None
    traceback: str = ""
    output: str = ""
    advice: tuple[str, ...] = ()
    timeline: tuple[Moment, ...] = ()  # what each task did, and when; for failures


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """All that one exercise's run brought to light, in the order in which it arrived."""

    exercise: str  # "ch27/ex01"
    outcomes: tuple[Outcome, ...] = ()
    status: Status = Status.GRADED  # what the worker thinks of the whole exercise
    message: str = ""  # says why, when status is not GRADED
    line: int | None = None
    violations: tuple[str, ...] = ()  # what was noticed: forged, duplicated, late, patched
    layers: tuple[tuple[str, str], ...] = ()  # protections: (name, "on" or "off: reason")
    cpu: float = 0.0  # seconds of processor time of its children, and of what these started


# -- what the judge makes of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A verdict on everything that was expected of one exercise, before it is turned into points.

    `outcomes` holds exactly one outcome a behaviour, in the order of `exercise.behaviours`, however
    much or little arrived. `notices` are signs of tampering: an exercise with any earns nothing,
    unless it is `cleared`.
    """

    exercise: Exercise
    status: Status
    outcomes: tuple[Outcome, ...]
    message: str = ""  # says why, when status is not GRADED
    line: int | None = None
    notices: tuple[str, ...] = ()
    cleared: str = ""  # why somebody lets it pass all the same
    layers: tuple[tuple[str, str], ...] = ()  # as in the observation


# -- the grade: the immutable result of one run, from which every report is rendered


@dataclass(frozen=True, slots=True, kw_only=True)
class BehaviourGrade:
    """One behaviour's verdict and what it earned."""

    behaviour: Behaviour
    outcome: Outcome
    points: int
    misconception: str = ""
    promised: tuple[Moment, ...] = ()  # the reference's timeline, where it is shown and helps

    @property
    def verdict(self) -> Verdict:
        """The verdict, for short."""
        return self.outcome.verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseGrade:
    """One exercise's result.

    `possible` is 0 and `behaviours` empty if the exercise is not available here: it leaves the
    total. Otherwise `behaviours` holds them all, and their points and `adjustment` add up to `points`.
    The weight is in all points already.
    """

    exercise: Exercise
    status: Status
    points: int
    possible: int
    message: str = ""
    line: int | None = None
    misconception: str = ""  # a belief whose signature equals, or is contained in, what failed
    exact: bool = False  # whether that signature is equal
    notices: tuple[str, ...] = ()  # what makes it need a look
    cleared: str = ""  # who has had that look, and why it may pass
    weight: int = 1  # that the course gives it
    adjustment: int = 0  # points that a person has added; less than 0 if they were taken
    adjusted: str = ""  # who that was, when and why; "" if nobody
    behaviours: tuple[BehaviourGrade, ...] = ()

    @property
    def earned(self) -> int:
        """The points without what a person has changed."""
        return self.points - self.adjustment

    @property
    def done(self) -> bool:
        """Whether the learner has nothing left to do."""
        return self.status is Status.GRADED and self.earned == self.possible


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterGrade:
    """One chapter's result. `percent` is rounded down; None when an internal error hides it."""

    chapter: Chapter
    points: int
    possible: int
    percent: int | None
    exercises: tuple[ExerciseGrade, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """The result of one run."""

    complete: bool  # False if an internal error hides a part of the result
    points: int
    possible: int
    percent: int | None
    environment: tuple[tuple[str, str], ...]
    chapters: tuple[ChapterGrade, ...]
    remembered: int = 0  # exercises that passed before, and weren't run again: nothing has changed
