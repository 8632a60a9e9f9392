"""One exercise on its way to an observation: what its children said, and what to make of their ends.

No process in here. A run may need several children, one after the other: when one ends early, the
behaviour that was under way is to blame, and the rest is left to the next.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from grader.records import Exercise, Moment, Observation, Outcome, Status, Verdict

from .channel import Message, Transcript

EXIT_STUCK = 98  # of a child whose code caught its watchdog's exception again and again
REMARK = 40  # characters: room for the remark that output has been left out
HARDLY_ANY = 0.05  # of the real time: less processor time than that is hardly any


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a child came to its end. Times in seconds."""

    status: int  # as `os.waitpid` gives it
    cpu: float = 0.0  # used, by the child and what it started
    wall: float = 0.0  # real time since its start
    over_limit: bool = False  # killed because the exercise has used up its time

    @property
    def out_of_time(self) -> bool:
        """Whether the child was still computing when its processor time was used up."""
        code = os.waitstatus_to_exitcode(self.status)
        return code == EXIT_STUCK or code == -getattr(signal, "SIGXCPU", 0)

    def __str__(self) -> str:
        """The second half of a sentence."""
        code = os.waitstatus_to_exitcode(self.status)
        if code >= 0:
            return f"the process ended with exit status {code}"
        try:
            return f"the process was killed by {signal.Signals(-code).name}"
        except ValueError:
            return f"the process was killed by signal {-code}"


@dataclass(slots=True, kw_only=True)
class Run:
    """What is known of one exercise so far.

    Attributes:
        cpu, wall: limits, for messages.
        output_limit: characters of output that one behaviour may show.
        tell: is called with each outcome.
        only: the behaviours to run; none named: all.
    """

    exercise: Exercise
    cpu: float
    wall: float
    output_limit: int
    tell: Callable[[Outcome], None]
    only: tuple[str, ...] = ()
    outcomes: list[Outcome] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    status: Status = Status.GRADED
    message: str = ""
    line: int | None = None
    spent: float = 0.0  # seconds of processor time so far
    collapses: int = 0  # how often the zygote died while this was under way
    _cases: list[Outcome] = field(default_factory=list)  # of the behaviour under way
    _suspicion: tuple[str, int | None] = ("", None)
    _layers: tuple[tuple[str, str], ...] = ()

    @property
    def remaining(self) -> tuple[str, ...]:
        """The behaviours that nothing is known of yet, in order."""
        done = {outcome.behaviour for outcome in self.outcomes}
        wanted = self.only or [one.id for one in self.exercise.behaviours]
        return tuple(name for name in wanted if name not in done)

    def fail(self, status: Status, message: str, line: int | None = None) -> None:
        """Settle what became of the whole exercise."""
        self.status, self.message, self.line = status, message, line

    def listen(self, transcript: Transcript, message: Message) -> None:
        """Take in a message that the transcript has accepted."""
        kind = message["kind"]
        if kind == "hello":
            self._layers = tuple((name, state) for name, state in message["layers"])
        elif kind == "loaded":
            self._suspicion = (message["suspicion"], message["line"])
        elif kind == "refused":
            self.fail(Status(message["status"]), message["message"], message["line"])
        elif kind == "outcome":
            self.violations += [one for one in message["notices"] if one not in self.violations]
            self._cases.append(_outcome(message))
            if message["behaviour"] in transcript.reported:
                self._settle(merge(self._cases, self.output_limit))
                self._cases.clear()

    def conclude(self, transcript: Transcript, ending: Ending) -> bool:
        """A child is gone, and everything it said has been read. Say whether the rest needs another."""
        transcript.close(clean=ending.status == 0)
        self.spent += ending.cpu
        failed = any(one.verdict is not Verdict.PASSED for one in self._cases)
        cut_short = transcript.wants_fresh and failed
        if cut_short:  # one case that has failed settles it
            self._settle(merge(self._cases, self.output_limit))
        self._cases.clear()
        if transcript.violation:
            self.violations.append(transcript.violation)
        elif transcript.fault:
            self.fail(Status.INTERNAL_ERROR, transcript.fault)
        elif transcript.ended:
            if ending.status and not ending.over_limit:
                self.violations.append(f"after its last message, {ending}")
        elif not transcript.cases:
            how = "they took too long" if ending.over_limit else str(ending)
            self.fail(Status.INTERNAL_ERROR, f"the hidden tests could not be collected: {how}")
        elif not transcript.loaded:
            self._blame_file(ending)
        else:
            if not (transcript.wants_fresh and (transcript.reported or cut_short)):
                self._blame(transcript, ending)
            return bool(self.remaining) and not ending.over_limit
        return False

    def collapse(self, transcript: Transcript) -> bool:
        """The zygote is gone, and this child with it. Say whether to try again, with no other child about.

        The first time it may have been another's doing; the second time it can't.
        """
        self._cases.clear()
        self.collapses += 1
        if transcript.violation:
            self.violations.append(transcript.violation)
            return False
        if self.collapses < 2:
            return True
        message = "the code ended the process that runs all exercises, twice"
        if transcript.begun is None:
            self.fail(Status.ERROR, message)
        else:
            self._settle(_crash(transcript.begun[0], message))
        return False

    def observation(self) -> Observation:
        """What has been seen of it."""
        message, line = self._suspicion
        passed = any(outcome.verdict is Verdict.PASSED for outcome in self.outcomes)
        if message and not passed and self.status is Status.GRADED:
            self.fail(Status.ERROR, message, line)
        return Observation(
            exercise=self.exercise.id,
            outcomes=tuple(self.outcomes),
            status=self.status,
            message=self.message,
            line=self.line,
            violations=tuple(self.violations),
            layers=self._layers,
            cpu=self.spent,
        )

    def _settle(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)
        self.tell(outcome)

    def _blame_file(self, ending: Ending) -> None:
        """The child came to its end while it loaded the file."""
        if ending.over_limit or ending.out_of_time:
            self.fail(Status.ERROR, "loading the file doesn't end")
        else:
            self.fail(Status.ERROR, f"while the file was being loaded, {ending}")

    def _blame(self, transcript: Transcript, ending: Ending) -> None:
        """Blame the behaviour during which a child came to its end, or before which."""
        name = transcript.begun[0] if transcript.begun is not None else self.remaining[0]
        if ending.over_limit:
            outcome = self._over_limit(name, ending)
        elif ending.out_of_time:
            outcome = Outcome(
                behaviour=name,
                verdict=Verdict.TIMED_OUT,
                code="busy-loop",
                message=f"it is still busy after {self.cpu:g} s of processor time",
            )
        else:
            outcome = _crash(name, str(ending))
        self._settle(outcome)

    def _over_limit(self, name: str, ending: Ending) -> Outcome:
        """Code that computes, or has hung before, is at fault; else it was probably the machine."""
        hung = any(one.verdict is Verdict.TIMED_OUT for one in self.outcomes)
        if ending.cpu < HARDLY_ANY * ending.wall and not hung:
            message = f"after {self.wall:g} s the exercise had not come to its end, though hardly anything was computed"
            return Outcome(behaviour=name, verdict=Verdict.INTERNAL_ERROR, message=message)
        message = f"the exercise has used up its {self.wall:g} s of real time"
        return Outcome(behaviour=name, verdict=Verdict.TIMED_OUT, code="timed-out", message=message)


def merge(cases: Sequence[Outcome], output_limit: int) -> Outcome:
    """Make one outcome of a behaviour's cases, all of which have been reported.

    The first one that did not pass speaks for it. What was advised is put together, and so is what was
    printed if all passed.
    """
    advice = tuple(dict.fromkeys(line for one in cases for line in one.advice))
    for one in cases:
        if one.verdict is not Verdict.PASSED:
            return replace(one, advice=advice)
    output = "".join(one.output for one in cases)
    return replace(cases[0], output=output[: output_limit + REMARK], advice=advice)


def _crash(name: str, message: str) -> Outcome:
    return Outcome(behaviour=name, verdict=Verdict.CRASHED, code="crashed", message=message)


def _outcome(message: Message) -> Outcome:
    return Outcome(
        behaviour=message["behaviour"],
        case=message["case"],
        verdict=Verdict(message["verdict"]),
        code=message["code"],
        message=message["message"],
        expected=message["expected"],
        observed=message["observed"],
        next=message["next"],
        line=message["line"],
        traceback=message["traceback"],
        output=message["output"],
        advice=tuple(message["advice"]),
        timeline=tuple(Moment(*row) for row in message["timeline"]),
    )
