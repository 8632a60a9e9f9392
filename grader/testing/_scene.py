"""A scene: everything that one run of one hidden test works with, fresh each time.

Clock, log, collaborators, the learner's module, the loops and the house rules' watch belong to a
scene. pytest gets its fixtures from it; explored schedules and repeated runs make further scenes
of the same kind with `again()`.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import inspect
import random
import sys
import types
import warnings
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, Self

from . import _watchdog
from ._children import Children
from ._clock import Clock as LoopClock
from ._clock import Mode, scope, virtual_time
from ._compare import Comparison
from ._errors import EndlessError, ForgedError, LivelockError
from ._frames import is_taken_for_ours
from ._hygiene import Breach, Watch, forget_current_loop
from ._keyboard import Keyboard
from ._loop import VirtualTimeLoop
from ._peers import Peers
from ._probes import RECORDING, Instant, Jobs, Log, Starter, is_stranger, watch_recording
from ._source import Source, private_names
from ._tasks import METHODS, PlainTask, Task, every, is_done, kinds
from ._trace import Trace
from ._vault import NAMES, check_callers, codes, fixed, vault
from ._wary import Wary

if TYPE_CHECKING:
    from ._schedules import Schedule

SEED = 1  # of `random`, for each behaviour
OUR_KINDS = kinds()  # of tasks
# What stays the same in a run, of a scene and of a loop.
STOCK: Mapping[str, tuple[str, ...]] = {
    "scene": (
        "setting", "schedule", "steps", "trace", "watch", "clock", "log", "jobs", "start", "_clock",
    ),
    "setting": ("source", "clock", "allowed", "code", "trace"),
    "watch": ("source", "allowed", "_found"),
    "clock": ("_scene",),
    "log": ("wrote", "_clock", "_record"),
    "jobs": ("log", "gauge", "_made"),
    "start": ("_log", "_running", "errors"),
    "_clock": ("mode", "workers", "outside", "_record"),
}  # fmt: skip
"""What a verdict on a run stands on: attributes of the scene, and of its attributes."""
OF_SOURCES = ("path", "text", "tree")
ALONE = ("origin", "decisive", "loops", "used", "_closed", "_selector")  # looked at by themselves
OF_LOOPS = (
    "clock", "task_type", "_kept", "_told", "_is_traced", "_next_task", "_next_timer", "_ready",
)  # fmt: skip
PATIENCE = 3600.0  # loop seconds that cancelled left-overs get for their clean-up

Body = Callable[..., Awaitable[None]]


class HygieneError(AssertionError):
    """The test's own statements hold, but a house rule was broken."""

    def __init__(self, breaches: tuple[Breach, ...]) -> None:
        super().__init__("\n".join(f"{breach.code}: {breach.message}" for breach in breaches))
        self.breaches = breaches


class NotDeterministicError(Exception):
    """The same run came to something else when it was repeated: our fault, not the learner's."""


class CutShortError(AssertionError):
    """The test's body was ended from outside, so its statements were never checked."""


class Clock:
    """The test's view of the scene's clock; seconds count from the start of the test."""

    _scene = fixed()  # which leads to all that a verdict stands on

    def __init__(self, scene: Scene) -> None:
        self._scene = vault(self, scene, _CLOCK)

    @property
    def now(self) -> Instant:
        """Seconds since the test's start, rounded to the nanosecond."""
        scene = self._scene(None)
        return Instant(round(scene.time() - scene.origin, 9))

    async def until(self, when: float) -> None:
        """Sleep until `when` seconds after the test's start."""
        scene = self._scene(None)
        await asyncio.sleep(max(0.0, round(scene.origin + when - scene.time(), 9)))

    async def settle(self) -> None:
        """Let everything run that is ready at this instant; time does not move.

        Who has come to rest is no busy loop: what follows has its own processor time.
        """
        await _loop().idle()
        _watchdog.feed()

    async def advance(self, seconds: float) -> None:
        """With the manual clock: move it, firing each timer at its time."""
        await _loop().clock.advance(seconds)


_CLOCK = codes(Clock)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What all runs of one behaviour have in common.

    Attributes:
        source: the learner's file; None when the toolkit is used on its own.
        clock: "virtual", "manual" or "real".
        allowed: failure codes of the house rules that don't count here.
        code: what a wrong value means here ("lost-update"); empty: nothing special.
        trace: whether every run is traced.
    """

    source: Source | None = None
    clock: Mode = "virtual"
    allowed: frozenset[str] = frozenset()
    code: str = ""
    trace: bool = False


class Repeat(Protocol):
    """Makes one more run, the decisive one from then on; what is wrong with it, or None."""

    def __call__(self, *, traced: bool) -> BaseException | None: ...


class Steps(Protocol):
    """Is told of each step of a task, and if the run fails."""

    def step_begins(self, task: asyncio.Task[Any], /) -> None: ...
    def step_ended(self, task: asyncio.Task[Any], /) -> None: ...
    def run_failed(self, loop: asyncio.AbstractEventLoop, /) -> None: ...


class _Record:
    """What a scene's vault keeps.

    Attributes:
        origin: when the test began.
        completed: whether its body ran to its end.
        meddled: what somebody else had changed by then.
        stock: what a verdict on the run stands on: a thing, an attribute, and its value at first.
        spinning: what told that tasks which the body left behind never came to rest.
    """

    def __init__(self) -> None:
        self.origin = 0.0
        self.completed = False
        self.meddled = ""
        self.stock: list[tuple[Any, str, Any]] = []
        self.spinning: BaseException | None = None


class Scene:
    """One run. Enter it before the loop is made; leave it when the test's fixtures are gone."""

    FIXTURES = (
        "exercise",
        "clock",
        "log",
        "jobs",
        "start",
        "trace",
        "peers",
        "children",
        "keyboard",
    )  # what a test may ask for by argument name
    _record = fixed()

    def __init__(
        self,
        setting: Setting,
        *,
        schedule: Schedule | None = None,
        steps: Steps | None = None,
        traced: bool = False,
    ) -> None:
        self.setting = setting
        check_callers(self._may_be_changed())
        watch_recording(setting.source is None or _records(setting.source))
        # Not the source's own method: it would lead to the source, and collaborators keep it.
        wrote = None if setting.source is None else str(setting.source.path).__eq__
        self.schedule = schedule
        self.steps = steps
        self.trace: Trace | None = None
        if traced or setting.trace:
            self.trace = Trace(wrote)
            self.trace.also = steps
        self.watch = Watch(setting.source, setting.allowed)
        self.clock = Clock(self)
        self.log = Log(self.clock, wrote)
        self.jobs = Jobs(self.log)
        self.start = Starter(self.log)
        self.error: BaseException | None = None  # what ended the test's body, if anything did
        self.comparison: Comparison | None = None  # the last `same` that said no
        self.compared: tuple[str, object, object] | None = (
            None  # operands of an `assert a == b` that failed
        )
        self.origin = 0.0
        self.decisive: Scene = self  # the run that the finding is about: one of several, perhaps
        self.remark = ""  # to the finding: in how many runs, for example
        self.repeat: Repeat | None = None  # runs the decisive run once more
        self.line: int | None = None  # where it happened, if the finding can't tell
        self.advice: tuple[str, ...] = ()  # more of the finding's advice
        self.collect = True  # whether to collect garbage after the run
        self._exits = contextlib.ExitStack()
        self._record = vault(self, _Record(), _SCENE)

    def again(
        self,
        *,
        schedule: Schedule | None = None,
        steps: Steps | None = None,
        traced: bool = False,
    ) -> Scene:
        """A fresh scene for another run of the same behaviour."""
        return Scene(self.setting, schedule=schedule, steps=steps, traced=traced)

    def __enter__(self) -> Self:
        self._ask()
        _watchdog.feed()  # each run has its own processor time
        self._clock = self._exits.enter_context(
            virtual_time(self.new_loop, clock=self.setting.clock)
        )
        self._exits.enter_context(self.watch)
        if self.trace is not None:
            self._exits.enter_context(self.trace.watching())
        self.origin = self._record(None).origin = self._clock.now
        self._take_stock()
        self._exits.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore")  # the learner's warnings are not ours to judge
        random.seed(SEED)
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._exits.close()

    def note(self, comparison: Comparison) -> None:
        """Remember what `same` found."""
        self.comparison = comparison

    def learner_raised(self, error: BaseException | None) -> bool:
        """Whether the traceback of `error` passes through the learner's file, or that is no Python."""
        source = self.setting.source
        broken = error is not None and source is not None and not source.compiles
        return broken or self.watch.line_of_error(error) is not None

    def time(self) -> float:
        """Absolute loop time."""
        return self._clock.reading()

    def _was_reordered(self) -> None:
        record = self._record(None)
        record.meddled = record.meddled or "the order of events"

    def _is_wary(self) -> bool:
        """Whether the learner's code may get at what a loop keeps to itself."""
        return self.setting.source is not None and self.setting.source.delves

    def _hides_methods(self) -> bool:
        """Whether the learner's code may set an attribute that is called as a method of tasks."""
        source = self.setting.source
        return source is not None and (
            source.delves or not METHODS.isdisjoint(source.syntax.assigned)
        )

    def is_exact(self) -> bool:
        """Whether nobody but the code under test has had a part in this run."""
        return self._clock.exact and not self._clock.outside.anybody

    def new_loop(self) -> VirtualTimeLoop:
        """A loop on this scene's clock; the factory behind `asyncio.run` meanwhile."""
        told: Any = self.trace or self.steps
        if told is None and self._is_wary():
            told = Wary(self._was_reordered)
        loop = VirtualTimeLoop(clock=self.setting.clock, schedule=self.schedule, trace=told)
        if loop.task_type is Task and self._hides_methods():
            loop.task_type = PlainTask
        self.watch.follow(loop)
        if self._may_be_changed():
            self._record(None).stock.extend((loop, name, getattr(loop, name)) for name in OF_LOOPS)
        return loop

    @functools.cached_property
    def exercise(self) -> types.ModuleType:
        """The learner's module, loaded for this scene alone."""
        if self.setting.source is None:
            raise RuntimeError("no exercise belongs to this test")
        return self.setting.source.load()

    @functools.cached_property
    def peers(self) -> Peers:
        """The other ends of connections."""
        return Peers()

    @functools.cached_property
    def children(self) -> Children:
        """Programs for child processes."""
        return Children(self.peers)

    @functools.cached_property
    def keyboard(self) -> Keyboard:
        """Somebody who types."""
        return Keyboard()

    # -- running the body

    def guard(self, body: Callable[..., Any]) -> Callable[..., Any]:
        """Wrap a test function: note whether it ran to its end, and look at what it left behind."""
        self._ask()
        if inspect.iscoroutinefunction(body):

            @functools.wraps(body)
            async def guarded(**arguments: Any) -> None:
                self._begin()
                try:
                    await body(**arguments)
                    self._complete()
                finally:
                    await self._wind_down()
        else:

            @functools.wraps(body)
            def guarded(**arguments: Any) -> None:
                forget_current_loop()
                self._begin()
                try:
                    body(**arguments)
                    self._complete()
                finally:
                    self.jobs.let_go()

        return guarded

    def _ask(self) -> None:
        """Note it if the caller's caller is a stranger, who has no business to call that."""
        source = self.setting.source
        if (
            source is not None
            and self._may_be_changed()
            and is_stranger(sys._getframe(2).f_code, source.wrote)
        ):
            self._record(None).meddled = "the run"

    def _begin(self) -> None:
        self._ask()
        self.origin = self._record(None).origin = self.time()
        if self.trace is not None:
            self.trace.begin(self.origin)
        self.watch.begin()

    def _complete(self) -> None:
        """The body has run to its end: has somebody had a hand in what it looked at?

        At once, for what still runs could put it back.
        """
        self._ask()
        record = self._record(None)
        record.completed = True
        record.meddled = record.meddled or self._forged()

    def kept(self) -> object:
        """What its record is kept in: always the same, or somebody has exchanged it."""
        return self._record

    @property
    def completed(self) -> bool:
        """Whether the body ran to its end."""
        return bool(self._record(None).completed)

    async def _wind_down(self) -> None:
        """Let the loop come to rest at this instant, note what still runs, and end it quietly."""
        if self.trace is not None:
            self.trace.close()
        self.jobs.let_go()
        self.log.close()  # or a failed test's log would go on to tell of what we cancel here
        loop, this = _loop(), asyncio.current_task()
        # From here on, tasks are our own. Who made them until now may end them when it is let go.
        factory = loop.get_task_factory()
        loop.set_task_factory(None)
        await loop.idle()
        # The loop's own list, too: asyncio forgets tasks when it is told to. No set: classes of tasks
        # may say that one is another.
        tasks = [*asyncio.all_tasks(), *loop.tasks()]
        if self.collect and (self._is_wary() or kinds() - OUR_KINDS):
            tasks += every(loop)
        known = {id(task): task for task in tasks}
        left = [task for task in known.values() if task is not this and not is_done(task)]
        if self.completed:
            self.watch.tasks_left(left, self.origin)
            self.watch.left_open()
        del factory
        self.watch.close_all(late=False)
        self._end_probes()
        self.watch.end_of_body()
        for _ in range(3):
            left = [task for task in left if not is_done(task)]
            if not left:
                break
            for task in left:
                task.cancel()
            if self.setting.clock == "manual":
                await loop.idle()
            else:
                await asyncio.wait(left, timeout=PATIENCE)
        # Who swallows all of that would go on swallowing, even its own destruction.
        loop.drop(task for task in left if not is_done(task))

    def _end_probes(self) -> None:
        """Let go of the other ends: of connections, of children's gates, of the keyboard."""
        made = vars(self)  # only those that the test has asked for
        if "peers" in made:
            self.peers.close()
        if "keyboard" in made:
            self.keyboard.end()

    def check(self, error: BaseException | None) -> BaseException | None:
        """What the run comes to, once loop and frames are gone: None if nothing is wrong.

        Args:
            error: what came out of the guarded body.
        """
        if self._spins_on(error):
            error = None
        self.watch.finish(self._clock.blocked, collect=self.collect)
        if error is None and "peers" in vars(self):
            error = self.peers.failure
        if error is None and (name := self._record(None).meddled or self.tampered()):
            error = ForgedError(f"somebody else has changed {name}")
        if error is None and not self.completed:
            error = CutShortError("the test was ended before its last statement")
        if error is None and self.watch.breaches:
            error = HygieneError(tuple(self.watch.breaches))
        if error is None:  # else it is known what spins
            error = self._record(None).spinning
        self.error = error
        return error

    def tampered(self) -> str:
        """What somebody else has changed of that which verdicts on this run stand on; '' if nothing."""
        if not isinstance(self.decisive, Scene):
            return "what the finding is about"
        if not self._may_be_changed():
            return ""
        parts = (
            self, self.decisive, self.watch, self.log, self.clock, self.jobs, self.start,
            self.setting.source,
        )  # fmt: skip
        for part in (*parts, *self.watch.loops):
            kind: Any = type(part)
            if hidden := _methods(kind).intersection(getattr(part, "__dict__", ())):
                return f"{kind.__name__}.{min(hidden)}"
        return self._exchanged()

    def _may_be_changed(self) -> bool:
        """Whether what the run stands on is within the reach of the learner's file.

        For most files it isn't. They are spared comparisons that would cost more than their tests.
        """
        source = self.setting.source
        return source is not None and _reaches(source)

    def _exchanged(self) -> str:
        record = self._record(None)
        for thing, name, value in record.stock:
            if getattr(thing, name, None) is not value:
                return f"{type(thing).__name__}.{name}"
        if any(loop.was_broken() for loop in self.watch.loops):
            return "the loop"
        if not self.watch.is_active():
            return "who watches"
        if self.setting.clock != "real" and scope.clock is not self._clock:
            return "which clock is followed"
        if self.setting.source is not None and is_taken_for_ours(str(self.setting.source.path)):
            return "whose code it is"
        if self.setting.clock == "virtual":
            if self.origin != record.origin:
                return "the start of the test"
            if self._clock.was_set():
                return "the clock"
        return ""

    def _forged(self) -> str:
        """What somebody else has put into the records of the test's collaborators, or has exchanged."""
        if self.log.is_closed() or not self.log.genuine():
            return "the test's log"
        if not self.jobs.genuine():
            return "what a collaborator has recorded"
        return self._exchanged() if self._may_be_changed() else ""

    def _take_stock(self) -> None:
        if not self._may_be_changed():
            return
        for part, names in STOCK.items():
            thing = self if part == "scene" else getattr(self, part)
            self._record(None).stock.extend((thing, name, getattr(thing, name)) for name in names)
        source = self.setting.source
        self._record(None).stock.extend(
            (source, name, getattr(source, name)) for name in OF_SOURCES
        )

    def _spins_on(self, error: BaseException | None) -> bool:
        """Whether the body was content, and only tasks that it left behind never came to rest."""
        if not self.completed or not isinstance(error, LivelockError | EndlessError):
            return False
        for loop in self.watch.loops:
            if not loop.is_closed():
                self.watch.tasks_left(asyncio.all_tasks(loop), self.origin)
        if not self.watch.breaches:
            return False
        self._record(None).spinning = error
        return True

    def run(self, body: Callable[..., Any], arguments: Mapping[str, Any]) -> BaseException | None:
        """Run a test to its end, on a loop of this scene if it is async, and check it.

        Args:
            body: the test function.
            arguments: those that are no fixtures of a scene.

        Returns:
            What is wrong: the test's own exception, or a broken house rule. None if nothing is.
        """
        self._ask()
        wanted = parameters(body)
        given = {name: getattr(self, name) for name in self.FIXTURES if name in wanted}
        guarded, kept = self.guard(body), self._record
        error: BaseException | None = None
        loop = self.new_loop() if inspect.iscoroutinefunction(body) else None
        try:
            if loop is None:
                guarded(**given, **arguments)
            else:
                loop.run_until_complete(guarded(**given, **arguments))
        except KeyboardInterrupt:
            raise
        except BaseException as caught:  # noqa: BLE001 - it is the verdict
            error = None if self._spins_on(caught) else caught
        finally:
            self.watch.put_limit_back()
            if loop is not None:
                loop.finish()
        if self._record is not kept:
            return ForgedError("somebody else has changed what is known of the run")
        return self.check(error)


_SCENE = codes(Scene)


@functools.lru_cache(maxsize=64)
def parameters(body: Callable[..., Any]) -> frozenset[str]:
    """The names of a test function's parameters."""
    return frozenset(inspect.signature(body).parameters)


@functools.lru_cache(maxsize=64)
def _methods(owner: type) -> frozenset[str]:
    """The names of a class's functions, which an attribute of an instance would hide."""
    members = ((name, value) for each in owner.__mro__ for name, value in vars(each).items())
    return frozenset(name for name, value in members if isinstance(value, types.FunctionType))


@functools.lru_cache(maxsize=64)
def _reaches(source: Source) -> bool:
    """Whether a file names what keeps records, sets attributes called as ours, or may get at any."""
    return source.delves or not (
        source.names.isdisjoint(NAMES) and source.syntax.assigned.isdisjoint(_ours())
    )


@functools.lru_cache(maxsize=64)
def _records(source: Source) -> bool:
    """Whether a file may get at what collaborators record."""
    return _reaches(source) or not source.names.isdisjoint(RECORDING)


def get_ready() -> None:
    """Work out what is the same for all scenes: for a process that forks others, which then need not."""
    private_names()
    _ours()


@functools.cache
def _ours() -> frozenset[str]:
    """The names of the attributes that a verdict on a run stands on."""
    kinds = (Scene, Watch, Log, Clock, Jobs, Starter, VirtualTimeLoop, LoopClock)
    hiding = (_methods(kind) for kind in kinds)
    return frozenset(OF_LOOPS + OF_SOURCES + ALONE).union(
        *STOCK.values(), *hiding, LoopClock.__slots__
    )


def _loop() -> VirtualTimeLoop:
    loop = asyncio.get_running_loop()
    assert isinstance(loop, VirtualTimeLoop)
    return loop


def forget_failure() -> None:
    """Drop what the interpreter remembers of the last failure, for its frames keep objects alive."""
    for name in ("last_exc", "last_type", "last_value", "last_traceback"):
        if hasattr(sys, name):
            delattr(sys, name)
