"""How fast a cohort is graded: next to a plain pytest for each submission, and on a Dask cluster."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from grader import catalogue, requirements, select
from grader.bench import AT_A_TIME, submissions
from grader.bench.plan import Plan
from grader.bench.sections import Cell, Section, at_least, at_most
from grader.bench.timing import environment
from grader.errors import Refusal
from grader.records import Exercise

__all__ = ["cohort"]

CHAPTER = "ch27"  # unless others are selected
WHOLE = 20  # of everything, there are so many times fewer
TABLE = 10  # and on the cluster
SAMPLE = 20  # submissions that are also given to a plain pytest each
BEARABLE = ("syntax", "raises")  # faults that don't end, or stop, a whole pytest
COLUMNS = (
    "what", "submissions", "exercises", "s", "submissions/s", "exercises/s", "processor s", "peak MiB",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Took:
    """What some submissions took. `cpu`: seconds of processor time; `peak`: MiB of the largest process."""

    name: str
    submissions: int
    exercises: int
    seconds: float
    cpu: float
    peak: float | None = None

    def row(self) -> tuple[Cell, ...]:
        """Cells for `COLUMNS`."""
        rates = (round(each / self.seconds, 2) for each in (self.submissions, self.exercises))
        peak = None if self.peak is None else round(self.peak)
        counts = (self.name, self.submissions, self.exercises, round(self.seconds, 1))
        return (*counts, *rates, round(self.cpu, 1), peak)


def cohort(plan: Plan) -> Section:
    """Submissions of a chapter and of everything, on this machine and on a cluster of it."""
    few = max(1, plan.submissions // TABLE)
    sample = min(SAMPLE, plan.submissions)
    part = plan.selection or (CHAPTER,)
    name = " ".join(part)
    with tempfile.TemporaryDirectory(prefix="kata-bench-") as folder:
        bench = _Bench(plan, Path(folder).resolve())
        ours = bench.grade(f"a sample of {name}", part, sample, faults=BEARABLE)
        plain = bench.plain("the sample, a plain pytest each", part, sample)
        empty = bench.plain(
            "the sample, a pytest that only collects", part, sample, "--collect-only"
        )
        alone = [
            bench.grade(f"{name}, --jobs {jobs}", part, few, jobs=jobs)
            for jobs in range(1, AT_A_TIME + 1)
        ]
        together, used = _together(bench, part, few)
        runs = [
            bench.grade(f"{name}, all different", part, plan.submissions),
            bench.grade(f"{name}, equal files once", part, plan.submissions, differ=False),
            bench.grade("everything, all different", (), max(1, plan.submissions // WHOLE)),
        ]
    claims = (
        # Not the real time: where others work, too, it depends on how the system shares processors out.
        at_least(f"processor time: {plain.name} / {ours.name}", plain.cpu / ours.cpu, 10),
        at_most(
            "the largest process of a cohort", max(each.peak or 0 for each in runs), 300, "MiB"
        ),
    )
    tests = plain.cpu - empty.cpu
    bound = f"{plain.cpu / tests:.1f}" if tests > 0 else "unknown"
    every = [ours, plain, empty, *alone, *together, *runs]
    return Section(
        name="cohort",
        title=f"A cohort: {plan.submissions} submissions, seed {plan.seed}, {AT_A_TIME} at a time",
        columns=COLUMNS,
        rows=tuple(each.row() for each in every),
        claims=claims,
        notes=(
            "Files, in percent: "
            + ", ".join(f"{kind} {share}" for kind, share in submissions.MIX.items())
            + f"; faults of the sample: {' and '.join(BEARABLE)} only, for a plain pytest stops at others.",
            (
                f"Of pytest's {plain.cpu:.1f} s of processor time for the sample, {empty.cpu:.1f} s are for no "
                "test. A grader that added nothing to what the hidden tests take would be "
                f"{bound} times as fast."
            ),
            _added(together, alone, used),
        ),
    )


def _together(bench: _Bench, part: Sequence[str], few: int) -> tuple[list[Took], list[float]]:
    """The same with one Dask worker, with two, …; and the scheduler's milliseconds for an exercise."""
    try:
        from grader.bench.clusters import Local
    except ModuleNotFoundError:
        return [], []
    found, used = [], []
    for workers in range(1, AT_A_TIME + 1):
        with Local() as local:
            for number in range(workers):
                local.add(f"w{number}")
            local.wait(workers)
            before = local.used()
            words = ("--scheduler", local.address)
            what = f"{' '.join(part)}, Dask workers: {workers}"
            found.append(bench.grade(what, part, few, more=words))
            used.append(1000 * (local.used() - before) / found[-1].exercises)
    return found, used


def _added(together: Sequence[Took], alone: Sequence[Took], used: Sequence[float]) -> str:
    """What the cluster adds for an exercise, its workers' graders' and our own start included."""
    if not together:
        return "The cluster was not measured: Dask is not installed."
    told = [
        f"{workers} workers {1000 * (one.seconds - other.seconds) / one.exercises:.0f} ms, {own:.1f} ms"
        for workers, (one, other, own) in enumerate(
            zip(together, alone, used, strict=True), start=1
        )
    ]
    return (
        "What a cluster adds for an exercise, in real time, and the scheduler's own processor time (a "
        f"hundredth of a processor is for workers that only say that they live): {'; '.join(told)}."
    )


class _Bench:
    def __init__(self, plan: Plan, folder: Path) -> None:
        self._plan = plan
        self._folder = folder
        self._number = 0

    def grade(
        self,
        name: str,
        part: Sequence[str],
        count: int,
        *,
        jobs: int = AT_A_TIME,
        differ: bool = True,
        faults: Sequence[str] = tuple(submissions.FAULTS),
        more: Sequence[str] = (),
    ) -> Took:
        """Grade so many submissions with our own command."""
        self._number += 1
        place = self._folder / str(self._number)
        exercises = self._exercises(part)
        submissions.write(
            self._plan.root,
            exercises,
            place,
            count=count,
            seed=self._plan.seed,
            differ=differ,
            faults=faults,
        )
        command = ["cohort", str(place), *part, "--tree", str(self._plan.root), *more]
        command += [] if more else ["--jobs", str(jobs)]
        self._plan.tell(f"{name}: {count} submissions of {len(exercises)} exercises")
        seconds, cpu, peak = _run([sys.executable, "-m", "grader", *command], (0,))
        return self._keep(
            Took(
                name=name,
                submissions=count,
                exercises=count * len(exercises),
                seconds=seconds,
                cpu=cpu,
                peak=peak,
            )
        )

    def plain(self, name: str, part: Sequence[str], count: int, *more: str) -> Took:
        """Give the submissions that were written last to a plain pytest each."""
        place = self._folder / str(self._number)
        exercises = self._exercises(part)
        tests = [str(self._plan.root / each.test) for each in exercises]
        pytest = [sys.executable, "-m", "pytest", "-q", f"--rootdir={self._plan.root}"]
        pytest += ["-c", str(self._plan.root / "pyproject.toml")]
        commands = [
            [*pytest, "--submission", str(each), *more, *tests] for each in sorted(place.iterdir())
        ]
        self._plan.tell(f"{name}: {len(commands)} processes")
        began = time.perf_counter()
        with ThreadPoolExecutor(AT_A_TIME) as pool:
            runs = [*pool.map(partial(_run, fine=(0, 1)), commands)]
        return self._keep(
            Took(
                name=name,
                submissions=count,
                exercises=count * len(exercises),
                seconds=time.perf_counter() - began,
                cpu=sum(cpu for _, cpu, _ in runs),
            )
        )

    def _keep(self, took: Took) -> Took:
        self._plan.tell(f"{took.name}: {took.seconds:.1f} s, {took.cpu:.1f} s of processor time")
        return took

    def _exercises(self, patterns: Sequence[str]) -> list[Exercise]:
        root = self._plan.root
        known = catalogue.load(root, select.chapters(catalogue.folders(root), patterns))
        return [one for one in select.select(known, patterns) if not requirements.missing(one)]


def _run(command: Sequence[str], fine: Sequence[int]) -> tuple[float, float, float]:
    """Real seconds, seconds of processor time, and MiB of the largest process that it and its own were.

    Raises:
        Refusal: it ends with another status than those that are fine.
    """
    began = time.perf_counter()
    with tempfile.TemporaryFile() as words:
        process = subprocess.Popen(
            command, env=environment(), stdin=subprocess.DEVNULL, stdout=words, stderr=words
        )
        _, status, usage = os.wait4(process.pid, 0)
        took = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in fine:
            words.seek(0)
            said = words.read().decode(errors="replace")[-1500:]
            raise Refusal(f"{' '.join(command)} ended with {process.returncode}:\n{said}")
    unit = 1 if sys.platform == "darwin" else 1024  # bytes
    return took, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / (1 << 20)
