"""`every_order`: a hidden test that must hold in many orders of events."""

from __future__ import annotations

import functools
import gc
import inspect
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ._errors import UnexploredError
from ._explore import Effort, hunt
from ._muted import Kept, muted
from ._scene import Body, NotDeterministicError, Scene, Steps
from ._schedules import Holds, Schedule, parse
from ._watchdog import OutOfTimeError

if TYPE_CHECKING:
    from ._queues import Hold
    from ._source import Source

BUDGET = 15_000
"""Steps for one test: of a few tasks that is some hundred orders, in about a tenth of a second."""

SHARED = 45_000
"""Steps for all exploring tests of a module together, in equal shares: less than a second."""

LEAST = 40
"""Orders that are tried whatever they cost; tests that share a budget try about as many."""

COLLECT = 4
"""Runs after which what they have left is collected: as long as it is in the processor's cache, that
takes a quarter of the time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exploration:
    """What the plugin hands to a test that runs many times.

    Attributes:
        scene: the test's own scene; each run gets one like it.
        token: the only schedule to run; None: search.
    """

    scene: Scene
    token: str | None = None


def every_order(body: Body) -> Callable[..., None]:
    """Run an async test under many orders of events; it must hold in each.

    A decorator. The test may ask for the toolkit's fixtures, fresh in each run, and for
    parametrized values. The error of the first order that breaks the test comes out. Write
    invariants only, things that hold whatever task is slow: never the order itself.
    """

    @functools.wraps(body)
    def explored(_exploration: Exploration, **arguments: Any) -> None:
        error = _search(_exploration, body, arguments)
        if error is not None:
            raise error

    test = as_sync_test("every_order", explored, body)
    test.explores = True  # type: ignore[attr-defined]
    return test


def _effort(body: Body) -> Effort:
    """How far to search, in the company of the module's other tests, whichever of them are run."""
    module = getattr(inspect.unwrap(body), "__globals__", {})
    tests = sum(getattr(one, "explores", False) is True for one in module.values())
    return Effort(budget=min(BUDGET, SHARED // max(tests, 1)), least=LEAST)


def as_sync_test(
    decorator: str, test: Callable[..., None], body: Body, provided: Collection[str] = ()
) -> Callable[..., None]:
    """Let pytest see `test` as a plain function that takes what neither scene nor we provide."""
    if not inspect.iscoroutinefunction(body):
        name = getattr(body, "__qualname__", repr(body))
        raise TypeError(f"`{decorator}` is for an `async def` test, and `{name}` is none")
    given = [
        parameter
        for name, parameter in inspect.signature(body).parameters.items()
        if name not in Scene.FIXTURES and name not in provided
    ]
    internal = inspect.Parameter("_exploration", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    test.__signature__ = inspect.Signature([internal, *given])  # type: ignore[attr-defined]
    test.parametrized = tuple(parameter.name for parameter in given)  # type: ignore[attr-defined]
    return test


def _search(
    exploration: Exploration, body: Body, arguments: Mapping[str, Any]
) -> BaseException | None:
    """Run the body under one schedule after the other; what the first bad one comes to."""
    outer = exploration.scene
    runs, printed = 0, Kept()

    def attempt(schedule: Schedule) -> BaseException | None:
        nonlocal runs
        runs += 1
        outer.decisive = outer  # the last run is litter now
        tidy_up()
        with muted(printed if runs == 1 else None):
            return run_again(outer, body, arguments, schedule, collect=runs == 1)

    if exploration.token is not None and (only := parse(exploration.token)) is not None:
        return run_again(outer, body, arguments, only)
    with no_collector() as tidy_up:
        try:
            report = hunt(attempt, _effort(body))
        except UnexploredError as too_few:
            return too_few

    def repeat(*, traced: bool) -> BaseException | None:
        return run_again(outer, body, arguments, parse(report.shrunk or ""), traced=traced)

    if report.shrunk is None:
        outer.decisive = outer
        if outer.setting.trace:  # somebody wants to see a run
            with muted():
                run_again(outer, body, arguments, Holds())
        printed.show()
        return None
    if report.tried == 1 or isinstance(report.error, OutOfTimeError):
        outer.repeat = repeat
        printed.show()
        return report.error

    # Once more, with everything: the finding is about this run.
    outer.repeat = repeat
    error = repeat(traced=False)
    schedule = outer.decisive.schedule
    outer.remark = (
        f"in {report.failed} of {report.tried} orders of events; "
        f"replay with `--schedule {report.shrunk}`"
    )
    if isinstance(schedule, Holds):
        outer.advice = tuple(_say(hold, outer.setting.source) for hold in schedule.held)
    return error or NotDeterministicError(f"schedule {report.shrunk} fails, and then it doesn't")


def _say(hold: Hold, source: Source | None) -> str:
    """What was slow, for the learner."""
    who = hold.name
    if who.startswith("Task-"):  # nobody has named it
        who = hold.function.rpartition("<locals>.")[2]
    if not hold.where:
        return f"it shows when the task of `{who}` starts late"
    line = next((frame.line for frame in hold.where if source and source.wrote(frame.filename)), 0)
    return f"it shows when `{who}` is slow" + (f" at line {line}" if line else "")


@contextmanager
def no_collector() -> Iterator[Callable[[], None]]:
    """Keep litter of one run from being noticed in another, whenever the collector likes.

    Yields:
        What to call before each run: now and then it collects what the last ones have left.
    """
    enabled, runs = gc.isenabled(), 0

    def tidy_up() -> None:
        nonlocal runs
        runs += 1
        if runs % COLLECT == 0:
            gc.collect(0)  # only what is young: there is more that has nothing to do with them

    gc.disable()
    try:
        yield tidy_up
    finally:
        if enabled:
            gc.enable()


def run_again(
    outer: Scene,
    body: Body,
    arguments: Mapping[str, Any],
    schedule: Schedule | None = None,
    *,
    steps: Steps | None = None,
    traced: bool = False,
    collect: bool = True,
) -> BaseException | None:
    """Run the body in a fresh scene, which then speaks for `outer`; what is wrong, or None."""
    with outer.again(schedule=schedule, steps=steps, traced=traced) as scene:
        outer.decisive = scene
        scene.collect = collect
        error = scene.run(body, arguments)
    if error is None:
        scene.watch.report_to(outer.watch)  # for what only a later collection finds
    return error
