"""CPython's own asyncio tests, run with our loop in place of the stock one.

    python tests/conformance/run.py [--mode real|virtual|explored]… [MODULE]…

Exits 1 if a test fails that `docs/conformance.md` doesn't list with its cause, or if
a listed one passes.
"""

from __future__ import annotations

import argparse
import fnmatch
import json
import os
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "conformance.md"
CHILD = Path(__file__).with_name("child.py")
LIMIT = float(os.environ.get("LIMIT", "900"))
"""Real seconds for a module."""

EVERYTHING = (
    "base_events buffered_proto context eager_task_factory events futures futures2 locks pep492"
    " queues runners selector_events server sock_lowlevel staggered streams subprocess taskgroups"
    " tasks threads timeouts unix_events waitfor"
).split()
IN_MEMORY = (
    "context eager_task_factory futures futures2 locks pep492 queues runners staggered taskgroups"
    " tasks threads timeouts waitfor"
).split()
"""Those without real sockets, children or signals."""

MODES = {
    "real": EVERYTHING,
    # Without those that are about loops of their own, with a mock for a selector.
    "virtual": [each for each in EVERYTHING if each not in {"base_events", "selector_events"}],
    "explored": IN_MEMORY,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of the page: tests that fail, or that are left out, and why."""

    pattern: str
    versions: str
    modes: str
    always: bool = True

    def covers(self, test: str, mode: str) -> bool:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        return (
            fnmatch.fnmatch(test, f"*{self.pattern}")
            and (self.versions == "all" or version in self.versions.split(", "))
            and (self.modes == "all" or mode in self.modes.split(", "))
        )


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What came of one module in one mode."""

    module: str
    mode: str
    counts: dict[str, int] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    passed: set[str] = field(default_factory=set)
    seconds: float = 0.0


def rows(title: str) -> list[Row]:
    """The rows of the table below that heading."""
    text = PAGE.read_text(encoding="utf-8")
    section = text.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    found = []
    for line in section.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) >= 4 and (name := re.fullmatch(r"`(.+)`", cells[0])):
            versions = cells[1].removesuffix(" (at times)")
            found.append(
                Row(
                    pattern=name[1],
                    versions=versions,
                    modes=cells[2],
                    always=versions == cells[1],
                )
            )
    return found


def run(module: str, mode: str, left_out: list[Row]) -> Outcome:
    """Run one module in a process, and a process group, of its own."""
    outcome = Outcome(module=module, mode=mode)
    patterns = [row.pattern for row in left_out if row.covers(f"*{row.pattern}", mode)]
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, str(CHILD), mode, f"test_{module}", *patterns],
        stdout=subprocess.PIPE,
        stderr=None if os.environ.get("VERBOSE") else subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        text=True,
        start_new_session=True,
    )
    try:
        lines, ending = process.communicate(timeout=LIMIT)[0], "crashed"
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        lines, ending = process.communicate()[0], "hung"
    outcome.seconds = time.monotonic() - began
    begun, ended = "the module", False
    for line in lines.splitlines():
        record = json.loads(line)
        if "begins" in record:
            begun = record["begins"]
        elif "test" in record:
            kind, test = record["outcome"], record["test"]
            outcome.counts[kind] = outcome.counts.get(kind, 0) + 1
            if kind == "failed":
                outcome.failed[test] = record["why"]
            elif kind == "passed":
                outcome.passed.add(test)
        else:
            ended = True
    if not ended:
        outcome.failed[begun] = f"{ending} (status {process.returncode})"
    return outcome


def carried() -> set[str]:
    """The modules that this interpreter has."""
    import test.test_asyncio

    folder = Path(test.test_asyncio.__file__).parent
    return {path.stem.removeprefix("test_") for path in folder.glob("test_*.py")}


def tell(outcome: Outcome, allowed: list[Row]) -> int:
    """Print what came of a module; how many surprises that is."""
    surprises = 0
    for test, why in sorted(outcome.failed.items()):
        known = any(row.covers(test, outcome.mode) for row in allowed)
        surprises += not known
        first = (why.splitlines() or [""])[0]
        print(f"{'known' if known else 'FAILED'}  {outcome.mode}  {test}: {first}")
    for test in sorted(outcome.passed):
        if any(row.always and row.covers(test, outcome.mode) for row in allowed):
            surprises += 1
            print(f"PASSED  {outcome.mode}  {test}: take it off the list")
    counts = ", ".join(f"{count} {kind}" for kind, count in sorted(outcome.counts.items()))
    print(f"{outcome.mode} {outcome.module}: {counts}, {outcome.seconds:.0f} s", flush=True)
    return surprises


def main(arguments: list[str]) -> int:
    """Run what was asked for, tell of every surprise, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="*", help="such as `tasks`; all without it")
    parser.add_argument("--mode", action="append", choices=list(MODES), dest="modes")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args(arguments)
    have = carried()
    left_out, allowed = rows("Left out"), rows("Failures that are known")
    wanted = [
        (module, mode)
        for mode in options.modes or MODES
        for module in MODES[mode]
        if module in have and (not options.modules or module in options.modules)
    ]
    outcomes, surprises = [], 0
    with ThreadPoolExecutor(options.jobs) as pool:
        for outcome in pool.map(lambda each: run(*each, left_out), wanted):
            outcomes.append(outcome)
            surprises += tell(outcome, allowed)
    for mode in MODES:
        of_mode = [outcome for outcome in outcomes if outcome.mode == mode]
        if of_mode:
            counts = {
                kind: sum(outcome.counts.get(kind, 0) for outcome in of_mode)
                for kind in ("passed", "failed", "skipped")
            }
            seconds = sum(outcome.seconds for outcome in of_mode)
            total = sum(counts.values())
            print(f"{mode}: {total} tests, {counts}, {seconds:.0f} s")
    return 1 if surprises else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
