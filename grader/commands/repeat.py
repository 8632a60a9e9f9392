"""Grade the same thing many times, half of it on a busy machine, and compare the grades.

Each time is a fresh process, so nothing comes from a cache. During the second half as many busy
processes run as there are processors. Words that this command doesn't know are passed on to
`grade`.

Exit codes: 0 all grades are identical; 1 some differ; 2 wrong usage; 3 a run failed.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from grader.commands._options import number
from grader.errors import Exit

DEFAULT = 200  # runs


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `repeat` takes."""
    parser.add_argument("selection", nargs="*", metavar="SELECTION", help="what to grade")
    parser.add_argument(
        "--times", type=number, default=DEFAULT, metavar="N", help="how often (200)"
    )
    parser.add_argument("--submission", metavar="DIR", type=Path, help="grade this tree")
    parser.add_argument("--jobs", metavar="N", type=number, help="exercises to run at a time")


def run(options: argparse.Namespace) -> int:
    """Grade again and again; say how many different grades there were."""
    seen: collections.Counter[str] = collections.Counter()
    calm = options.times // 2
    for times, load in ((calm, 0), (options.times - calm, os.cpu_count() or 1)):
        with busy(load):
            for _ in range(times):
                grade = _once(options)
                if grade is None:
                    return Exit.FAULT
                seen[json.dumps(grade, sort_keys=True)] += 1
                _progress(sum(seen.values()), options.times, len(seen))
    sys.stderr.write("\n")
    grades = [json.loads(text) for text in seen]
    for grade, count in zip(grades, seen.values(), strict=True):
        print(f"{count} times {grade['points']}/{grade['possible']} points")
    for difference in sorted(_differences(grades)):
        print(f"differs: {difference}")
    if len(grades) > 1:
        return Exit.BELOW
    print(f"{options.times} identical grades, {options.times - calm} of them under load")
    return Exit.DONE


def _once(options: argparse.Namespace) -> dict[str, Any] | None:
    words = [sys.executable, "-m", "grader", "grade", "--json", "-", *options.selection]
    for name in ("submission", "jobs"):
        if (value := getattr(options, name)) is not None:
            words += [f"--{name}", str(value)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode != Exit.DONE:
        sys.stderr.write(f"\n`grade` ended with exit code {done.returncode}:\n{done.stderr}")
        return None
    grade: dict[str, Any] = json.loads(done.stdout)
    return grade


@contextlib.contextmanager
def busy(processes: int) -> Iterator[None]:
    """Keep so many processors busy meanwhile."""
    # They end by themselves, too, should nobody be left to end them.
    spin = "import os\nparent = os.getppid()\nwhile os.getppid() == parent:\n    sum(range(10**6))"
    running = [subprocess.Popen([sys.executable, "-c", spin]) for _ in range(processes)]
    try:
        yield
    finally:
        for process in running:
            process.kill()
            process.wait()


def _progress(done: int, times: int, different: int) -> None:
    if sys.stderr.isatty() or done % 10 == 0 or done == times:
        end = "\r" if sys.stderr.isatty() else "\n"
        sys.stderr.write(f"{done}/{times} runs, {different} different grades{end}")


def _differences(grades: list[dict[str, Any]]) -> set[str]:
    """Which behaviours did not come out the same."""
    rows = [
        {
            f"{exercise['id']} {behaviour['id']}": json.dumps(behaviour, sort_keys=True)
            for chapter in grade["chapters"]
            for exercise in chapter["exercises"]
            for behaviour in exercise["behaviours"]
        }
        for grade in grades
    ]
    return {name for row in rows for name, text in row.items() if text != rows[0].get(name)}
