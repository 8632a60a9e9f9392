"""See which lines of yours no hidden test has run: an `except` that never caught, a branch not taken.

EXERCISE is like ch27/ex02. Such a line may be in the wrong place, or keep a promise that nobody made.
It is measured in one process without the grader's protections, on the virtual clock as ever.

Exit codes: 0 measured; 2 wrong usage, or a file that can't be run.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from grader.commands._options import only, tree_option
from grader.errors import Exit, UsageError

PATIENCE = 120.0  # seconds of real time
AROUND = 1  # lines shown before what wasn't reached


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `reach` takes."""
    parser.add_argument("exercise", metavar="EXERCISE", help="which one, such as ch27/ex02")
    tree_option(parser)


def run(options: argparse.Namespace) -> int:
    """Measure, and show the lines."""
    from grader import submission, tree
    from grader.reports.text import clean
    from grader.solutions.reach import measure

    root, exercise = only(options, "one exercise is measured at a time")
    mine = tree.workplace(root)
    found = submission.read(mine, exercise)
    if isinstance(found, submission.Problem):
        raise UsageError(clean(found.message))
    if any((root / stub).read_bytes() == found.content for stub in exercise.stubs):
        raise UsageError(f"{exercise.id} is not started, so there is nothing of yours to reach")
    measured = measure(root, [exercise], learner=mine, patience=PATIENCE)
    gaps = measured.gaps.get(exercise.path)
    if measured.broken or gaps is None:
        why = clean(measured.broken or "the file was never loaded").strip().rpartition("\n")[2]
        raise UsageError(f"{exercise.id} can't be measured: {why}")
    if not gaps.lines:
        print(f"{exercise.id}: the hidden tests run every line of yours")
        for start, end in gaps.branches:
            print(f"  but never go from line {start} to {'the end' if end < 0 else f'line {end}'}")
        return Exit.DONE
    print(f"{exercise.path}: no hidden test runs the lines marked with !")
    lines = clean(found.content.decode("utf-8-sig")).split("\n")
    for number, line in _shown(lines, gaps.lines):
        mark = "!" if number in gaps.lines else " "
        print(f"  {mark} {number:>4}  {line}" if number else "     …")
    return Exit.DONE


def _shown(lines: Sequence[str], missed: Sequence[int]) -> list[tuple[int, str]]:
    """The lines that were missed, each with what stands before it; (0, "") where some are left out."""
    wanted = sorted({n for each in missed for n in range(max(1, each - AROUND), each + 1)})
    shown: list[tuple[int, str]] = []
    for n in wanted:
        if shown and n > shown[-1][0] + 1:
            shown.append((0, ""))
        if n <= len(lines):
            shown.append((n, lines[n - 1]))
    return shown
