"""What passes between a caller, the supervisor, and the processes that make children."""

from __future__ import annotations

import enum
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from grader import submission
from grader.records import Exercise, Outcome

# -- between callers and the supervisor

# The protections around learner code, and what each keeps off. A child reports their states.
LAYERS: Mapping[str, str] = {
    "group": "its processes end with its exercise, as one group",
    "orphans": "so do those that have left the group",
    "processes": "so do all, however this run ends; others can't be seen",
    "folder": "a working folder and home of its own, removed at the end",
    "files": "no file of the system, the tests or the solutions but what it needs",
    "network": "no network but this computer's own, of this run alone",
    "limits": "no endless file, no pile of open files, no core dumps",
    "memory": "no more memory than allowed",
    "tasks": "no more processes and threads than allowed",
    "time": "no more processor time than allowed",
    "input": "nothing to read from the keyboard",
    "output": "no endless output",
    "static": "the file is searched for what leads into other code",
    "audit": "Python itself refuses files, processes and frames of others",
    "integrity": "what verdicts stand on is compared before and after",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Limits for learner code, and how processes are made.

    Times are in seconds, sizes in bytes. `cpu` (processor time) and `wall` (real time) are for one
    behaviour, and for loading the file. `exercise_wall` is for all of one exercise, from its first
    child's birth; but a behaviour that has ended within `wall` isn't counted, or a busy machine could
    use it up.
    """

    cpu: float = 2.0
    wall: float = 30.0
    exercise_wall: float = 60.0
    patience: float = 5.0  # until a killed child has to be gone, or its zygote goes, too
    startup: float = 60.0  # until a zygote has to make a child
    memory: int = 2 << 30
    file_size: int = 64 << 20
    open_files: int = 1024
    tasks: int = 512  # processes and threads of all children together
    output: int = 8 << 10  # of what one behaviour prints
    guard: bool = True  # whether cheats are refused; only tests of the workers go without
    without: tuple[str, ...] = ()  # layers to leave off: network, processes, files
    demand: tuple[str, ...] = ()  # layers without which no learner's code is loaded
    fork: bool = hasattr(os, "fork")  # else a new process for each exercise, which is slow

    def limits(self) -> dict[str, int]:
        """The kernel's limits by the names that `resource` gives them."""
        return {
            "AS": self.memory,
            "FSIZE": self.file_size,
            "NOFILE": self.open_files,
            "NPROC": self.tasks,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One file to be run against the hidden test of one exercise.

    `source` is the learner's, the reference or a variant; or the reason why there is none. `traced` is
    for a timeline, not for a verdict: of each behaviour in it that one case is run, with a trace.
    """

    exercise: Exercise
    source: submission.Source | submission.Problem
    shown: str = ""  # how the file is called in tracebacks; by default as in the repository
    guard: bool = True  # False for a file that a person has looked at
    only: tuple[str, ...] = ()  # behaviours to run; none named: all
    traced: Mapping[str, int] = field(default_factory=dict)  # the number of a case, by behaviour

    @classmethod
    def of(cls, exercise: Exercise, tree: Path) -> Request:
        """The request for a submission: a checkout, or a folder of chapters."""
        return cls(exercise=exercise, source=submission.read(tree, exercise))


class Step(enum.StrEnum):
    """What can be told while exercises run."""

    STARTED = "started"
    OUTCOME = "outcome"
    FINISHED = "finished"
    WAITING = "waiting"  # nothing was heard for a while


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something happened to a request. `outcome`: a child's report, not yet judged."""

    step: Step
    request: Request
    outcome: Outcome | None = None


# -- between the supervisor and what makes children


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What processes are made for: the same for all of one supervisor."""

    root: str  # the trusted tree
    folder: str  # where working folders are
    wall: float  # seconds of real time for one behaviour
    limits: Mapping[str, int]  # the kernel's, by the names that `resource` gives them
    without: tuple[str, ...] = ()  # layers to leave off


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a child is asked to do. All fields but `number` are those of `child.Assignment`.

    `text`: None if it comes later, over the channel, when all else is ready.
    """

    number: int
    key: str
    folder: str
    test: str
    path: str
    text: str | None
    stubs: tuple[str, ...]
    behaviours: tuple[str, ...]
    traced: Mapping[str, int]
    comparisons: Mapping[str, int]
    grants: tuple[str, ...]
    guard: bool
    demand: tuple[str, ...]
    cpu: float
    wall: float
    output: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Born:
    """A child has been made."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Exited:
    """A child is gone. `status` as `os.waitpid` gives it; `cpu`: seconds, its descendants' included."""

    number: int
    status: int
    cpu: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A child could not be made."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Collapsed:
    """What makes the children is gone, and its children with it.

    `ready`: whether it could have made children; `killed`: whether by a signal, so that a child may be
    to blame; `detail`: its last words.
    """

    ready: bool
    killed: bool
    detail: str


News = Born | Exited | Failed | Collapsed
