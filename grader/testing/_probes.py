"""Collaborators that a hidden test hands to the learner's code, and what they saw.

Everything that happens is written into one log, a line an event: a name, what happened, and the
loop time since the test's start: `"a started 0"`, `"a returned 2"`, `"a raised OSError 1"`,
`"a cancelled 1"`.
"""

from __future__ import annotations

import asyncio
import builtins
import inspect
import os
import sys
import weakref
from collections.abc import Awaitable, Callable, Coroutine, MutableMapping
from types import CodeType
from typing import Any, Protocol, cast

from ._compare import agree, render
from ._frames import Frame, Stack, stack_of
from ._vault import codes, fixed, identity, vault


class Instant(float):
    """Seconds of loop time since the test's start. A float that failure messages call a time."""

    __slots__ = ()

    def __repr__(self) -> str:
        return format(float(self), ".10g")

    __str__ = __repr__


class HasTime(Protocol):
    """What the log needs of a clock."""

    @property
    def now(self) -> Instant: ...


HERE = os.path.dirname(os.path.abspath(__file__)) + os.sep
LIBRARY = os.path.dirname(os.__file__) + os.sep
INSTALLED = (LIBRARY + "site-packages" + os.sep, LIBRARY + "dist-packages" + os.sep)


Wrote = Callable[[str], bool]
"""Whether a file is the learner's, whose code has no business with what was recorded."""


RECORDING = frozenset({"add", "calls", "enter", "gauge", "leave", "note"})
"""Names without which nobody records anything, nor gets from a job to its records."""

_wary = [True]


def watch_recording(on: bool) -> None:  # noqa: FBT001 - it says what
    """Whether collaborators that are made from now on look at who records.

    Each look is two audit events, which are dear where learner code is guarded; it may be left out
    where that has none of the names above, and no other way to an attribute.
    """
    _wary[0] = on


def is_stranger(code: CodeType, wrote: Wrote | None) -> bool:
    """Whether code is the learner's, a text's, the loop's or the library's, which call what they are given."""
    file = code.co_filename
    if file[:1] == "<" or (wrote is not None and wrote(file)):
        return True
    if code.co_name in ("_run_once", "_run_in_debug_mode"):
        return file.startswith(HERE)
    return file.startswith(LIBRARY) and not file.startswith(INSTALLED)


_KNOWN = {
    name: kind
    for module in (asyncio, builtins)
    for name, kind in vars(module).items()
    if isinstance(kind, type) and issubclass(kind, BaseException)
}
_name_of, _mro_of, _module_of = (
    type.__dict__[name].__get__ for name in ("__name__", "__mro__", "__module__")
)


def _kind(error: BaseException) -> str:
    """The name of an exception's class; of one that is called as Python's is, and isn't that, its module, too."""
    kind = type(error)
    name = str.__str__(_name_of(kind))
    known = _KNOWN.get(name)
    if known is None or any(each is known for each in _mro_of(kind)):
        return name
    module = _module_of(kind)
    return f"{module if type(module) is str else '?'}.{name}"


class Log(list[str]):
    """The lines of what happened, in order; compares with `==` to a list of strings.

    Args:
        clock: for the time of each line.
        wrote: whether a file is the learner's, whose code has no business here.
    """

    _clock, _record, _looks = fixed(), fixed(), fixed()

    def __init__(self, clock: HasTime, wrote: Wrote | None = None) -> None:
        super().__init__()
        self._clock = clock
        self._looks = _wary[0]
        self.wrote = wrote
        self._closed = False
        self._record = vault(self, (0, False), _LOG, _sealed)

    def add(self, name: str, what: str) -> None:
        """Append `"{name} {what} {time}"`.

        Call it from the test or a collaborator, in a `lambda` if the call is asyncio's to make.
        """
        if not self._closed:
            line = f"{name} {what} {self._clock.now}"
            strange = self._looks and is_stranger(sys._getframe(1).f_code, self.wrote)
            # First, for it may be one call too deep; an appended line is always recorded then.
            self._record((line, strange))
            self.append(line)

    def genuine(self) -> bool:
        """Whether it holds the lines that were added, and nobody else has added any."""
        seal, forged = self._record(None)
        found = 0
        for line in list.__iter__(self):
            found = hash((found, line))
        return not forged and found == seal

    def close(self) -> None:
        """The test's body has ended: what happens to its left-overs is not a part of the story."""
        self._closed = True

    def is_closed(self) -> bool:
        """Whether what happens is no longer written down."""
        return self._closed

    def of(self, name: str) -> list[str]:
        """Only the lines of `name`."""
        return [line for line in self if line.startswith(name + " ")]

    def times(self, what: str) -> list[float]:
        """When each event called `what` ("started", say) happened, in order of the log."""
        return [float(line.split()[-1]) for line in self if line.split()[-2] == what]


_LOG = codes(Log)


def _sealed(record: tuple[int, bool], news: tuple[str, bool]) -> tuple[int, bool]:
    """The seal with one more line, and whether a stranger has ever added any."""
    (seal, forged), (line, by_stranger) = record, news
    return hash((seal, line)), forged or by_stranger


class Gauge:
    """How many calls run at once.

    Args:
        wrote: whether a file is the learner's, whose code has no business here.
    """

    _count, _looks = fixed(), fixed()

    def __init__(self, wrote: Wrote | None = None) -> None:
        self._looks = _wary[0]  # first, for it refuses to be set again
        self._wrote = wrote
        self._count = vault(self, (0, 0, False), _GAUGE, _counted)

    @property
    def running(self) -> int:
        """Calls under way now."""
        running: int = self._count(None)[0]
        return running

    @property
    def peak(self) -> int:
        """Calls under way at once, at most."""
        peak: int = self._count(None)[1]
        return peak

    def enter(self) -> None:
        """One more."""
        self._count((1, self._looks and self._is_forging(sys._getframe(1).f_code)))

    def leave(self) -> None:
        """One fewer."""
        self._count((-1, self._looks and self._is_forging(sys._getframe(1).f_code)))

    def _is_forging(self, code: CodeType) -> bool:
        return code is not _JOB and is_stranger(code, self._wrote)

    def genuine(self) -> bool:
        """Whether nobody else has said that a call begins or ends."""
        return not self._count(None)[2]


_GAUGE = codes(Gauge)


def _counted(count: tuple[int, int, bool], news: tuple[int, bool]) -> tuple[int, int, bool]:
    """Calls under way, at most, and whether a stranger has ever changed that."""
    running = count[0] + news[0]
    return running, max(count[1], running), count[2] or news[1]


class Calls(list[tuple[Any, ...]]):
    """The positional arguments of each call of a job so far.

    Compares as a list, by what `same` goes by: the arguments, which may be the learner's, aren't asked.
    """

    _record, _looks = fixed(), fixed()

    def __init__(self) -> None:
        super().__init__()
        self._looks = _wary[0]
        self._record = vault(self, list[object](), _CALLS, _with_one_more)

    def __eq__(self, other: object) -> bool:
        return agree(self, other)

    __hash__ = None

    def __ne__(self, other: object) -> bool:
        return not agree(self, other)

    def note(self, args: tuple[Any, ...]) -> None:
        """One more call; a job's to say."""
        strange = self._looks and sys._getframe(1).f_code is not _JOB
        self._record(NOBODY if strange else identity(args))
        self.append(args)

    def genuine(self) -> bool:
        """Whether it holds what the job has noted."""
        return bool(list(map(identity, list.__iter__(self))) == self._record(None))


_CALLS = codes(Calls)


NOBODY = object()


def _with_one_more(record: list[object], arguments: object) -> list[object]:
    """Of the arguments only their identity: who held them would keep a coroutine from being missed."""
    record.append(arguments)
    return record


class Job(Protocol):
    """A coroutine function made by `Jobs.make`."""

    calls: Calls  # the positional arguments of each call so far
    gauge: Gauge  # calls of this job that run now, and at most at once

    def __call__(self, *args: Any, **kwargs: Any) -> Coroutine[Any, Any, Any]: ...


class _Made:
    """What the vault of `Jobs` keeps.

    Attributes:
        jobs: all that were made, weakly, and what each consists of.
        held: those that have to be there still when the test's body, which has made them, has ended.
    """

    __slots__ = ("held", "jobs")

    def __init__(self) -> None:
        self.jobs: list[tuple[weakref.ref[Any], list[int]]] = []
        self.held: list[Any] = []


class Jobs:
    """Makes jobs: coroutine functions with a name, a duration and an ending, that log their life.

    Attributes:
        log: the test's log.
        gauge: how many calls of all jobs run now, and ran at most at once.
    """

    _made, _looks = fixed(), fixed()

    def __init__(self, log: Log) -> None:
        self.log = log
        self._looks = _wary[0]
        self.gauge = Gauge(log.wrote)
        self._made = vault(self, _Made(), _JOBS)

    @property
    def running(self) -> int:
        """Calls under way now."""
        return self.gauge.running

    @property
    def peak(self) -> int:
        """Calls under way at once, at most."""
        return self.gauge.peak

    def make(
        self,
        name: str,
        takes: float | None = 0,
        returns: Any = None,
        *,
        raises: BaseException | type[BaseException] | None = None,
        cleanup: float = 0,
        stubborn: int = 0,
    ) -> Job:
        """Make a coroutine function that takes any arguments.

        Args:
            name: how its lines in the log begin; a call logs "started" and how it ended.
            takes: seconds it sleeps; 0 still lets others run once, None does not suspend at all.
            returns: its result, or a plain function or method of the call's arguments that makes it.
            raises: the exception to end with instead.
            cleanup: seconds of clean-up after a cancellation, before "cancelled" is logged. A
                second cancellation meanwhile cuts the clean-up short and logs "interrupted".
            stubborn: how many cancellations a call ignores (logged as "ignored") before it gives
                in to the next one.
        """
        gauge, total, log, calls = Gauge(self.log.wrote), self.gauge, self.log, Calls()

        async def pause() -> None:
            if takes is None:
                return
            loop, patience = asyncio.get_running_loop(), stubborn
            end = loop.time() + takes
            while True:
                try:
                    await asyncio.sleep(max(0, end - loop.time()))
                except asyncio.CancelledError:
                    if not patience:
                        raise
                    patience -= 1
                    log.add(name, "ignored")
                else:
                    return

        async def job(*args: Any, **kwargs: Any) -> Any:
            calls.note(args)
            log.add(name, "started")
            gauge.enter()
            total.enter()
            try:
                await pause()
                if raises is not None:
                    raise raises
                result = returns(*args, **kwargs) if inspect.isroutine(returns) else returns
            except asyncio.CancelledError:
                await clean_up()
                raise
            except BaseException as error:
                log.add(name, f"raised {_kind(error)}")
                raise
            else:
                log.add(name, "returned")
                return result
            finally:
                gauge.leave()
                total.leave()

        async def clean_up() -> None:
            try:
                if cleanup:
                    await asyncio.sleep(cleanup)
            except asyncio.CancelledError:
                log.add(name, "interrupted")
                raise
            log.add(name, "cancelled")

        job.__name__ = job.__qualname__ = name
        made = cast(Job, job)
        made.calls, made.gauge = calls, gauge
        self._remember(made)
        return made

    def _remember(self, job: Job) -> None:
        made = self._made(None)
        made.jobs.append((weakref.ref(job), _parts(job) if self._looks else []))
        if self._looks:
            made.held.append(job)

    def let_go(self) -> None:
        """Keep none alive any more: the test's body has ended, and they have been looked at."""
        self._made(None).held.clear()

    def genuine(self) -> bool:
        """Whether all jobs are as they were made, and only they have recorded what they did."""
        return self.gauge.genuine() and all(
            (job := made()) is None
            or (
                (not self._looks or _parts(job) == parts)
                and job.calls.genuine()
                and job.gauge.genuine()
            )
            for made, parts in self._made(None).jobs
        )


_JOBS = codes(Jobs)
_JOB: CodeType = next(
    each for each in Jobs.make.__code__.co_consts if getattr(each, "co_name", "") == "job"
)


_INNER = [_JOB.co_freevars.index(name) for name in ("pause", "clean_up")]


def _parts(job: Any) -> list[int]:
    """What a job consists of, by identity: who held it here would keep it from being missed."""
    held = [cell.cell_contents for cell in job.__closure__]
    for index in _INNER:
        held += [cell.cell_contents for cell in getattr(held[index], "__closure__", None) or ()]
    return [
        *map(identity, held),
        *(identity(job.__dict__.get(name)) for name in ("calls", "gauge")),
    ]


class _Stored:
    """What a store's vault keeps."""

    def __init__(self, value: Any, takes: float) -> None:
        self.value = value
        self.takes = takes
        self.reads = 0
        self.writes = 0
        self.overwritten: set[int] = set()  # writes, by number, that an outdated one undid
        self.undoing: list[Stack] = []  # where those outdated ones were made
        # What each task has read last, as the number of writes before it. Weakly: a task that is
        # kept alive can't tell of a lost exception.
        self.seen: MutableMapping[Any, int] = weakref.WeakKeyDictionary()


class Store:
    """A value that is read and written with a suspension in between: the place where races show.

    `read` returns the value of the moment it began; `write` takes effect when it ends. Both take
    `takes` seconds (0: they let others run once).

    Its state can't be set but by `write`.
    """

    _state = fixed()

    def __init__(self, value: Any = 0, *, takes: float = 0) -> None:
        self._state = vault(self, _Stored(value, takes), _STORE)

    @property
    def value(self) -> Any:
        """What is stored now."""
        return self._state(None).value

    @property
    def reads(self) -> int:
        """How many reads have ended."""
        reads: int = self._state(None).reads
        return reads

    @property
    def writes(self) -> int:
        """How many writes have ended."""
        writes: int = self._state(None).writes
        return writes

    @property
    def lost(self) -> int:
        """How many writes were undone by one that was based on an earlier value."""
        return len(self._state(None).overwritten)

    @property
    def undoing(self) -> tuple[Frame, ...]:
        """Where the writes were made that undid others, in their order: each from the inside outwards."""
        return tuple(frame for stack in self._state(None).undoing for frame in stack.frames())

    async def read(self) -> Any:
        """The value as it was when the call began."""
        state = self._state(None)
        value, seen = state.value, state.writes
        await asyncio.sleep(state.takes)
        state.reads += 1
        state.seen[asyncio.current_task()] = seen
        return value

    async def write(self, value: Any) -> None:
        """Store `value` at the end of the call; a cancelled write changes nothing."""
        state = self._state(None)
        await asyncio.sleep(state.takes)
        seen = state.seen.pop(asyncio.current_task(), state.writes)
        if seen < state.writes:
            state.overwritten.update(range(seen, state.writes))
            state.undoing.append(stack_of(sys._getframe(1)))
        state.value = value
        state.writes += 1


_STORE = codes(Store)


class Starter:
    """`start(name, awaitable)`: run a call of the learner's code as a task of the test.

    Attributes:
        errors: what calls of code that isn't written yet ended with.
    """

    def __init__(self, log: Log) -> None:
        self._log = log
        self._running: set[asyncio.Task[Any]] = set()  # or the collector might take one that waits
        self.errors: list[BaseException] = []

    def __call__(self, name: str, awaitable: Awaitable[Any]) -> asyncio.Task[Any]:
        """Start `awaitable` as a task called `name`, and log how it ends.

        The lines are "returned", "raised X" or "cancelled". An exception counts as retrieved, so
        a test may leave the task alone, or look at it with `asyncio.wait([task])`.

        Raises:
            TypeError: `awaitable` cannot be awaited; a learner's plain function, most likely.
        """
        if not inspect.isawaitable(awaitable):
            raise TypeError(f"`{name}` is to be awaited, but the call gave {render(awaitable)}")
        begun = False

        async def call() -> Any:
            nonlocal begun
            begun = True
            try:
                result = await awaitable
            except asyncio.CancelledError:
                self._log.add(name, "cancelled")
                raise
            except BaseException as error:
                self._log.add(name, f"raised {_kind(error)}")
                raise
            self._log.add(name, "returned")
            return result

        def ended(task: asyncio.Task[Any]) -> None:
            self._running.discard(task)
            if not begun:  # cancelled before its first step: nobody else can tell
                if inspect.iscoroutine(awaitable):
                    awaitable.close()
                self._log.add(name, "cancelled")
            error = None if task.cancelled() else task.exception()
            if (
                type(error) is NotImplementedError
            ):  # others are not kept: their frames would live on
                self.errors.append(error)

        task = asyncio.get_running_loop().create_task(call(), name=name)
        self._running.add(task)
        task.add_done_callback(ended)
        return task
