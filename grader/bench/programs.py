"""What our loop costs: next to the stock loop with sleeps of zero, traced, and when it has to tell of a deadlock."""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import inspect
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.bench.plan import Plan
from grader.bench.sections import Section, at_most
from grader.bench.timing import environment
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

PLUGIN = "grader.testing.plugin"

ON_OUR_LOOP = """\
from grader.testing import VirtualTimeLoop


def pytest_asyncio_loop_factories(config, item):
    return {"virtual": VirtualTimeLoop}
"""
"""A conftest.py."""

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
    rows += _in_pytest(plan)
    run_ours, run_theirs = (lambda: _tests(_virtual, 1.0)), (lambda: _tests(_real, 0))
    rows.append(_compare("of these, the part without pytest", run_ours, run_theirs, None))
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


def _in_pytest(plan: Plan) -> tuple[Pair, Pair]:
    """Ordinary tests with pytest-asyncio: on our loop, and under the house rules too, next to stock."""
    ini = "[pytest]\nasyncio_mode = auto\nasyncio_default_fixture_loop_scope = function\n"
    marked = "pytestmark = pytest.mark.virtual_time\n"
    with tempfile.TemporaryDirectory() as name:
        folders = []
        for way, unit, count in (
            ("stock", 0, MANY),
            ("loop", 1, MANY),
            ("all", 1, MANY),
            ("none", 0, 1),
        ):
            folder = Path(name, way)
            folder.mkdir()
            (folder / "pytest.ini").write_text(ini)
            if way == "loop":
                (folder / "conftest.py").write_text(ON_OUR_LOOP)
            text = f"import asyncio\n\nimport pytest\n\n{marked if way == 'all' else ''}\n\n"
            text += inspect.getsource(_test)
            for number in range(count):
                text += f"\n\nasync def test_{number}():\n    await _test({unit})\n"
            (folder / "test_example.py").write_text(text)
            folders.append(folder)
        best = [float("inf")] * len(folders)
        for turn in range(plan.repeats):
            plan.tell(f"tests in pytest, {turn + 1} of {plan.repeats}")
            for index, folder in enumerate(folders):
                best[index] = min(best[index], _pytest(folder))
    stock, loop, rules = (each - best[-1] for each in best[:-1])
    return (
        Pair(name=f"{MANY} tests in pytest", ours=loop, theirs=stock, bound=1.3),
        Pair(name="the same under the house rules", ours=rules, theirs=stock, bound=None),
    )


def _pytest(folder: Path) -> float:
    """Seconds of processor time that the tests of that folder take."""
    before = os.times()
    subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
        + ([] if (folder / "conftest.py").exists() else ["-p", PLUGIN]),
        cwd=folder,
        env=environment(),
        stdout=subprocess.DEVNULL,
        check=True,
    )
    after = os.times()
    return (
        after.children_user - before.children_user + after.children_system - before.children_system
    )


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
