"""What every task did: created, started, suspended on what, resumed, cancelled by whom, ended.

A trace is told of each step by the loop, and of locks and their like by methods that are replaced
while it is watching. It keeps neither tasks nor primitives alive, and no addresses: the rows of two
equal runs are equal.
"""

from __future__ import annotations

import asyncio
import functools
import itertools
import sys
import weakref
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import CoroutineType
from typing import TYPE_CHECKING, Any, NamedTuple

from ._frames import Frame, Stack, is_machinery, locals_of, stack_of
from ._primitives import label_here, watch_primitives
from ._tasks import PlainTask, awaiting
from ._waiting import _label

if TYPE_CHECKING:
    from types import CodeType, FrameType, TracebackType

    from ._waiting import Waiting

LIMIT = 20_000
"""Rows after which a trace stops, so that an endless program doesn't fill the memory."""

ENDS = ("done", "failed", "cancelled")
"""The events with which a task's life is over."""

LEFT_OUT = "left-out"
"""The event of a row that stands for others."""

LOOP = "the loop"
"""Who acts when no task does: a timer, or another callback."""


class Row(NamedTuple):
    """One event in the life of a task.

    Attributes:
        time: loop seconds since the trace's origin.
        task: the task's name.
        event: created, started, suspended, resumed, cancel-requested, done, failed, cancelled; or
            what it did to a primitive: acquired, released, set, cleared, notified, put, got. In a
            timeline also `left-out`: `detail` says how many rows are.
        detail: who created it and to run what, who wants to cancel it, what it waits for or acts on,
            how it failed.
        line: the line where this happened, in the code under test; None if it has no part in it.
        number: counts the trace's tasks from 1, for names may be equal; 0 is the loop itself.
    """

    time: float
    task: str
    event: str
    detail: str
    line: int | None
    number: int = 0

    def __str__(self) -> str:
        if self.event == LEFT_OUT:
            return self.detail
        parts = [f"{self.time:g}", self.task, _PHRASES.get(self.event, self.event), self.detail]
        where = f", line {self.line}" if self.line else ""
        return " ".join(part for part in parts if part) + where


_HOUSEKEEPING = ("shutdown_asyncgens", "shutdown_default_executor")
"""What `asyncio.run` runs last, a task each: there are more of them in later versions."""

_PHRASES = {
    "created": "created by",
    "cancel-requested": "is to be cancelled by",
    "suspended": "waits for",
    "failed": "failed with",
}


class Life:
    """What a trace knows of one task.

    Attributes:
        name: of the task; read again at each step, for some are named after their creation.
        function: what the task runs.
        started: whether it has taken a step.
        alias: what it is called instead, if anything.
        number: counts the trace's tasks from 1; 0: it isn't shown.
    """

    __slots__ = ("alias", "function", "name", "number", "started")

    def __init__(self, name: str, function: str = "", number: int = 0) -> None:
        self.name = name
        self.function = function
        self.number = number
        self.started = False
        self.alias = ""

    def __str__(self) -> str:
        return self.alias or self.name


class Trace:
    """Collects what happens to tasks, and who holds what.

    Give it to a loop, `VirtualTimeLoop(trace=trace)`, and run that inside `with trace.watching():`.

    Args:
        wrote: says of a file name whether its lines are the ones to show; by default all that
            aren't asyncio's or ours.

    Attributes:
        origin: the loop time from which rows count.
        also: something else that is to be told of each step.
        complete: whether all that happened is in it.
    """

    def __init__(self, wrote: Callable[[str], bool] | None = None) -> None:
        self.origin = 0.0
        self.also: Any = None
        self.complete = True
        self.task_type = functools.partial(_TracedTask, self)
        self._wrote = wrote
        self._events: list[tuple[float, Life, str, str | Life, _Where]] = []
        self._closed = False
        self._holders: dict[int, tuple[weakref.ref[Any], list[Life]]] = {}
        self._loop = Life(LOOP)
        self._numbers = itertools.count(1)
        self._others: weakref.WeakKeyDictionary[Any, Life] = weakref.WeakKeyDictionary()

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Be told of locks and their like until the block ends."""
        with watch_primitives(self):
            yield

    def begin(self, origin: float) -> None:
        """The test's body begins; if a task runs it, that is `the test`."""
        self.origin = origin
        if (task := _current_task()) is not None:
            self._life(task).alias = "the test"

    def close(self) -> None:
        """What follows is no part of the story."""
        self._closed = True

    # -- reading it

    @property
    def rows(self) -> list[Row]:
        """All events so far, in order."""
        return [
            Row(
                round(time - self.origin, 9),
                str(life),
                event,
                f"{detail}, to run `{life.function}`" if event == "created" else str(detail),
                self._line(where),
                life.number,
            )
            for time, life, event, detail, where in self._events
        ]

    def of(self, name: str) -> list[Row]:
        """Only the rows of the tasks called `name`."""
        return [row for row in self.rows if row.task == name]

    def order(self, event: str) -> list[str]:
        """The names of the tasks to which this happened, in order."""
        return [str(life) for _, life, happened, _, _ in self._events if happened == event]

    def status(self, name: str) -> str:
        """What became of the task called `name`, the last one if there are several.

        One of "created", "running", "suspended", "done", "failed", "cancelled"; empty if there is
        no such task.
        """
        status = ""
        for _, life, event, _, _ in self._events:
            if str(life) == name:
                status = _STATUS.get(event, status)
        return status

    def max_concurrency(self, prefix: str = "") -> int:
        """How many tasks were between their start and their end at once, at most.

        Args:
            prefix: counts only tasks whose name, or whose function's name, begins so.
        """
        running = most = 0
        for _, life, event, _, _ in self._events:
            if life.name.startswith(prefix) or life.function.startswith(prefix):
                running += (event == "started") - (event in ENDS and life.started)
                most = max(most, running)
        return most

    def holder(self, primitive: object) -> str | None:
        """The names of the tasks that hold this lock or semaphore; None if nobody does."""
        _, lives = self._holders.get(id(primitive), (None, []))
        if len(lives) < 2:
            return str(lives[0]) if lives else None
        names = Counter(str(life) for life in lives)
        parts = [name if count == 1 else f"{name} ×{count}" for name, count in names.items()]
        return ", ".join(parts)

    def _line(self, where: _Where) -> int | None:
        for frame in where.frames() if isinstance(where, Stack) else where:
            if self._wrote is None or self._wrote(frame.filename):
                return frame.line
        return None

    def _suspended(self, task: asyncio.Task[Any]) -> tuple[str, _Where]:
        """What a task waits for, in words, and where."""
        # The common cases at a third of the cost; in the same words.
        seen = _look_at(task)
        if seen is None:
            return self._say(awaiting(task))
        places, own, call, title = seen
        name, values = call.f_code.co_name, locals_of(call)
        if title != call.f_code.co_qualname:
            what = f"`{title}`"  # a collaborator: they are called as the test calls them
        elif call.f_code is _SLEEP:
            timer = values.get("h")
            what = "its next step" if timer is None else self._sleep(timer.when())
        elif (name, type(values.get("self"))) in _WAITS:
            primitive = values["self"]
            what = _WAITS[name, type(primitive)]
            if own is not None and (label := _label(own, primitive)):
                what += f" `{label}`"
            if (holder := self.holder(primitive)) is not None:
                what += f", held by {holder}"
        else:
            return self._say(awaiting(task))
        return what, Stack(places)

    def _sleep(self, until: float) -> str:
        return f"sleep until {round(until - self.origin, 9):g}"

    def _say(self, waiting: Waiting) -> tuple[str, _Where]:
        what = waiting.what_from(self.origin)
        what += f" `{waiting.label}`" if waiting.label else ""
        return f"{what}, held by {waiting.holder}" if waiting.holder else what, waiting.where

    # -- told by the loop

    def step_begins(self, task: asyncio.Task[Any]) -> None:
        """A task is about to take a step."""
        life = self._life(task)
        life.name = task.get_name()
        self._add(task.get_loop(), life, "resumed" if life.started else "started")
        life.started = True
        if self.also is not None:
            self.also.step_begins(task)

    def step_ended(self, task: asyncio.Task[Any]) -> None:
        """A task has taken a step."""
        life, loop = self._life(task), task.get_loop()
        life.name = task.get_name()
        if self._closed:
            pass
        elif not task.done():
            self._add(loop, life, "suspended", *self._suspended(task))
        elif task.cancelled():
            self._add(loop, life, "cancelled")
        else:
            # Private, of tasks in C and in Python: asking for it as one should would count as
            # having retrieved it.
            error = task._exception
            if error is None:
                self._add(loop, life, "done")
            else:
                where = _frames_of(error.__traceback__)
                self._add(loop, life, "failed", type(error).__name__, where)
        if self.also is not None:
            self.also.step_ended(task)

    def run_failed(self, loop: asyncio.AbstractEventLoop) -> None:
        """A run of this loop got stuck, or was ended: what follows is its clean-up."""
        self._closed = True
        if self.also is not None:
            self.also.run_failed(loop)

    # -- told by tasks and primitives

    def new_life(self, name: str, coroutine: object) -> Life:
        """The record of a task that comes into being."""
        function = _function(coroutine)
        hidden = function.rpartition(".")[2] in _HOUSEKEEPING
        return Life(name, function, 0 if hidden else next(self._numbers))

    def created(self, task: _TracedTask, loop: Any) -> None:
        """A task comes into being."""
        self._add(loop, task.life, "created", self._actor(), stack_of(sys._getframe(2)))

    def starts_eagerly(self, task: _TracedTask, loop: Any) -> None:
        """A task takes its first step while it is being made."""
        self._add(loop, task.life, "started")
        task.life.started = True

    def cancel_requested(self, task: asyncio.Task[Any]) -> None:
        """Somebody asks a task to end."""
        where = stack_of(sys._getframe(2))
        self._add(task.get_loop(), self._life(task), "cancel-requested", self._actor(), where)

    def acquired(self, primitive: object) -> None:
        """The current task holds one more of this."""
        if not self._is_ours():
            return
        known = self._holders.get(id(primitive))
        if known is None:
            key = id(primitive)
            gone = weakref.ref(primitive, lambda _: self._holders.pop(key, None))
            known = self._holders[key] = (gone, [])
        known[1].append(self._actor())
        self.acted("acquired", primitive)

    def released(self, primitive: object) -> None:
        """The current task gives one back; perhaps somebody else's."""
        if not self._is_ours():
            return
        _, lives = self._holders.get(id(primitive), (None, []))
        actor = self._actor()
        if lives:
            lives.remove(actor if actor in lives else lives[0])
        self.acted("released", primitive)

    def acted(self, event: str, primitive: object) -> None:
        """The current task, or a callback, has done something to this."""
        if self._is_ours() and not self._closed:
            loop = asyncio._get_running_loop()
            label, where = label_here(primitive)
            kind = type(primitive).__name__
            self._add(loop, self._actor(), event, f"{kind} `{label}`" if label else kind, where)

    def _is_ours(self) -> bool:
        """Whether the loop that runs here is traced by this one: other runs may be nested in ours."""
        is_told = getattr(asyncio._get_running_loop(), "is_told", None)
        return is_told is not None and bool(is_told(self))

    # -- writing it

    def _add(
        self, loop: Any, life: Life, event: str, detail: str | Life = "", where: _Where = ()
    ) -> None:
        if self._closed or (life.number == 0 and life is not self._loop):
            return
        if len(self._events) >= LIMIT:
            self._closed = True
            self.complete = False
            return
        self._events.append((loop.time(), life, event, detail, where))

    def _actor(self) -> Life:
        task = _current_task()
        return self._loop if task is None else self._life(task)

    def _life(self, task: asyncio.Task[Any]) -> Life:
        life: Life | None = getattr(task, "life", None)
        if life is None:  # a task of somebody else's class
            life = self._others.get(task)
            if life is None:
                life = self._others[task] = self.new_life(task.get_name(), task.get_coro())
        return life


_WAITS: dict[tuple[str, type], str] = {
    ("acquire", asyncio.Lock): "Lock",
    ("__aenter__", asyncio.Lock): "Lock",
    ("acquire", asyncio.Semaphore): "Semaphore",
    ("__aenter__", asyncio.Semaphore): "Semaphore",
    ("wait", asyncio.Event): "Event",
    ("wait", asyncio.Condition): "Condition",
    ("get", asyncio.Queue): "Queue.get",
    ("put", asyncio.Queue): "Queue.put",
}
"""By asyncio's method, and whose it is: what a task waits for that is suspended there."""

_SLEEP = asyncio.sleep.__code__
_INNERMOST = frozenset({"FutureIter", "generator"})
"""The types, by name, of what the innermost coroutine awaits: a future, or a bare yield."""

_Where = Stack | tuple[Frame, ...]

_STATUS = {
    "created": "created",
    "started": "running",
    "resumed": "running",
    "suspended": "suspended",
    **{end: end for end in ENDS},
}


class _TracedTask(PlainTask):
    """A task that tells of its creation, and of those who want to cancel it."""

    def __init__(self, trace: Trace, coro: Any, *, loop: Any, name: object, **options: Any) -> None:
        self._trace = trace
        self.life = trace.new_life("" if name is None else str(name), coro)
        eager = options.get("eager_start", False)  # its first step is a part of its creation
        trace.created(self, loop)
        if eager:
            trace.starts_eagerly(self, loop)
        super().__init__(coro, loop=loop, name=name, **options)
        self.life.name = self.get_name()
        if eager:
            trace.step_ended(self)

    def cancel(self, msg: Any = None) -> bool:
        if not self.done():
            self._trace.cancel_requested(self)
        return super().cancel(msg)


_TracedTask.__name__ = _TracedTask.__qualname__ = (
    "Task"  # tracing shows nowhere in what code prints
)


def _current_task() -> asyncio.Task[Any] | None:
    try:
        return asyncio.current_task()
    except RuntimeError:  # no loop is running
        return None


def _function(coroutine: object) -> str:
    name = getattr(coroutine, "__qualname__", type(coroutine).__name__)
    return str(name).rpartition("<locals>.")[2]


def _look_at(
    task: asyncio.Task[Any],
) -> tuple[tuple[tuple[CodeType, int], ...], FrameType | None, FrameType, str] | None:
    """Where a task is suspended; None if anything is unusual about it.

    Returns:
        Places, its own innermost frame, the call of asyncio's or ours there, and that one's name.
    """
    awaitable: Any = task.get_coro()
    places: list[tuple[CodeType, int]] = []
    own: FrameType | None = None
    call: FrameType | None = None
    title = ""
    while type(awaitable) is CoroutineType:
        frame = awaitable.cr_frame
        if frame is None:
            return None
        code = frame.f_code
        if not is_machinery(code):
            own, call = frame, None
            places.append((code, frame.f_lasti))
        elif call is None:
            call, title = frame, awaitable.__qualname__
        awaitable = awaitable.cr_await
    if call is None or type(awaitable).__name__ not in _INNERMOST:
        return None
    return tuple(reversed(places)), own, call, title


def _frames_of(traceback: TracebackType | None) -> tuple[Frame, ...]:
    """The frames that an error came through, innermost first."""
    frames = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        frames.append(Frame(code.co_filename, traceback.tb_lineno, code.co_qualname))
        traceback = traceback.tb_next
    return tuple(reversed(frames))
