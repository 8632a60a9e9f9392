"""Run the references many times on a busy machine, and compare what every task did.

Each time is a process of its own that allocates at random before it begins, so that no object lies where
it lay before; meanwhile as many busy processes run as there are processors. The traces of all hidden
tests in virtual time are compared: each step of each task, with its time and its line. Tests of real
sockets and processes (the mark `manual_clock`, or a pool of processes) are left out: when those act
is not ours to say. `--jobs` runs go on side by side, which adds to the load. Needs a system that forks.

Exit codes: 0 all traces are identical; 1 some differ; 2 wrong usage; 3 a run failed.
"""

from __future__ import annotations

import argparse
import collections
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from grader import catalogue, requirements, select
from grader.commands._options import number
from grader.commands.repeat import busy
from grader.errors import Exit, UsageError
from grader.tree import repository

TIMES = 100
BATCH = 5  # runs for which modules are imported and tests collected once

RUN = """
import gc, os, random, sys
seeds, folder, arguments = sys.argv[1].split(","), sys.argv[2], sys.argv[3:]
def scattered(seed):
    chance = random.Random(seed)
    kept = [bytes(chance.randrange(480)) for _ in range(100_000)]
    kept += [make() for _ in range(10_000) for make in (object, chance.random)]
    chance.shuffle(kept)
    del kept[chance.randrange(50_000, 70_000) :]
    return kept
kept = scattered(seeds[0])
import pytest
class Runs:
    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session):
        for seed in seeds:
            sys.stdout.flush()
            pid = os.fork()
            if pid == 0:
                kept.append(scattered(seed))
                session.config.option.chrome_trace = os.path.join(folder, seed)
                return None
            if os.waitpid(pid, 0)[1]:
                session.testsfailed += 1
                break
        return True
    def pytest_runtest_logfinish(self):
        gc.freeze()
sys.exit(pytest.main(arguments, [Runs()]))
"""
"""Objects, and holes between them, before anything of ours is imported, and again before each run.

There are holes of each size that small objects have, made in a random order: what is allocated one after
the other lies neither side by side nor one above the other.

What pytest keeps of each test is frozen when the test is over. The collector, which looks at all
that is left after every test, would otherwise take more than half of the time.
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `traces` takes."""
    parser.add_argument("selection", nargs="*", metavar="SELECTION", help="whose references to run")
    parser.add_argument(
        "--times", type=number, default=TIMES, metavar="N", help=f"how often ({TIMES})"
    )
    parser.add_argument("--jobs", type=number, default=1, metavar="N", help="runs at a time (1)")


def run(options: argparse.Namespace) -> int:
    """Run again and again; say how many different traces there were of each test."""
    if not hasattr(os, "fork"):
        raise UsageError("runs are forked, which this system can't do: use Linux or macOS")
    root = repository()
    folders = select.chapters(catalogue.folders(root), options.selection)
    chosen = select.select(catalogue.load(root, folders), options.selection)
    tests = [str(one.test) for one in chosen if not requirements.missing(one)]
    seen: dict[str, collections.Counter[str]] = {}
    with busy(os.cpu_count() or 1):
        for done, found in enumerate(_runs(root, tests, options.times, options.jobs), 1):
            if found is None:
                return Exit.FAULT
            for name, digest in found.items():
                seen.setdefault(name, collections.Counter())[digest] += 1
            print(f"{done}/{options.times} runs", file=sys.stderr, flush=True)
    different = sorted(name for name, digests in seen.items() if len(digests) > 1)
    missing = sorted(name for name, digests in seen.items() if digests.total() != options.times)
    for name in different:
        print(f"differs: {name}, {len(seen[name])} traces")
    for name in missing:
        print(f"missing: {name}, {seen[name].total()} of {options.times} times there")
    if different or missing:
        return Exit.BELOW
    print(f"{len(seen)} tests, each with one trace in {options.times} runs")
    return Exit.DONE


def _runs(root: Path, tests: list[str], times: int, jobs: int) -> Iterator[dict[str, str] | None]:
    """What each run found, some at a time; none is begun after one that failed was looked at."""
    batches = [range(first, min(first + BATCH, times)) for first in range(0, times, BATCH)]
    with ThreadPoolExecutor(jobs) as pool:
        running = [pool.submit(_some, root, tests, seeds) for seeds in batches]
        try:
            for batch in running:
                yield from batch.result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _some(root: Path, tests: list[str], seeds: range) -> list[dict[str, str] | None]:
    """Each test's trace in some runs, as a digest; None in place of them if one failed."""
    with tempfile.TemporaryDirectory() as name:
        words = ["-q", "-p", "no:cacheprovider", "-m", "not manual_clock", "--no-header"]
        words += [f"--rootdir={root}", "-c", str(root / "pyproject.toml")]
        # One order of events: the others are compared with this one by nobody.
        words += ["--submission", str(root / "solutions"), "--chrome-trace", name]
        words += ["--schedule", "fifo", *tests]
        done = subprocess.run(
            [sys.executable, "-c", RUN, ",".join(map(str, seeds)), name, *words],
            capture_output=True,
            text=True,
            check=False,
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(root), "PYTHONHASHSEED": "0"},
        )
        if done.returncode:
            sys.stderr.write(
                f"pytest ended with exit code {done.returncode}:\n{done.stdout}{done.stderr}"
            )
            return [None]
        return [_digests(Path(name, str(seed))) for seed in seeds]


def _digests(folder: Path) -> dict[str, str]:
    """Of each test whose trace is exact."""
    found = {}
    for path in folder.glob("*.json"):
        text = path.read_text(encoding="utf-8")
        if json.loads(text)["otherData"]["exact"]:
            found[path.stem] = hashlib.sha256(text.encode()).hexdigest()
    return found
