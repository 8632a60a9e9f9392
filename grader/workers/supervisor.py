"""The owner of all processes: what other stages use of this package.

    with Workers(root=tree, jobs=2) as workers:  # starts warming up at once, and returns
        for request, observation in workers.run(requests, on_event=show):
            ...

It never runs or parses learner code, and says nothing about what a verdict is worth.
"""

from __future__ import annotations

import os
import secrets
import socket
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from grader import submission
from grader.records import Exercise, Observation

from . import compiled
from .channel import hand_over
from .orders import Event, Order, Plan, Request, Settings, Step
from .shift import Shift, remove
from .spawning import Forking, Fresh, Spawner, keep_bytecode

__all__ = ["Event", "Request", "Settings", "Step", "Workers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ready:
    """A child that lacks nothing but the learner's file."""

    exercise: Exercise
    order: Order
    channel: socket.socket


class Workers:
    """Children, as many at a time as there are jobs. A context manager, to be closed.

    Creating it starts the zygote, which warms up while the caller goes on. `run` may be called again
    and again, one at a time.

    Args:
        root: the trusted tree, with `tests/` and the pristine stubs in it.
        jobs: how many exercises run at a time; by default as many as there are processors.
        settings: limits.
    """

    def __init__(
        self, *, root: Path, jobs: int | None = None, settings: Settings | None = None
    ) -> None:
        self.root = root.resolve()
        self.jobs = jobs or os.cpu_count() or 1
        self.settings = settings or Settings()
        self._folder = Path(tempfile.mkdtemp(prefix="kata-")).resolve()
        self._number = 0
        self._ready: _Ready | None = None
        self.spawner = self._spawn()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    def close(self) -> None:
        """End every process, and remove what they left on disk."""
        self._dismiss()
        self.spawner.close()
        remove(self._folder)

    def prepare(self, exercise: Exercise) -> None:
        """Have a child ready that lacks nothing but the learner's file, for the next run of an exercise.

        It takes a process that waits, and makes the next verdict on that exercise come sooner. Where
        there is no fork, or it is there already, nothing happens.
        """
        if not self.settings.fork or (self._ready and self._ready.exercise == exercise):
            return
        self._dismiss()
        request = Request(
            exercise=exercise, source=submission.Problem(message="it is still to come")
        )
        order = self.order(request, None, tuple(each.id for each in exercise.behaviours))
        self._ready = _Ready(exercise=exercise, order=order, channel=self.spawner.start(order))

    def run(
        self, requests: Iterable[Request], on_event: Callable[[Event], None] | None = None
    ) -> Iterator[tuple[Request, Observation]]:
        """Run every request, and yield each with what was seen of it, as they finish.

        Args:
            requests: taken one by one, as jobs become free.
            on_event: is told what happens meanwhile.
        """
        shift = Shift(self, requests, on_event or _ignore)
        try:
            yield from shift.work()
        finally:
            shift.abandon()

    # -- for a shift

    def respawn(self) -> None:
        """Replace a spawner that has collapsed."""
        self._dismiss()
        self.spawner.close()
        self._folder.mkdir(exist_ok=True)  # a zygote removes it when it ends in good order
        self.spawner = self._spawn()

    def take(
        self, request: Request, text: str, behaviours: tuple[str, ...]
    ) -> tuple[Order, socket.socket] | None:
        """The order and the channel of a child that is ready for this, and is now at work on it."""
        if self._ready is None or request.traced:
            return None
        ready, self._ready = self._ready, None
        suits = (ready.exercise, ready.order.behaviours) == (request.exercise, behaviours)
        as_usual = request.guard and request.shown in ("", ready.order.path)
        if suits and as_usual and hand_over(ready.channel, text):
            return ready.order, ready.channel
        self._ready = ready
        self._dismiss()
        return None

    def _dismiss(self) -> None:
        """Let go of the child that is ready. It leaves when it sees its channel closed."""
        if self._ready is not None:
            self._ready.channel.close()
            remove(Path(self._ready.order.folder))
            self._ready = None

    def order(self, request: Request, text: str | None, behaviours: tuple[str, ...]) -> Order:
        """Write an order, with a folder and a key of its own."""
        exercise = request.exercise
        self._number += 1
        folder = self._folder / str(self._number)
        folder.mkdir()
        return Order(
            number=self._number,
            key=secrets.token_hex(16),
            folder=str(folder),
            test=str(self.root / exercise.test),
            path=request.shown or exercise.path,
            text=text,
            stubs=tuple((self.root / path).read_text(encoding="utf-8") for path in exercise.stubs),
            behaviours=behaviours,
            traced=request.traced,
            comparisons={each.id: each.comparisons for each in exercise.behaviours},
            grants=exercise.grants,
            guard=self.settings.guard and request.guard,
            demand=self.settings.demand,
            cpu=self.settings.cpu,
            wall=self.settings.wall,
            output=self.settings.output,
        )

    def _spawn(self) -> Spawner:
        keep_bytecode()
        compiled.make_room(self.root)
        plan = Plan(
            root=str(self.root),
            folder=str(self._folder),
            wall=self.settings.wall,
            limits=self.settings.limits(),
            without=self.settings.without,
        )
        return Forking(plan) if self.settings.fork else Fresh(plan)


def _ignore(event: Event) -> None:
    """Listen to nothing."""
