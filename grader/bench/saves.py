"""What a learner waits for: from a save to the verdict in `watch`, and for what needs no run at all."""

from __future__ import annotations

import json
import os
import pty
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from grader import catalogue, select
from grader.bench.plan import Plan
from grader.bench.sections import Claim, Section, at_least, at_most
from grader.bench.timing import ROW, Way, environment, race
from grader.errors import Refusal
from grader.records import Exercise

__all__ = ["quick", "saves"]

EXERCISES = {"ch08/ex01": "tests of exact times", "ch27/ex01": "tests that explore"}
SAVES = 50
PATIENCE = 60.0  # real seconds
_LOOK = 0.0005


def saves(plan: Plan) -> Section:
    """`watch`, next to pytest on the same hidden test, from a shell, after each save."""
    rows: list[tuple[str, float, float, float]] = []
    claims: list[Claim] = []
    for exercise, kind in EXERCISES.items():
        watched, tested = _race(plan, exercise)
        rows.append(_row(f"{exercise}, watch: save to verdict", watched))
        rows.append(_row(f"{exercise}, pytest from a shell", tested))
        faster = statistics.median(tested) / statistics.median(watched)
        claims.append(at_least(f"{kind}: pytest from a shell / watch, medians", faster, 6))
        claims.append(at_most(f"{kind}: watch, median", statistics.median(watched), 0.12, "s"))
    return Section(
        name="saves",
        title=f"{SAVES} saves of an exercise",
        columns=("way", "median s", "95th percentile s", "least s"),
        rows=tuple(rows),
        claims=tuple(claims),
        notes=("Tests that explore take their time in both ways: hundreds of orders of events.",),
    )


def _race(plan: Plan, name: str) -> tuple[list[float], list[float]]:
    """Seconds from each save to its verdict, and of a run of pytest after each save."""
    watched: list[float] = []
    tested: list[float] = []
    with _tree(plan.root, [name]) as (tree, (exercise,)):
        file = tree / exercise.path
        reference = (plan.root / exercise.reference).read_bytes()
        command = f"{sys.executable} -m pytest -q {exercise.test}"
        with _Watched(tree, exercise) as view:
            for number in range(-2, SAVES):
                took = view.save(file, reference + b"# %d\n" % number)
                began = time.perf_counter()
                done = subprocess.run(  # noqa: S602 - as it is typed
                    command,
                    shell=True,
                    cwd=tree,
                    env=environment(),
                    capture_output=True,
                    check=False,
                )
                waited = time.perf_counter() - began
                if done.returncode:
                    raise Refusal(f"{command} failed:\n{done.stdout.decode(errors='replace')}")
                if number >= 0:
                    plan.tell(f"{name}, save {number + 1} of {SAVES}")
                    watched.append(took)
                    tested.append(waited)
    return watched, tested


def quick(plan: Plan) -> Section:
    """`list` on everything, and `grade` on everything when all has passed and nothing has changed."""
    with _tree(plan.root, []) as (tree, exercises):
        for each in exercises:
            shutil.copy(plan.root / each.reference, tree / each.path)
        python = (sys.executable, "-m", "grader")
        ways = [
            Way(
                name="import asyncio",
                commands=((sys.executable, "-c", "import asyncio"),),
                folder=tree,
            ),
            Way(name="list", commands=((*python, "list", "--tree", str(tree)),), folder=tree),
            Way(name="grade", commands=((*python, "grade", "--tree", str(tree)),), folder=tree),
        ]
        timings = race(ways, repeats=max(plan.repeats, 15), memory=False, tell=plan.tell)
    base = min(timings[0].seconds)
    return Section(
        name="quick",
        title=f"With nothing to run, {len(exercises)} exercises",
        columns=ROW,
        rows=tuple(timing.row(timings[0].median) for timing in timings),
        claims=tuple(
            at_most(
                f"{timing.name} / import asyncio, the least of each", min(timing.seconds) / base, 3
            )
            for timing in timings[1:]
        ),
    )


def _row(name: str, seconds: Sequence[float]) -> tuple[str, float, float, float]:
    high = sorted(seconds)[round(0.95 * (len(seconds) - 1))]
    return name, round(statistics.median(seconds), 4), round(high, 4), round(min(seconds), 4)


@contextmanager
def _tree(root: Path, patterns: Sequence[str]) -> Iterator[tuple[Path, tuple[Exercise, ...]]]:
    """A copy of the chapters asked for, as a learner's tree."""
    folders = select.chapters(catalogue.folders(root), patterns)
    exercises = select.select(catalogue.load(root, folders), patterns)
    with tempfile.TemporaryDirectory(prefix="kata-bench-") as name:
        tree = Path(name).resolve()
        for folder in folders:
            for room in ("exercises", "tests"):
                shutil.copytree(root / room / folder, tree / room / folder)
        shutil.copy(root / "pyproject.toml", tree)
        yield tree, exercises


class _Watched:
    """`watch` in a pseudo-terminal, whose screen is read and thrown away."""

    def __init__(self, tree: Path, exercise: Exercise) -> None:
        self._log = tree / "shown.jsonl"
        self._seen = 0
        self._near, far = pty.openpty()
        words = [sys.executable, "-m", "grader", "watch", exercise.id, "--tree", str(tree)]
        self._process = subprocess.Popen(
            [*words, "--log", str(self._log)],
            stdin=far,
            stdout=far,
            stderr=far,
            env=environment() | {"TERM": "xterm-256color", "COLUMNS": "100", "LINES": "40"},
            start_new_session=True,
        )
        os.close(far)
        self._begun = threading.Event()
        threading.Thread(target=self._drain, daemon=True).start()

    def __enter__(self) -> Self:
        if not self._begun.wait(PATIENCE):
            raise Refusal("watch did not begin")
        time.sleep(3)  # until it has warmed up, which nobody measures here
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._process.terminate()
        self._process.wait(PATIENCE)
        os.close(self._near)

    def save(self, file: Path, content: bytes) -> float:
        """Save; return the seconds until the verdict was on the screen."""
        file.write_bytes(content)
        saved = time.time()
        while time.time() - saved < PATIENCE:
            lines = self._log.read_text().splitlines() if self._log.exists() else []
            told = json.loads(lines[-1]) if len(lines) > self._seen else {"at": 0}
            self._seen = len(lines)
            if told["at"] >= saved:
                if told["points"] != told["possible"]:
                    raise Refusal(f"watch shows {told['points']} of {told['possible']} points")
                return float(told["at"]) - saved
            time.sleep(_LOOK)
        raise Refusal("watch showed no verdict")

    def _drain(self) -> None:
        while True:
            try:
                data = os.read(self._near, 1 << 16)
            except OSError:
                return
            if not data:
                return
            self._begun.set()
