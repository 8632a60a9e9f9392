"""Runs ways of doing one thing against each other: interleaved, so that all see the same machine."""

from __future__ import annotations

import os
import statistics
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from grader.errors import Refusal

__all__ = ["Timing", "Way", "environment", "race", "run"]

_SAMPLE = 0.02  # seconds between two looks at the memory
_LAST_WORDS = 1500  # characters

# The folder that `grader` is imported from.
_PACKAGES = Path(__file__).parents[2]
# What would make others slower, or measure something else.
_UNWANTED = ("CI", "PYTHONDONTWRITEBYTECODE", "COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG")


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way of doing it: commands, all of which have to succeed."""

    name: str
    commands: tuple[tuple[str, ...], ...]
    folder: Path
    at_a_time: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """What one way took. `peak`: bytes of memory of all its processes at once; None if unknown."""

    name: str
    seconds: tuple[float, ...]
    peak: int | None = None

    @property
    def median(self) -> float:
        """Seconds."""
        return statistics.median(self.seconds)

    def row(self, fastest: float) -> tuple[str | float | None, ...]:
        """Cells for the columns `ROW`; `fastest`: the median seconds of the fastest way."""
        times = (self.median, min(self.seconds), max(self.seconds))
        peak = None if self.peak is None else round(self.peak / 1e6, 1)
        return (
            self.name,
            *(round(each, 3) for each in times),
            round(self.median / fastest, 2),
            peak,
        )


ROW = ("way", "median s", "least s", "most s", "times the fastest", "peak MB")


def environment() -> dict[str, str]:
    """Ours, as an ordinary user would have it; `grader` can be imported from anywhere."""
    kept = {name: value for name, value in os.environ.items() if name not in _UNWANTED}
    return kept | {"PYTHONPATH": str(_PACKAGES)}


def race(
    ways: Sequence[Way], *, repeats: int, memory: bool = True, tell: Callable[[str], None]
) -> tuple[Timing, ...]:
    """Run each way `repeats` times, in turns, after one round that doesn't count.

    Args:
        ways: what to compare.
        repeats: rounds that count.
        memory: measure the peak in one round more, for looking costs time.
        tell: is told what goes on.

    Raises:
        Refusal: one of them fails.
    """
    seconds: dict[str, list[float]] = {way.name: [] for way in ways}
    for turn in range(repeats + 1):
        for way in ways:
            tell(f"{way.name}, {f'{turn} of {repeats}' if turn else 'warming up'}")
            took = run(way)
            if turn:
                seconds[way.name].append(took)
    peaks: dict[str, int | None] = {}
    for way in ways if memory else ():
        tell(f"{way.name}, memory")
        peaks[way.name] = _peak(way)
    return tuple(
        Timing(name=way.name, seconds=tuple(seconds[way.name]), peak=peaks.get(way.name))
        for way in ways
    )


def run(way: Way) -> float:
    """Do it once; return the seconds that it took.

    Raises:
        Refusal: a command fails.
    """
    start = time.perf_counter()
    with ThreadPoolExecutor(way.at_a_time) as pool:
        for command, ended in zip(way.commands, pool.map(_starter(way), way.commands), strict=True):
            if ended.returncode:
                words = ended.stdout.decode(errors="replace")[-_LAST_WORDS:]
                raise Refusal(f"{' '.join(command)} ended with {ended.returncode}:\n{words}")
    return time.perf_counter() - start


def _starter(way: Way) -> Callable[[tuple[str, ...]], subprocess.CompletedProcess[bytes]]:
    def start(command: tuple[str, ...]) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            command,
            cwd=way.folder,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )

    return start


# -- memory


def _peak(way: Way) -> int | None:
    """The most memory that all processes of a way held at once, each shared page counted once."""
    if not Path("/proc/self/smaps_rollup").exists():
        run(way)
        return None
    most, done = 0, threading.Event()

    def look() -> None:
        nonlocal most
        while not done.wait(_SAMPLE):
            most = max(most, sum(map(_held, _descendants(os.getpid()))))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        run(way)
    finally:
        done.set()
        watcher.join()
    return most


def _descendants(root: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                text = (entry / "stat").read_text(errors="replace")
            except OSError:
                continue  # gone
            parent = int(text.rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(entry.name))
    found, todo = list[int](), [root]
    while todo:
        own = children.get(todo.pop(), [])
        found += own
        todo += own
    return found


def _held(pid: int) -> int:
    """Bytes; a page that n processes share counts as an n-th of a page for each."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in text.splitlines() if line[:4] == "Pss:")
