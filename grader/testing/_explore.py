"""Run the same code under many orders of events, and find one that breaks it.

First asyncio's own order; then each schedule with one held step, and with two, as far as the
budget reaches; then seeded priorities and random walks. The budget counts steps, never seconds,
so that the verdict doesn't depend on the machine.
"""

from __future__ import annotations

import functools
import gc
import inspect
import random
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ._schedules import Holds, Point, Priorities, RandomWalk, Schedule, parse
from ._scene import Body, Scene

RUN = 40
"""What a run costs besides its steps, in steps: a loop, the fixtures and the learner's module."""

SYSTEMATIC = 0.7
"""The share of the budget that holds may use up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How far to search.

    Attributes:
        holds: at most so many held steps in one schedule.
        pct: schedules with random priorities.
        random: random walks.
        seed: of everything random.
        budget: steps that all runs may take together; None: no limit.
    """

    holds: int = 2
    pct: int = 100
    random: int = 100
    seed: int = 1
    budget: int | None = 20_000


USUAL = Effort()


def schedules(effort: Effort = USUAL) -> Iterator[Schedule]:
    """The schedules to try, in order. Run each before asking for the next.

    What comes next depends on what the runs so far have seen.
    """
    spent = 0
    chance = random.Random(effort.seed)

    def left(share: float = 1.0) -> float:
        return float("inf") if effort.budget is None else effort.budget * share - spent

    first = Holds()
    yield first
    spent += first.steps + RUN
    cost = spent
    for salt in (1, 2):
        other = Holds(salt=salt)
        yield other
        spent += other.steps + RUN

    level: list[tuple[tuple[Point, ...], Sequence[Point]]] = [((), first.points)]
    for _ in range(effort.holds):
        candidates = [(*holds, point) for holds, later in level for point in later]
        if len(candidates) * cost > left(SYSTEMATIC):
            chance.shuffle(candidates)  # there is no time for all of them: a fair sample
        level = []
        for holds in candidates:
            if left(SYSTEMATIC) <= 0:
                break
            schedule = Holds(holds)
            yield schedule
            spent += schedule.steps + RUN
            level.append((holds, schedule.later))

    for index in range(max(effort.pct, effort.random)):
        seeds: list[Schedule] = []
        if index < effort.pct:
            seeds.append(Priorities(effort.seed * 1000 + index, len(first.points)))
        if index < effort.random:
            seeds.append(RandomWalk(effort.seed * 1000 + index))
        for schedule in seeds:
            if left() <= 0:
                return
            yield schedule
            spent += schedule.steps + RUN


# ---------------------------------------------------------------- of a hidden test


@dataclass(frozen=True, slots=True, kw_only=True)
class Exploration:
    """What the plugin hands to an explored test.

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
    if not inspect.iscoroutinefunction(body):
        raise TypeError(f"`every_order` is for an `async def` test, and `{body.__qualname__}` is none")

    @functools.wraps(body)
    def explored(_exploration: Exploration, **arguments: Any) -> None:
        error = search(_exploration, body, arguments)
        if error is not None:
            raise error

    return _as_sync_test(explored, body)


def _as_sync_test(test: Callable[..., None], body: Body) -> Callable[..., None]:
    """Let pytest see `test` as a plain function that takes what no scene provides."""
    given = [
        parameter
        for name, parameter in inspect.signature(body).parameters.items()
        if name not in Scene.FIXTURES
    ]
    internal = inspect.Parameter("_exploration", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    test.__signature__ = inspect.Signature([internal, *given])  # type: ignore[attr-defined]
    test.parametrized = tuple(parameter.name for parameter in given)  # type: ignore[attr-defined]
    return test


def search(exploration: Exploration, body: Body, arguments: Mapping[str, Any]) -> BaseException | None:
    """Run the body under one schedule after the other; return what the first bad one comes to."""
    outer = exploration.scene
    if exploration.token is not None:
        return _run(outer, parse(exploration.token), body, arguments, collect=True)
    tried = failed = 0
    found: tuple[Schedule, BaseException, Scene] | None = None
    collecting = gc.isenabled()
    gc.disable()  # or litter of one run would be noticed in another, whenever the collector likes
    try:
        for schedule in schedules():
            error = _run(outer, schedule, body, arguments, collect=tried == 0)
            tried += 1
            if error is not None:
                failed += 1
                if found is None:
                    found = schedule, error, outer.decisive
                else:
                    traceback.clear_frames(error.__traceback__)
                if tried == 1:
                    break  # it breaks in asyncio's own order: nothing to explore
            if tried % 100 == 0:
                gc.collect()
    finally:
        if collecting:
            gc.enable()
    if found is None:
        outer.decisive = outer
        return None
    schedule, first, outer.decisive = found
    if tried > 1:
        outer.remark = f"in {failed} of {tried} orders of events"
        outer.replay = f"--schedule {schedule.token}"
    return first


def _run(
    outer: Scene, schedule: Schedule, body: Body, arguments: Mapping[str, Any], *, collect: bool
) -> BaseException | None:
    with outer.again(schedule=schedule) as scene:
        outer.decisive = scene
        scene.collect = collect
        error = scene.run(body, arguments)
    if error is None:
        scene.watch.breaches = outer.watch.breaches  # for what only the last collection will find
    return error
