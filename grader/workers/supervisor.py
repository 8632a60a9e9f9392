"""Owns the processes: hands out exercises, listens to children, and ends what does not end.

Single-threaded, one selector. It never runs or parses learner code, and never waits for the end of
a pipe: a process that a child has left behind may keep that open for ever.
"""

from __future__ import annotations

import contextlib
import enum
import os
import secrets
import selectors
import shutil
import signal
import socket
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType

from grader import submission
from grader.records import Exercise, Observation, Outcome, Status, Verdict

from .channel import Message, Transcript
from .orders import Collapsed, Exited, Failed, Order, Plan
from .spawning import Forking, Fresh, Spawner

EXIT_STUCK = 98  # as in child.py, which only children import
IDLE = 0.05  # fraction of a wall limit: less processor time than that is hardly any
KILL_PATIENCE = 5.0  # real seconds until a killed child has to be gone, or its zygote goes
CHUNK = 1 << 16
OUTPUT_LIMIT = 8 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Limits for learner code, and how processes are made.

    Times are in seconds; sizes in bytes. `cpu` and `wall` are for one behaviour, and for loading the
    file; `exercise_wall` is for all of one exercise.
    """

    cpu: float = 2.0
    wall: float = 30.0
    exercise_wall: float = 60.0
    memory: int = 2 << 30
    file_size: int = 64 << 20
    open_files: int = 256
    output: int = OUTPUT_LIMIT
    fork: bool = hasattr(os, "fork")

    def limits(self) -> dict[str, int]:
        """The kernel's limits by the names that `resource` gives them."""
        return {"AS": self.memory, "FSIZE": self.file_size, "NOFILE": self.open_files}


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One file to be run against the hidden test of one exercise.

    `source` is the learner's, the reference or a variant; or the reason why there is none.
    """

    exercise: Exercise
    source: submission.Source | submission.Problem
    shown: str = ""  # how the file is called in tracebacks; by default as in the repository

    @classmethod
    def of(cls, exercise: Exercise, tree: Path) -> Request:
        """The request for a submission: a checkout, or a folder of chapters."""
        return cls(exercise=exercise, source=submission.read(tree, exercise))


class Step(enum.StrEnum):
    """What can be told while exercises run."""

    STARTED = "started"
    OUTCOME = "outcome"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something happened to a request. `outcome`: a child's report, not yet judged."""

    step: Step
    request: Request
    outcome: Outcome | None = None


class Workers:
    """Children, as many at a time as there are jobs. A context manager; entering starts nothing more.

    Args:
        root: the trusted tree, with `exercises/` and `tests/`.
        jobs: how many exercises run at a time; by default as many as there are processors.
        settings: limits.

    Creating it starts the zygote, which warms up while the caller goes on. `run` may be called again
    and again, one at a time.
    """

    def __init__(self, *, root: Path, jobs: int | None = None, settings: Settings | None = None) -> None:
        self.root = root.resolve()
        self.jobs = jobs or os.cpu_count() or 1
        self.settings = settings or Settings()
        self._folder = Path(tempfile.mkdtemp(prefix="kata-")).resolve()
        self._plan = Plan(
            root=str(self.root), folder=str(self._folder), limits=self.settings.limits()
        )
        self._spawner = self._spawn()
        self._texts: dict[str, str] = {}
        self._number = 0

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End every process, and remove what they left on disk."""
        self._spawner.close()
        remove(self._folder)

    def run(
        self, requests: Iterable[Request], on_event: Callable[[Event], None] | None = None
    ) -> Iterator[tuple[Request, Observation]]:
        """Run every request, and yield each with what was seen of it, as they finish.

        Args:
            requests: taken one by one, as jobs become free.
            on_event: is told what happens meanwhile.
        """
        shift = _Shift(self, requests, on_event or (lambda event: None))
        try:
            yield from shift.work()
        finally:
            shift.abandon()

    # -- for a shift

    def _spawn(self) -> Spawner:
        return Forking(self._plan) if self.settings.fork else Fresh(self._plan)

    def _respawn(self) -> None:
        self._spawner.close()
        self._folder.mkdir(exist_ok=True)  # a zygote that was ended removes it
        self._spawner = self._spawn()

    def _next_number(self) -> int:
        self._number += 1
        return self._number

    def _text(self, path: str) -> str:
        """A file of the trusted tree, read once."""
        if path not in self._texts:
            self._texts[path] = (self.root / path).read_text(encoding="utf-8")
        return self._texts[path]


@dataclass(slots=True)
class _Run:
    """One request, from its first child to its observation."""

    request: Request
    deadline: float  # on the monotonic clock
    outcomes: list[Outcome] = field(default_factory=list)
    cases: dict[str, list[Outcome]] = field(default_factory=dict)
    violations: list[str] = field(default_factory=list)
    status: Status = Status.GRADED
    message: str = ""
    line: int | None = None
    suspicion: tuple[str, int | None] = ("", None)
    layers: tuple[tuple[str, str], ...] = ()
    collapses: int = 0  # zygotes that ended while this was under way

    @property
    def remaining(self) -> tuple[str, ...]:
        """The behaviours that nothing is known of yet."""
        done = {outcome.behaviour for outcome in self.outcomes}
        return tuple(one.id for one in self.request.exercise.behaviours if one.id not in done)

    def fail(self, status: Status, message: str, line: int | None = None) -> None:
        """Settle what became of the whole exercise."""
        self.status, self.message, self.line = status, message, line

    def observation(self) -> Observation:
        """What has been seen of it."""
        message, line = self.suspicion
        passed = any(outcome.verdict is Verdict.PASSED for outcome in self.outcomes)
        if message and not passed and self.status is Status.GRADED:
            self.fail(Status.ERROR, message, line)
        return Observation(
            exercise=self.request.exercise.id,
            outcomes=tuple(self.outcomes),
            status=self.status,
            message=self.message,
            line=self.line,
            violations=tuple(self.violations),
            layers=self.layers,
        )


@dataclass(slots=True)
class _Attempt:
    """One child at work on a run."""

    run: _Run
    number: int
    channel: socket.socket
    transcript: Transcript
    folder: Path
    started: float
    killed: str = ""  # why we had it killed, if we had
    killed_at: float = 0.0
    open: bool = True  # whether the channel is still being read


class _Shift:
    """The work on one series of requests."""

    def __init__(
        self, workers: Workers, requests: Iterable[Request], tell: Callable[[Event], None]
    ) -> None:
        self._workers = workers
        self._requests = iter(requests)
        self._tell = tell
        self._waiting: deque[_Run] = deque()  # that need another child
        self._alone: deque[_Run] = deque()  # that need one while no other is at work
        self._attempts: dict[int, _Attempt] = {}
        self._finished: deque[tuple[Request, Observation]] = deque()
        self._selector = selectors.DefaultSelector()
        self._exhausted = False

    def work(self) -> Iterator[tuple[Request, Observation]]:
        """Yield each request when it is done."""
        self._selector.register(self._workers._spawner, selectors.EVENT_READ)
        while True:
            self._fill()
            while self._finished:
                yield self._finished.popleft()
            if not self._attempts:
                if self._exhausted and not self._waiting and not self._alone:
                    return
                continue
            for key, _ in self._selector.select(self._patience()):
                if key.data is None:
                    self._hear()
                    break  # its news may have closed the other ready ones
                self._read(key.data)
            self._enforce()

    def abandon(self) -> None:
        """End what is still under way."""
        for attempt in list(self._attempts.values()):
            self._workers._spawner.kill(attempt.number)
            self._detach(attempt)
        self._selector.close()

    # -- handing out

    def _fill(self) -> None:
        """Start children until all jobs are taken."""
        while len(self._attempts) < self._workers.jobs:
            if self._alone:
                if self._attempts:
                    return
                self._start(self._alone.popleft())
                return
            if any(attempt.run.collapses for attempt in self._attempts.values()):
                return  # that one is alone
            if self._waiting:
                self._start(self._waiting.popleft())
                continue
            request = next(self._requests, None)
            if request is None:
                self._exhausted = True
                return
            self._begin(request)

    def _begin(self, request: Request) -> None:
        self._tell(Event(step=Step.STARTED, request=request))
        run = _Run(request, time.monotonic() + self._workers.settings.exercise_wall)
        if isinstance(request.source, submission.Problem):
            run.fail(Status.ERROR, request.source.message, request.source.line)
            self._finish(run)
        else:
            self._start(run)

    def _start(self, run: _Run) -> None:
        workers, exercise, settings = self._workers, run.request.exercise, self._workers.settings
        source = run.request.source
        assert isinstance(source, submission.Source)
        number, key = workers._next_number(), secrets.token_hex(16)
        remaining = run.remaining
        folder = workers._folder / str(number)
        folder.mkdir()
        order = Order(
            number=number,
            key=key,
            folder=str(folder),
            test=str(workers.root / exercise.test),
            path=run.request.shown or exercise.path,
            text=source.content.decode("utf-8-sig"),
            stubs=tuple(workers._text(path) for path in exercise.stubs),
            behaviours=remaining,
            cpu=settings.cpu,
            wall=settings.wall,
            output=settings.output,
        )
        transcript = Transcript(
            key=key,
            expected=remaining,
            known=[behaviour.id for behaviour in exercise.behaviours],
            listener=lambda message: self._listen(attempt, message),
        )
        attempt = _Attempt(
            run, number, workers._spawner.start(order), transcript, folder, time.monotonic()
        )
        self._attempts[number] = attempt
        self._selector.register(attempt.channel, selectors.EVENT_READ, attempt)

    # -- listening

    def _read(self, attempt: _Attempt) -> bool:
        """Read once from a channel; False if there was nothing, or will be nothing more."""
        if not attempt.open:
            return False
        try:
            data = attempt.channel.recv(CHUNK)
        except BlockingIOError:
            return False
        except ConnectionError:
            data = b""
        if not data:
            self._close_channel(attempt)
            return False
        attempt.transcript.feed(data)
        if attempt.transcript.violation:
            self._kill(attempt, "violation")
            self._close_channel(attempt)
            return False
        return True

    def _listen(self, attempt: _Attempt, message: Message) -> None:
        """Take in a message that the transcript has accepted."""
        run, kind = attempt.run, message["kind"]
        if kind == "hello":
            run.layers = tuple((name, state) for name, state in message["layers"])
        elif kind == "loaded":
            run.suspicion = (message["suspicion"], message["line"])
        elif kind == "refused":
            run.fail(Status(message["status"]), message["message"], message["line"])
        elif kind == "outcome":
            name = message["behaviour"]
            run.violations += [notice for notice in message["notices"] if notice not in run.violations]
            run.cases.setdefault(name, []).append(_outcome(message))
            if name in attempt.transcript.reported:
                self._settle(run, merge(run.cases.pop(name), self._workers.settings.output))

    def _settle(self, run: _Run, outcome: Outcome) -> None:
        run.outcomes.append(outcome)
        self._tell(Event(step=Step.OUTCOME, request=run.request, outcome=outcome))

    def _hear(self) -> None:
        """Take in what the spawner has to tell."""
        for one in self._workers._spawner.news():
            if isinstance(one, Collapsed):
                self._collapse(one)
                return
            attempt = self._attempts.get(one.number)
            if attempt is None:
                continue  # abandoned
            while self._read(attempt):
                pass
            self._detach(attempt)
            if isinstance(one, Failed):
                attempt.run.fail(Status.INTERNAL_ERROR, f"no process could be made: {one.reason}")
                self._finish(attempt.run)
            else:
                self._conclude(attempt, one)

    def _conclude(self, attempt: _Attempt, exit: Exited) -> None:
        """A child is gone, and everything it said has been read: what now?"""
        run, transcript = attempt.run, attempt.transcript
        transcript.close(clean=exit.status == 0)
        run.cases.clear()
        if transcript.violation:
            run.violations.append(transcript.violation)
        elif transcript.fault:
            run.fail(Status.INTERNAL_ERROR, transcript.fault)
        elif transcript.ended:
            if exit.status and not attempt.killed:
                run.violations.append(f"{how_it_ended(exit.status)}, after its last message")
        elif not transcript.cases:
            self._blame_us(attempt, exit)
        elif transcript.refused:
            pass
        elif not transcript.loaded:
            run.fail(Status.ERROR, self._while_loading(attempt, exit))
        else:
            if not (transcript.wants_fresh and transcript.reported):
                self._blame(attempt, exit)
            if run.remaining and attempt.killed != "limit":
                self._waiting.append(run)
                return
        self._finish(run)

    def _blame_us(self, attempt: _Attempt, exit: Exited) -> None:
        how = "it took too long" if attempt.killed else how_it_ended(exit.status)
        message = f"the hidden tests could not be collected: {how}\n{self._workers._spawner.last_words()}"
        attempt.run.fail(Status.INTERNAL_ERROR, message.strip())

    def _while_loading(self, attempt: _Attempt, exit: Exited) -> str:
        if attempt.killed or self._out_of_time(exit.status):
            return "loading the file doesn't end"
        return f"while the file was being loaded, {how_it_ended(exit.status)}"

    def _blame(self, attempt: _Attempt, exit: Exited) -> None:
        """Name the behaviour during which, or before which, a child came to its end."""
        begun = attempt.transcript.begun
        name = begun[0] if begun is not None else attempt.run.remaining[0]
        settings = self._workers.settings
        if attempt.killed == "limit":
            wall = time.monotonic() - attempt.started
            earlier = any(one.verdict is Verdict.TIMED_OUT for one in attempt.run.outcomes)
            if exit.cpu < IDLE * wall and not earlier:
                verdict, code = Verdict.INTERNAL_ERROR, ""
                message = "the exercise took too long, though hardly anything was computed"
            else:
                verdict, code = Verdict.TIMED_OUT, "timed-out"
                message = f"the exercise has used up its {settings.exercise_wall:g} s of real time"
        elif self._out_of_time(exit.status):
            verdict, code = Verdict.TIMED_OUT, "busy-loop"
            message = f"it is still busy after {settings.cpu:g} s of processor time"
        else:
            verdict, code, message = Verdict.CRASHED, "crashed", how_it_ended(exit.status)
        outcome = Outcome(behaviour=name, verdict=verdict, code=code, message=message)
        self._settle(attempt.run, outcome)

    @staticmethod
    def _out_of_time(status: int) -> bool:
        ended = os.waitstatus_to_exitcode(status)
        return ended == EXIT_STUCK or ended == -getattr(signal, "SIGXCPU", 0)

    def _collapse(self, news: Collapsed) -> None:
        """The zygote is gone. Whatever was under way is run again, each on its own."""
        self._selector.unregister(self._workers._spawner)
        hit = list(self._attempts.values())
        for attempt in hit:
            while self._read(attempt):
                pass
            self._detach(attempt)
            attempt.run.cases.clear()
        if not news.ready:
            for attempt in hit:
                attempt.run.fail(Status.INTERNAL_ERROR, news.detail)
                self._finish(attempt.run)
        else:
            for attempt in hit:
                self._after_collapse(attempt)
        self._workers._respawn()
        self._selector.register(self._workers._spawner, selectors.EVENT_READ)

    def _after_collapse(self, attempt: _Attempt) -> None:
        run = attempt.run
        run.collapses += 1
        if attempt.transcript.violation:
            run.violations.append(attempt.transcript.violation)
            self._finish(run)
        elif run.collapses < 2:
            run.deadline = time.monotonic() + self._workers.settings.exercise_wall
            self._alone.append(run)
        else:
            begun = attempt.transcript.begun
            message = "it ended the process that all others come from, twice"
            if begun is None:
                run.fail(Status.ERROR, message)
            else:
                outcome = Outcome(
                    behaviour=begun[0], verdict=Verdict.CRASHED, code="crashed", message=message
                )
                self._settle(run, outcome)
            self._finish(run)

    def _finish(self, run: _Run) -> None:
        self._finished.append((run.request, run.observation()))
        self._tell(Event(step=Step.FINISHED, request=run.request))

    # -- ending

    def _patience(self) -> float:
        """Seconds until something has to be done though nothing was heard."""
        now = time.monotonic()
        moments = [
            attempt.killed_at + KILL_PATIENCE if attempt.killed else attempt.run.deadline
            for attempt in self._attempts.values()
        ]
        return max(0.0, min(moments) - now)

    def _enforce(self) -> None:
        """Kill what is over its limit, and the zygote if that kills nothing."""
        now = time.monotonic()
        for attempt in list(self._attempts.values()):
            if not attempt.killed and now >= attempt.run.deadline:
                self._kill(attempt, "limit")
            elif attempt.killed and now >= attempt.killed_at + KILL_PATIENCE:
                collapsed = self._workers._spawner.collapse()
                self._collapse(collapsed)
                return

    def _kill(self, attempt: _Attempt, why: str) -> None:
        if not attempt.killed:
            attempt.killed, attempt.killed_at = why, time.monotonic()
            self._workers._spawner.kill(attempt.number)

    def _close_channel(self, attempt: _Attempt) -> None:
        if attempt.open:
            attempt.open = False
            self._selector.unregister(attempt.channel)
            attempt.channel.close()

    def _detach(self, attempt: _Attempt) -> None:
        self._close_channel(attempt)
        del self._attempts[attempt.number]
        remove(attempt.folder)


def merge(cases: Sequence[Outcome], output_limit: int = OUTPUT_LIMIT) -> Outcome:
    """Make one outcome of a behaviour's cases, all of which have been reported.

    The first one that did not pass speaks for it; what was printed and advised is put together.
    """
    worst = next((one for one in cases if one.verdict is not Verdict.PASSED), cases[0])
    advice = dict.fromkeys(line for one in cases for line in one.advice)
    if worst.verdict is not Verdict.PASSED:
        return replace(worst, advice=tuple(advice))
    output = "".join(one.output for one in cases)[:output_limit]
    return replace(worst, output=output, advice=tuple(advice))


def how_it_ended(status: int) -> str:
    """A wait status in words, as the second half of a sentence."""
    code = os.waitstatus_to_exitcode(status)
    if code >= 0:
        return f"the process ended with exit status {code}"
    try:
        return f"the process was killed by {signal.Signals(-code).name}"
    except ValueError:
        return f"the process was killed by signal {-code}"


def remove(folder: Path) -> None:
    """Remove a working folder, whatever the learner's code did to the permissions inside."""
    shutil.rmtree(folder, ignore_errors=True)
    if not folder.exists():
        return
    for parent, folders, _ in os.walk(folder):
        for name in folders:
            with contextlib.suppress(OSError):
                os.chmod(Path(parent, name), 0o700)
    shutil.rmtree(folder, ignore_errors=True)


def _outcome(message: Message) -> Outcome:
    return Outcome(
        behaviour=message["behaviour"],
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
    )
