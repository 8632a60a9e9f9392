"""What an author waits for: from a save to what `solutions --watch` says of it."""

from __future__ import annotations

import itertools
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from grader import catalogue, select, variants
from grader.bench.plan import Plan
from grader.bench.sections import Claim, Section, at_most
from grader.bench.timing import environment
from grader.errors import Refusal
from grader.records import Exercise

__all__ = ["rounds"]

EXERCISES = {"ch08/ex01": "tests of exact times", "ch27/ex05": "tests that explore"}
SAVES = 5
BREAK = 1.5  # real seconds between saves, in which the next round's processes warm up
_END = " tried in "  # of the line that ends a round


def rounds(plan: Plan) -> Section:
    """Saves of every kind, one after the other."""
    rows: list[tuple[str, float, float]] = []
    claims: list[Claim] = []
    for name, kind in EXERCISES.items():
        with _watched(plan.root, name) as (tree, exercise, process):
            for what, file, line in _saves(tree, exercise):
                plan.tell(f"{name}, {what}")
                seconds = [_round(process, file, line.format(n)) for n in range(SAVES)]
                middle = statistics.median(seconds)
                rows.append((f"{name}, {what}", round(middle, 3), round(max(seconds), 3)))
                claims.append(at_most(f"{kind}: {what}, median", middle, 1.0, "s"))
    return Section(
        name="rounds",
        title=f"{SAVES} saves of each file of an exercise, in `solutions --watch`",
        columns=("save of", "median s", "most s"),
        rows=tuple(rows),
        claims=tuple(claims),
        notes=("A save of a behaviour is tried on every solution; `most` is with the worst save.",),
    )


def _saves(tree: Path, exercise: Exercise) -> Iterator[tuple[str, Path, str]]:
    """Kinds of saves: the file, and a line with a number to end it with."""
    folder = tree / variants.folder(exercise)
    wrong = next(each for each in sorted(folder.glob("reject_*.py")) if each.stem != variants.STUB)
    yield "a variant", wrong, "\n_N = {}\n"
    yield "a comment in a variant", wrong, "\n# {}\n"
    yield "the reference", tree / exercise.reference, "\n_N = {}\n"
    yield "one behaviour", tree / exercise.test, "    assert {} >= 0\n"


def _round(process: subprocess.Popen[str], file: Path, line: str) -> float:
    """Save; the seconds until all is told of it. What was saved is taken back."""
    before = file.read_text(encoding="utf-8")
    took = []
    for text in (before + line, before):
        began = time.perf_counter()
        file.write_text(text, encoding="utf-8")
        _read(process)
        took.append(time.perf_counter() - began)
        time.sleep(BREAK)  # as an author's next thought; it isn't measured
    return took[0]


def _read(process: subprocess.Popen[str]) -> None:
    """Read up to the end of a round, which has to be without complaints."""
    assert process.stdout is not None
    lines: list[str] = []
    for line in process.stdout:
        lines.append(line)
        if _END in line:
            break
    if not lines or not lines[-1].rstrip().endswith("all as claimed"):
        raise Refusal(f"solutions --watch says:\n{''.join(lines)}")


@contextmanager
def _watched(root: Path, name: str) -> Iterator[tuple[Path, Exercise, subprocess.Popen[str]]]:
    """A copy of one chapter, and the command at work on an exercise of it."""
    folders = select.chapters(catalogue.folders(root), [name])
    (exercise,) = select.select(catalogue.load(root, folders), [name])
    with tempfile.TemporaryDirectory(prefix="kata-bench-") as place:
        tree = Path(place).resolve()
        for room, folder in itertools.product(("exercises", "solutions", "tests"), folders):
            shutil.copytree(root / room / folder, tree / room / folder)
        words = ["solutions", name, "--watch", "--tree", str(tree)]
        process = subprocess.Popen(
            [sys.executable, "-m", "grader", *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            env=environment(),
        )
        try:
            _read(process)
            time.sleep(BREAK)  # so that the first save, too, finds all of it warm
            yield tree, exercise, process
        finally:
            process.terminate()
            process.communicate()
