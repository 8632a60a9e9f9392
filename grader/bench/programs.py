"""What our loop costs: next to the stock loop with sleeps of zero, traced, and when it has to tell of a deadlock."""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import inspect
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.bench.plan import Plan
from grader.bench.sections import Section, at_most
from grader.bench.timing import Way, race
from grader.testing import DeadlockError, virtual_time
from grader.testing._clock import install_time
from grader.testing._loop import VirtualTimeLoop
from grader.testing._scene import Scene, Setting

__all__ = ["programs"]

FOLDER = Path("tests", "grader", "testing", "programs")
IN_MEMORY = ("tasks", "waiting", "primitives", "iteration", "threads")
"""Those without real I/O."""

TESTS = 50
"""Tests in one measurement."""

MANY = 300
"""Tests in one run of pytest."""

ROUNDS = 15
"""Measurements of each way, in turns; the fastest counts, for what else the machine did isn't ours."""

Program = Callable[[Callable[..., None], float], Any]


def programs(plan: Plan) -> Section:
    """Programs, tests, a traced test and a deadlock, each next to what it is compared with."""
    install_time()
    found = load(plan.root / FOLDER)
    plan.tell(f"programs: {len(found)}")
    title = f"{len(found)} programs without I/O"
    rows = [_compare(title, lambda: _ours(found), lambda: _stock(found), 3.0)]
    plan.tell("tests")
    rows.append(_in_pytest(plan))
    run_ours, run_theirs = (lambda: _tests(_virtual, 1.0)), (lambda: _tests(_real, 0))
    rows.append(_compare("of these, the loop's part", run_ours, run_theirs, None))
    traced, plain = (lambda: _scenes(traced=True)), (lambda: _scenes(traced=False))
    rows.append(_compare("a traced test, next to an untraced one", traced, plain, 2.0))
    plan.tell("a deadlock")
    stuck, content = (lambda: _cross(stuck=True)), (lambda: _cross(stuck=False))
    rows.append(_compare("a deadlock of two locks, next to none", stuck, content, 5.0))
    return Section(
        name="programs",
        title="What virtual time costs",
        columns=("what", "ms", "compared with, ms", "ratio"),
        rows=tuple(
            (row.name, round(row.ours * 1e3, 2), round(row.theirs * 1e3, 2), round(row.ratio, 2))
            for row in rows
        ),
        claims=tuple(
            at_most(row.name, row.ratio, row.bound) for row in rows if row.bound is not None
        ),
        notes=(
            (
                "programs and tests: next to the stock loop with every delay zero; programs that need "
                "a delay to come to their end are left out"
            ),
            "tests: in pytest, without the time that it takes to start",
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Seconds of two ways of doing something, and how often the other one's it may cost."""

    name: str
    ours: float
    theirs: float
    bound: float | None

    @property
    def ratio(self) -> float:
        """Ours for each second of theirs."""
        return self.ours / self.theirs


def _in_pytest(plan: Plan) -> Pair:
    """Ordinary tests with pytest-asyncio, on our loop and on the stock one."""
    with tempfile.TemporaryDirectory() as name:
        ways = []
        for way, unit, count in (("ours", 1, MANY), ("stock", 0, MANY), ("start", 1, 1)):
            folder = Path(name, way)
            folder.mkdir()
            (folder / "pytest.ini").write_text("[pytest]\nasyncio_mode = auto\n")
            mark = "pytestmark = pytest.mark.virtual_time\n" if unit else ""
            text = f"import asyncio\n\nimport pytest\n\n{mark}\n\n{inspect.getsource(_test)}"
            for number in range(count):
                text += f"\n\nasync def test_{number}():\n    await _test({unit})\n"
            (folder / "test_example.py").write_text(text)
            command = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider")
            plugin = ("-p", "grader.testing.plugin")
            ways.append(Way(name=way, commands=((*command, *plugin),), folder=folder))
        timings = race(ways, repeats=plan.repeats, memory=False, tell=plan.tell)
    ours, stock, start = (min(timing.seconds) for timing in timings)
    return Pair(name=f"{MANY} tests in pytest", ours=ours - start, theirs=stock - start, bound=1.3)


def load(folder: Path) -> Sequence[Program]:
    """The programs of that folder that run with delays of zero."""
    found = []
    for name in IN_MEMORY:
        spec = importlib.util.spec_from_file_location(f"programs_{name}", folder / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        for each in vars(module).values():
            if inspect.isfunction(each) and [*inspect.signature(each).parameters][:2] == [
                "say",
                "unit",
            ]:
                with contextlib.suppress(Exception):
                    _run(each, 0)
                    found.append(each)
    return found


def _compare(
    name: str, one: Callable[[], object], other: Callable[[], object], bound: float | None
) -> Pair:
    """Seconds of processor time of both: the fastest of many rounds, in turns."""
    best = [float("inf"), float("inf")]
    for _ in range(ROUNDS):
        for index, work in enumerate((one, other)):
            began = time.process_time()
            work()
            best[index] = min(best[index], time.process_time() - began)
    return Pair(name=name, ours=best[0], theirs=best[1], bound=bound)


def _run(program: Program, unit: float) -> None:
    if inspect.iscoroutinefunction(program):
        asyncio.run(program(_say, unit))
    else:
        program(_say, unit)


def _say(*values: object) -> None:
    " ".join(map(str, values))


def _ours(found: Sequence[Program]) -> None:
    for program in found:
        with virtual_time():
            _run(program, 1.0)


def _stock(found: Sequence[Program]) -> None:
    for program in found:
        _run(program, 0)


# ------------------------------------------------------------------ a test


async def _test(unit: float) -> None:
    """What a hidden test does: jobs that overlap, a limit, a queue, a timeout."""
    slots, queue = asyncio.Semaphore(2), asyncio.Queue[int]()

    async def job(number: int) -> int:
        async with slots:
            await asyncio.sleep(number * unit)
        await queue.put(number)
        return number

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(job(number)) for number in range(5)]
    assert [task.result() for task in tasks] == list(range(5))
    assert sorted([await queue.get() for _ in range(5)]) == list(range(5))
    async with asyncio.timeout(10):
        await asyncio.gather(*(asyncio.sleep(number * unit) for number in range(5)))


def _virtual(body: Coroutine[Any, Any, None]) -> None:
    with virtual_time(), asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        runner.run(body)


def _real(body: Coroutine[Any, Any, None]) -> None:
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        runner.run(body)


def _tests(run: Callable[[Coroutine[Any, Any, None]], None], unit: float) -> None:
    for _ in range(TESTS):
        run(_test(unit))


async def _body() -> None:
    await _test(1.0)


def _scenes(*, traced: bool) -> None:
    """The same as hidden tests run, under the house rules."""
    for _ in range(TESTS):
        with Scene(Setting(), traced=traced) as scene:
            error = scene.run(_body, {})
            assert error is None, error


# ------------------------------------------------------------------ a deadlock


def _cross(*, stuck: bool) -> None:
    """Two tasks take two locks, one of them in the other order if they are to get stuck."""

    async def move(first: asyncio.Lock, second: asyncio.Lock) -> None:
        async with first:
            await asyncio.sleep(1)
            async with second:
                await asyncio.sleep(1)

    async def main() -> None:
        left, right = asyncio.Lock(), asyncio.Lock()
        async with asyncio.TaskGroup() as group:
            group.create_task(move(left, right))
            group.create_task(move(right, left) if stuck else move(left, right))

    for _ in range(TESTS):
        try:
            with virtual_time():
                asyncio.run(main())
        except DeadlockError:
            assert stuck
        else:
            assert not stuck
