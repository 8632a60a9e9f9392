"""House rules that hold for every exercise, watched without the test asking.

A `Watch` is active during one run of one behaviour. It collects `Breach` records, each with a
failure code and the learner's line; only what the learner's own code has made, or called, counts.
"""

from __future__ import annotations

import asyncio
import functools
import gc
import inspect
import sys
import threading
import types
import warnings
import weakref
from asyncio import streams
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Self

from . import _blocking, _resources, _tasks
from ._frames import is_library, is_loops, traceback_of
from ._loop import Hooks, VirtualTimeLoop
from ._origins import SCHEDULING, origin_of
from ._resources import Resource
from ._source import Source
from ._vault import codes, fixed, vault

ORIGIN_DEPTH = 12  # frames remembered for each coroutine object, to find the learner's line

LATE = (
    "leaked-thread",
    "leaked-executor",
)  # looked at when the loop has ended: they may outlive it a little

COLLECTED = ("lost-exception", "never-awaited", "unclosed-generator", "unclosed-transport")
"""Told by the collector, in an order of its own."""


@dataclass(frozen=True, slots=True)
class Breach:
    """One broken house rule."""

    code: str
    message: str
    line: int | None


class _Found:
    """What a watch's vault keeps."""

    def __init__(self) -> None:
        self.breaches: list[Breach] = []
        self.loops: list[VirtualTimeLoop] = []
        self.resources: list[Resource] = []
        self.heir: Watch | None = None  # who is told of it, too
        self.entered = self.body_ended = False
        # By id: weak references die too early.
        self.generators: dict[int, tuple[weakref.ref[Any], int]] = {}
        self.others: list[weakref.ref[Any]] = []  # generators that count for nothing


class Watch:
    """Collects the breaches of one run.

    Args:
        source: the learner's file; None: every file but asyncio's and ours counts.
        allowed: failure codes that this behaviour is about, and which therefore don't count.
    """

    _found = fixed()

    def __init__(self, source: Source | None, allowed: Iterable[str] = ()) -> None:
        self.source = source
        self.allowed = frozenset(allowed)
        self._found = vault(self, _Found(), _WATCH)
        self.advice: list[str] = []  # what may be honest, and costs nothing
        self.stub_errors: list[
            NotImplementedError
        ] = []  # raised in the learner's file, in any task
        self._numbers: dict[Breach, int] = {}  # of the task that a breach is about

    def __enter__(self) -> Self:
        if self._found(None).entered:
            raise RuntimeError("a watch is for one run")
        self._found(None).entered = True
        _active.append(self)
        self._detach = _resources.attach(self)
        self._depth = sys.get_coroutine_origin_tracking_depth()
        self._recursion_limit = sys.getrecursionlimit()
        self._policy = _policy()
        sys.set_coroutine_origin_tracking_depth(ORIGIN_DEPTH)
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._detach()
        sys.set_coroutine_origin_tracking_depth(self._depth)
        self.close_all()
        self.put_limit_back()
        if _policy() is not self._policy:
            _set_policy(self._policy)
        if self in _active:  # or somebody else has taken it out
            _active.remove(self)

    @property
    def breaches(self) -> tuple[Breach, ...]:
        """What was found, in order."""
        return tuple(self._found(None).breaches)

    @property
    def loops(self) -> tuple[VirtualTimeLoop, ...]:
        """The run's loops."""
        return tuple(self._found(None).loops)

    def follow(self, loop: VirtualTimeLoop) -> None:
        """Have a loop of the run tell what happens on it."""
        self._found(None).loops.append(loop)
        loop.tell(
            Hooks(
                on_exception=self.loop_context,
                on_generator=self.iterates,
                on_abandoned=self.abandoned,
                on_forgotten=self.look_at_cancelled,
                on_second_cancel=self.cancelled_again,
            )
        )
        if self.source is not None and not self.source.names.isdisjoint(SCHEDULING):
            loop.note_origins()

    def report_to(self, other: Watch) -> None:
        """What is found from now on is the other's, too."""
        self._found(None).heir = other

    def is_active(self) -> bool:
        """Whether it is told what is opened, and what is never awaited."""
        return bool(_active) and _active[-1] is self and _resources.tells(self)

    def begin(self) -> None:
        """The test's body begins: fixtures have set up loop and policy."""
        self._policy = _policy()
        if self.source is None:  # what fixtures have opened is closed by them, later
            self._found(None).resources.clear()
            self._found(None).generators.clear()

    def add(self, code: str, message: str, line: int | None) -> None:
        """Note a breach, once."""
        breach = Breach(code, message, line)
        # One call may block in several ways: `subprocess.run` does.
        again = code == "blocking-call" and any(
            (each.code, each.line) == (code, line) for each in self.breaches
        )
        if code not in self.allowed and breach not in self.breaches and not again:
            self._found(None).breaches.append(breach)
            if (heir := self._found(None).heir) is not None:
                Watch.add(heir, code, message, line)

    # -- whose code was it?

    def learners_line(self, frames: Iterable[tuple[str, int, str]] | None) -> int | None:
        """The innermost line of the learner's file among (file, line, function); None if absent."""
        for filename, line, _ in frames or ():
            if self.source is None or self.source.wrote(filename):
                return line
        return None

    def end_of_body(self) -> None:
        """We end what it has left, and what code does about that is no fault of its."""
        self._found(None).body_ended = True

    def put_limit_back(self) -> None:
        """Put the recursion limit back, if it was changed, and note that.

        As soon as the code has ended: what looks at it needs more of the stack than the code may have left.
        """
        if sys.getrecursionlimit() != self._recursion_limit:
            sys.setrecursionlimit(self._recursion_limit)
            self.add("limit-changed", "the recursion limit was changed", None)

    # -- called while the run goes on

    def never_awaited(self, coroutine: Any) -> None:
        """A coroutine object is destroyed that never ran."""
        origin = getattr(coroutine, "cr_origin", None)
        line = self.learners_line(origin)
        if line is None and origin and is_loops(*origin[0]):
            # A callback was a coroutine function, whose result the loop throws away at once.
            line = self.learners_line(origin_of(sys._getframe(1)).frames())
        hidden = self._hides_origins() if origin is None else _is_cut(origin)
        if line is not None or hidden:
            name = coroutine.__qualname__.removeprefix("Jobs.make.<locals>.")
            self.add("never-awaited", f"the coroutine `{name}` was never awaited", line)

    def _hides_origins(self) -> bool:
        """Whether the learner's code has turned the tracking of origins off, for each thread has its own."""
        if self.source is None or threading.current_thread() is not threading.main_thread():
            return False
        changes = "set_coroutine_origin_tracking_depth" in self.source.names
        return changes or sys.get_coroutine_origin_tracking_depth() == 0

    def leaves(self, coroutine: Any) -> bool:
        """Whether this coroutine's warning is left to the interpreter.

        That is for tests about the warning itself: they allow it, and turn the tracking of origins
        off, for an origin changes the text of the warning.
        """
        return "never-awaited" in self.allowed and coroutine.cr_origin is None

    def loop_context(self, context: dict[str, Any]) -> None:
        """The loop's exception handler was called."""
        error, task = context.get("exception"), context.get("task") or context.get("future")
        if isinstance(error, NotImplementedError) and self.from_stub(error):
            self.stub_errors.append(error)
        message = str(context.get("message", ""))
        line = self.line_of_error(error)
        if task is not None and "never retrieved" in message:
            if isinstance(error, asyncio.CancelledError):
                return  # of a gather, in 3.11's `wait_for`: nothing is lost, whoever cancelled it knows
            made = self.learners_line(getattr(task, "creation", None))
            if made is not None or (line is not None and not hasattr(task, "creation")):
                self._lost(error, line or made, _tasks.number(task))
        elif "callback" in message and "handle" in context:
            callback = getattr(context["handle"], "_callback", None)
            if isinstance(error, asyncio.CancelledError) and _is_of_streams(callback):
                return  # of a server, before 3.13: asks a handler's task that was cancelled for its error
            # Whose callback it is may not show: one that takes no argument fails before its first line.
            line = line or self._line_of_function(callback)
            self.add("callback-error", f"a callback raised {_brief(error)}", line)

    def opened(self, resource: Resource) -> None:
        """Something was opened; whose it is, is asked later, for it isn't complete yet."""
        self._found(None).resources.append(resource)

    def _theirs(self, resource: Resource) -> int | None:
        """The line of the learner's that opened this; None if the learner's code did not."""
        if _resources.is_exempt(resource.thing):
            return None
        line = self.learners_line(resource.made.frames())
        if line is None and resource.code == "unclosed-transport":
            line = self._handlers_line(resource.thing)
        return line

    def _ask(self, resource: Resource) -> None:
        # Private, since 3.4: whoever closes the loop shuts its default executor down.
        if any(loop._default_executor is resource.thing for loop in self.loops):
            return
        line = self._theirs(resource)
        if line is not None and resource.is_open():
            self.add(resource.code, f"{resource.what} is still open", line)

    def _handlers_line(self, transport: Any) -> int | None:
        """Where the learner's handler of an accepted connection begins, if there is one."""
        protocol = transport.get_protocol() if hasattr(transport, "get_protocol") else None
        # Private: streams keep the handler there.
        return self._line_of_function(getattr(protocol, "_client_connected_cb", None))

    def _line_of_function(self, function: Any) -> int | None:
        while isinstance(function, functools.partial):
            function = function.func
        code = getattr(getattr(function, "__func__", function), "__code__", None)
        return self.learners_line([(code.co_filename, code.co_firstlineno, "")]) if code else None

    def dropped(self, writer: asyncio.StreamWriter) -> None:
        """A stream is collected without having been closed."""
        for resource in self._found(None).resources:
            if resource.thing is writer.transport and (line := self._theirs(resource)) is not None:
                self.add(resource.code, "a connection was dropped without being closed", line)

    def iterates(self, generator: Any, frames: Iterable[tuple[str, int, str]]) -> None:
        """An async generator begins; it counts if it is the learner's and the learner iterates it."""
        begun, _ = self._found(None).generators.get(id(generator), (_nobody, 0))
        if begun() is generator:
            return  # the loop's hook was called by hand
        line = self.learners_line(frames)
        code = getattr(generator, "ag_code", None)
        if (
            line is not None
            and code is not None
            and self.learners_line([(code.co_filename, 1, "")])
        ):
            self._found(None).generators[id(generator)] = (weakref.ref(generator), line)
        else:
            self._found(None).generators.pop(id(generator), None)
            self._found(None).others.append(weakref.ref(generator))

    def abandoned(self, generator: Any) -> None:
        """An async generator is collected before its end."""
        if (known := self._found(None).generators.pop(id(generator), None)) is not None:
            self._unfinished(generator, known[1])

    def _unfinished(self, generator: Any, line: int) -> None:
        self.add(
            "unclosed-generator",
            f"the async generator `{generator.__qualname__}` was left before its end",
            line,
        )

    def _lost(self, error: Any, line: int | None, number: int) -> None:
        message = f"nobody retrieved {_brief(error)} from its task"
        self._numbers.setdefault(Breach("lost-exception", message, line), number)
        self.add("lost-exception", message, line)

    def line_of_error(self, error: Any) -> int | None:
        """The innermost line of the learner's file that `error` passed through."""
        found = None
        traceback = traceback_of(error) if isinstance(error, BaseException) else None
        while traceback is not None:
            if self.source is None or self.source.wrote(traceback.tb_frame.f_code.co_filename):
                found = traceback.tb_lineno
            traceback = traceback.tb_next
        return found

    def from_stub(self, error: BaseException) -> bool:
        """Whether a NotImplementedError was raised by the learner's file itself."""
        return type(error) is NotImplementedError and self.raises(error)

    def raises(self, error: BaseException) -> bool:
        """Whether the learner's file itself has raised it."""
        traceback = traceback_of(error)
        while traceback is not None and traceback.tb_next is not None:
            traceback = traceback.tb_next
        return (
            traceback is not None
            and self.source is not None
            and self.source.wrote(traceback.tb_frame.f_code.co_filename)
        )

    def tasks_left(self, tasks: Iterable[asyncio.Task[Any]], origin: float) -> None:
        """The body has ended and the loop is idle: which of these tasks are the learner's?

        Args:
            tasks: all that are alive.
            origin: the loop time at which the test began.
        """
        for task in sorted(tasks, key=_tasks.number):
            line = self.learners_line(self._creation(task))
            if (line is not None or self._passes_by(task)) and not _tasks.is_done(task):
                waits = _tasks.awaiting(task).what_from(origin)
                name = getattr(task.get_coro(), "__qualname__", "a task")
                self.add(
                    "leaked-task",
                    f"the task of `{name}` is still running; it waits for {waits}",
                    line,
                )

    def _creation(self, task: asyncio.Task[Any]) -> Iterable[tuple[str, int, str]]:
        """Where a task was made; what a task factory makes doesn't know it, or says something else."""
        made: Iterable[tuple[str, int, str]] = getattr(task, "creation", ())
        return next((known for loop in self.loops if (known := loop.creation(task))), made)

    def _passes_by(self, task: asyncio.Task[Any]) -> bool:
        """Whether a task was made without asking the loop: not by a test, and nobody knows where."""
        return not any(task is each for loop in self.loops for each in loop.tasks())

    def left_open(self) -> None:
        """The body has ended and the loop is idle: what is still open?"""
        for resource in self._found(None).resources:
            if resource.code not in LATE:
                self._ask(resource)
        for found, line in self._found(None).generators.values():
            generator = found()
            if generator is not None and generator.ag_frame is not None:
                self._unfinished(generator, line)
        source = self.source
        # Somebody may have put another thing in its place, which is for others to notice.
        if isinstance(source, Source) and "set_asyncgen_hooks" in source.names:
            self._look_for_generators(source)

    def _look_for_generators(self, source: Source) -> None:
        """Look at all async generators that there are: who changes the hooks keeps some from being told of."""
        told = {*self._found(None).generators, *(id(each()) for each in self._found(None).others)}
        for each in gc.get_objects():
            if type(each) is types.AsyncGeneratorType and id(each) not in told:
                frame, code = each.ag_frame, each.ag_code
                if frame is None or frame.f_lineno in (None, code.co_firstlineno):
                    continue  # it has ended, or not begun
                if source.wrote(code.co_filename):
                    self._unfinished(each, frame.f_lineno)

    def close_all(self, *, late: bool = True) -> None:
        """Close what the learner left open, so that nothing of it reaches the next run.

        Args:
            late: executors too, which are looked at only after the loop has ended.
        """
        for resource in self._found(None).resources:
            if (
                (late or resource.code not in LATE)
                and self._theirs(resource)
                and resource.is_open()
            ):
                try:
                    resource.close()
                except RuntimeError:  # its loop is closed, and has closed the rest with it
                    continue

    def cancelled_again(self, frames: Iterable[tuple[str, int, str]]) -> None:
        """A task is cancelled that is cleaning up after a cancellation."""
        if self._found(None).body_ended:
            return
        line = self.learners_line(frames)
        if line is not None:
            self._advise(f"line {line} cancels a task that is cleaning up, which cuts that off")

    def look_at_cancelled(self, task: asyncio.Task[Any]) -> None:
        """A task has ended: as somebody wanted it to, if it was to be cancelled?"""
        # Private, since 3.4: asking for it as one should would count as having retrieved it.
        error = getattr(task, "_exception", None)
        if not task.cancelling() or not task.done() or task.cancelled() or error is not None:
            return
        made = self.learners_line(getattr(task, "creation", None))
        code = getattr(task.get_coro(), "cr_code", None)  # a collaborator may be stubborn by design
        if made is not None and code and self.learners_line([(code.co_filename, 1, "")]):
            self._advise(f"the task made at line {made} was cancelled, and ended with a result")

    def _advise(self, text: str) -> None:
        if text not in self.advice:
            self.advice.append(text)

    # -- called when the run is over

    def finish(self, blocked: Iterable[Any] = (), *, collect: bool = True) -> None:
        """Collect garbage and look at what is left: call it with the test's frames gone."""
        if collect:
            gc.collect()
        for loop in self.loops:
            for task in loop.tasks():
                self._look_at_ended(task)
        for resource in self._found(None).resources:
            self._ask(resource)
        for call in blocked:
            line = self.learners_line(call.stack)
            if line is not None:
                self.add("blocking-call", f"`{call.name}` blocks the event loop's thread", line)
        self.put_limit_back()
        if _policy() is not self._policy:
            self.add("policy-changed", "the event loop policy was changed", None)
        for code in COLLECTED:
            self._put_in_order(code)

    def _put_in_order(self, code: str) -> None:
        """Sort the breaches of one kind among themselves, for who is collected first is not promised."""
        found = self._found(None).breaches
        places = [place for place, each in enumerate(found) if each.code == code]
        known = sorted(
            (found[place] for place in places),
            key=lambda each: (self._numbers.get(each, 0), each.line or 0, each.message),
        )
        for place, each in zip(places, known, strict=True):
            found[place] = each

    def _look_at_ended(self, task: asyncio.Task[Any]) -> None:
        if not task.done() or task.cancelled():
            return
        # `_log_traceback` (private, in every CPython from 3.5) is true until somebody looks at the
        # exception; asking through `exception()` would itself count as looking.
        unseen = getattr(task, "_log_traceback", False)
        error = task.exception()
        if isinstance(error, NotImplementedError) and self.from_stub(error):
            self.stub_errors.append(error)
        made = self.learners_line(getattr(task, "creation", None))
        self.look_at_cancelled(task)
        if error is not None and unseen and made is not None:
            self._lost(error, self.line_of_error(error) or made, _tasks.number(task))


_WATCH = codes(Watch)


def _nobody() -> None:
    """Like a weak reference to what is gone."""


def _brief(error: Any) -> str:
    text = str(error) if isinstance(error, BaseException) else repr(error)
    return f"{type(error).__name__}: {text}"[:200] if text else type(error).__name__


def _is_cut(origin: tuple[tuple[str, int, str], ...]) -> bool:
    """Whether nothing but the library is left of where a coroutine was made: decorators, say."""
    files = {filename for filename, *_ in origin}
    return len(origin) >= ORIGIN_DEPTH and all(map(is_library, files))


def _is_of_streams(callback: Any) -> bool:
    return getattr(callback, "__module__", None) == streams.__name__


def _policy() -> Any:
    """The event loop policy that is set, without the deprecation warning of 3.14."""
    return asyncio.events._event_loop_policy  # type: ignore[attr-defined]


def forget_current_loop() -> None:
    """Start from a default policy that has no current loop, as a new process does.

    For synchronous tests: what `asyncio.get_event_loop()` finds must not depend on earlier ones.
    """
    _set_policy(None)
    asyncio.get_event_loop_policy()


def _set_policy(policy: Any) -> None:
    asyncio.events._event_loop_policy = policy  # type: ignore[attr-defined]


_active: list[Watch] = []


def _dispatch_unawaited(original: Callable[[Any], None]) -> Callable[[Any], None]:
    def warn(coroutine: Any) -> None:
        if _active and inspect.iscoroutine(coroutine) and not _active[-1].leaves(coroutine):
            _active[-1].never_awaited(coroutine)
        else:
            original(coroutine)

    return warn


def install() -> None:
    """Route the interpreter's never-awaited warnings to the active watch. Idempotent.

    CPython calls `warnings._warn_unawaited_coroutine` (private, 3.7 to 3.14) for each.
    """
    current = warnings._warn_unawaited_coroutine  # type: ignore[attr-defined]
    _resources.install()
    _blocking.install()
    if not hasattr(current, "__wrapped__"):
        routed = _dispatch_unawaited(current)
        routed.__wrapped__ = current  # type: ignore[attr-defined]
        warnings._warn_unawaited_coroutine = routed  # type: ignore[attr-defined]
