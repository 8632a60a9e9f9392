"""Works off a series of requests: hands them out, listens to the children, ends what does not end.

One selector, one thread. It never waits for the end of a channel: a process that a child has left
behind may keep that open for ever. It waits to be told that the child is gone, then reads the rest.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import shutil
import socket
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from grader import submission
from grader.records import Observation, Outcome, Status

from . import compiled
from .channel import Message, Transcript
from .orders import Born, Collapsed, Event, Exited, Failed, Order, Request, Settings, Step
from .runs import Ending, Run
from .spawning import Spawner

BEAT = 0.5  # seconds of silence after which whoever listens is told that it goes on
CHUNK = 1 << 16  # bytes


class Crew(Protocol):
    """What a shift works with: the processes, and what they need to know."""

    jobs: int
    settings: Settings
    spawner: Spawner

    def respawn(self) -> None:
        """Replace the spawner, which has collapsed."""

    def take(
        self, request: Request, text: str, behaviours: tuple[str, ...]
    ) -> tuple[Order, socket.socket] | None:
        """The order and the channel of a child that was ready for this, and is now at work on it."""

    def order(self, request: Request, text: str, behaviours: tuple[str, ...]) -> Order:
        """Write an order, with a folder and a key of its own."""


@dataclass(slots=True, kw_only=True, eq=False)
class _Attempt:
    """One child at work on a run."""

    request: Request
    run: Run
    order: Order
    due: float  # when something has to be done; as all times here, on the monotonic clock
    deadline: float | None  # when the run's time is used up; None if it hasn't begun
    channel: socket.socket
    transcript: Transcript
    born: float | None = None
    since: float = 0.0  # its birth, or when it last told an outcome
    killed: bool = False
    over_limit: bool = False
    open: bool = True  # whether the channel is still being read


@dataclass(slots=True, kw_only=True)
class _Waiting:
    """A run that needs a child. `deadline`: None if its time has not begun."""

    request: Request
    run: Run
    deadline: float | None = None


class Shift:
    """The work on one series of requests. `work` it once, then `abandon` it."""

    def __init__(
        self, crew: Crew, requests: Iterable[Request], tell: Callable[[Event], None]
    ) -> None:
        self._crew = crew
        self._requests = iter(requests)
        self._tell = tell
        self._again: deque[_Waiting] = deque()
        self._alone: deque[_Waiting] = deque()  # those that no other child may be about for
        self._attempts: dict[int, _Attempt] = {}
        self._done: deque[tuple[Request, Observation]] = deque()
        self._selector = selectors.DefaultSelector()
        self._hopeless = ""  # why no child can be made, if so

    def work(self) -> Iterator[tuple[Request, Observation]]:
        """Yield each request with what was seen of it, as they finish."""
        self._selector.register(self._crew.spawner, selectors.EVENT_READ)
        while True:
            self._fill()
            while self._done:
                yield self._done.popleft()
            if not self._attempts:
                return
            ready = self._selector.select(min(self._patience(), BEAT))
            if not ready:
                oldest = next(iter(self._attempts.values()))
                self._tell(Event(step=Step.WAITING, request=oldest.request))
            for key, _ in ready:
                if key.data is None:
                    self._hear()
                    break  # the news may have closed channels that were ready, too
                self._read(key.data)
            self._enforce()

    def abandon(self) -> None:
        """End what is still under way."""
        for attempt in list(self._attempts.values()):
            self._crew.spawner.kill(attempt.order.number)
            self._detach(attempt)
        self._selector.close()

    # -- handing out

    def _fill(self) -> None:
        """Start children until all jobs are taken, or nothing is left."""
        while len(self._attempts) < self._crew.jobs:
            if self._alone:
                if not self._attempts:
                    self._start(self._alone.popleft())
                return
            if any(attempt.run.collapses for attempt in self._attempts.values()):
                return  # that one is alone
            if self._again:
                self._start(self._again.popleft())
            elif (request := next(self._requests, None)) is not None:
                self._begin(request)
            else:
                return

    def _begin(self, request: Request) -> None:
        def tell(outcome: Outcome) -> None:
            self._tell(Event(step=Step.OUTCOME, request=request, outcome=outcome))

        self._tell(Event(step=Step.STARTED, request=request))
        settings = self._crew.settings
        run = Run(
            exercise=request.exercise,
            cpu=settings.cpu,
            wall=settings.exercise_wall,
            output_limit=settings.output,
            tell=tell,
            only=request.only,
        )
        if isinstance(request.source, submission.Problem):
            run.fail(Status.ERROR, request.source.message, request.source.line)
            self._finish(request, run)
        elif self._hopeless:
            run.fail(Status.INTERNAL_ERROR, self._hopeless)
            self._finish(request, run)
        else:
            self._start(_Waiting(request=request, run=run))

    def _start(self, waiting: _Waiting) -> None:
        request, run = waiting.request, waiting.run
        assert isinstance(request.source, submission.Source)
        text = request.source.content.decode("utf-8-sig")
        taken = self._crew.take(request, text, run.remaining)
        if taken is None:
            order = self._crew.order(request, text, run.remaining)
            channel = self._crew.spawner.start(order)
        else:
            order, channel = taken

        def listen(message: Message) -> None:
            if message["kind"] == "compiled":
                compiled.keep(Path(order.test), message["name"], message["content"])
            else:
                run.listen(transcript, message)

        transcript = Transcript(
            key=order.key,
            expected=order.behaviours,
            known=[behaviour.id for behaviour in request.exercise.behaviours],
            listener=listen,
        )
        attempt = _Attempt(
            request=request,
            run=run,
            order=order,
            due=time.monotonic() + self._crew.settings.startup,
            deadline=waiting.deadline,
            channel=channel,
            transcript=transcript,
        )
        self._attempts[order.number] = attempt
        self._selector.register(attempt.channel, selectors.EVENT_READ, attempt)
        if taken is not None:
            self._bear(attempt)

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
        told = len(attempt.run.outcomes)
        attempt.transcript.feed(data)
        if len(attempt.run.outcomes) > told:
            self._go_on(attempt)
        over = bool(attempt.transcript.violation or attempt.transcript.fault)
        if over:
            self._kill(attempt)
        if over or not data:
            self._close_channel(attempt)
        return attempt.open

    def _hear(self) -> None:
        """Take in what the spawner has to tell."""
        for news in self._crew.spawner.news():
            if isinstance(news, Collapsed):
                self._collapse(news)
                return
            attempt = self._attempts.get(news.number)
            if attempt is None:
                continue  # abandoned
            if isinstance(news, Born):
                self._bear(attempt)
                continue
            while self._read(attempt):
                pass
            self._detach(attempt)
            if isinstance(news, Failed):
                attempt.run.fail(Status.INTERNAL_ERROR, f"no process could be made: {news.reason}")
                self._finish(attempt.request, attempt.run)
            else:
                self._conclude(attempt, news)

    def _bear(self, attempt: _Attempt) -> None:
        """The child is there. Only from now on time counts: until now it was the zygote's."""
        attempt.born = attempt.since = time.monotonic()
        if attempt.deadline is None:
            attempt.deadline = attempt.born + self._crew.settings.exercise_wall
        if not attempt.killed:
            attempt.due = attempt.deadline

    def _go_on(self, attempt: _Attempt) -> None:
        """A behaviour has come to its end. Unless that took its own limit, its time isn't counted.

        Or a busy machine would use up the exercise's, sooner or later, and the verdict hang on that.
        """
        now = time.monotonic()
        took, attempt.since = now - attempt.since, now
        if attempt.deadline is not None and took < self._crew.settings.wall:
            attempt.deadline += took
            if not attempt.killed:
                attempt.due = attempt.deadline

    def _conclude(self, attempt: _Attempt, exited: Exited) -> None:
        ending = Ending(
            status=exited.status,
            cpu=exited.cpu,
            wall=time.monotonic() - (attempt.born or 0.0),
            over_limit=attempt.over_limit,
        )
        if attempt.run.conclude(attempt.transcript, ending):
            self._again.append(
                _Waiting(request=attempt.request, run=attempt.run, deadline=attempt.deadline)
            )
            return
        if not attempt.transcript.cases and not attempt.transcript.fault:
            words = self._crew.spawner.last_words()
            attempt.run.message = f"{attempt.run.message}\n{words}".strip()
        self._finish(attempt.request, attempt.run)

    def _collapse(self, news: Collapsed) -> None:
        """The zygote is gone. Run again whatever was under way, each on its own."""
        self._selector.unregister(self._crew.spawner)
        for attempt in list(self._attempts.values()):
            while self._read(attempt):
                pass
            self._detach(attempt)
            if not (news.ready and news.killed):
                attempt.run.fail(Status.INTERNAL_ERROR, news.detail)
            elif attempt.run.collapse(attempt.transcript):
                # Its time begins anew: what was lost may be another's fault.
                self._alone.append(_Waiting(request=attempt.request, run=attempt.run))
                continue
            self._finish(attempt.request, attempt.run)
        if not news.ready:
            self._hopeless = news.detail
        self._crew.respawn()
        self._selector.register(self._crew.spawner, selectors.EVENT_READ)

    def _finish(self, request: Request, run: Run) -> None:
        self._done.append((request, run.observation()))
        self._tell(Event(step=Step.FINISHED, request=request))

    # -- ending

    def _patience(self) -> float:
        """Seconds until something has to be done though nothing was heard."""
        first = min(attempt.due for attempt in self._attempts.values())
        return max(0.0, first - time.monotonic())

    def _enforce(self) -> None:
        """Kill what is over its limit, and the zygote if that has no effect."""
        now = time.monotonic()
        for attempt in list(self._attempts.values()):
            if now < attempt.due:
                continue
            if attempt.killed or attempt.born is None:
                self._collapse(self._crew.spawner.collapse())
                return
            attempt.over_limit = True
            self._kill(attempt)

    def _kill(self, attempt: _Attempt) -> None:
        if not attempt.killed:
            attempt.killed = True
            attempt.due = time.monotonic() + self._crew.settings.patience
            self._crew.spawner.kill(attempt.order.number)

    def _close_channel(self, attempt: _Attempt) -> None:
        if attempt.open:
            attempt.open = False
            self._selector.unregister(attempt.channel)
            attempt.channel.close()

    def _detach(self, attempt: _Attempt) -> None:
        self._close_channel(attempt)
        del self._attempts[attempt.order.number]
        remove(Path(attempt.order.folder))


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
