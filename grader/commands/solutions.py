"""Check exercises as their author: do the hidden tests accept what is right, and nothing else?

SELECTION is a chapter (ch27), an exercise (ch27/ex02), a range (ch08-ch27), or the path of a file
or folder; several are fine, and none means everything.

Each exercise is tried on its reference, its stub and all its variants, as learners are graded. The
matrix shows which behaviours each one passes; below it is every disagreement with what the files
claim, and how to mend it.

With --watch, it stays: after each save it tries anew what that concerns, on warm processes, and says what it
comes to. Before you publish, a whole check has the last word.

Exit codes: 0 all agree, or you left --watch; 1 disagreements; 2 wrong usage or a broken tree; 3 a fault of the grader's
own.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from grader.commands._options import number, write_json
from grader.errors import Exit

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.solutions.check import Check, Round
    from grader.solutions.tables import Update


FEW = 3  # files that are named


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `solutions` takes."""
    parser.add_argument("selection", nargs="*", metavar="SELECTION", help="what to check")
    parser.add_argument(
        "--write",
        action="store_true",
        help="bring tests/*/misconceptions.json up to date, where the variants' headers are right",
    )
    parser.add_argument(
        "--add",
        action="store_true",
        help="the same, but keep what was written on other Pythons where this one differs",
    )
    parser.add_argument(
        "--watch",
        action="store_true",
        help="go on until Ctrl-C, and check after each save what it concerns",
    )
    parser.add_argument("--json", metavar="FILE", type=Path, help="write all results as JSON, too")
    parser.add_argument("--jobs", metavar="N", type=number, help="solutions to run at a time")
    parser.add_argument(
        "--tree",
        metavar="DIR",
        type=Path,
        help="the tree to check; by default the repository of this grader",
    )


def run(options: argparse.Namespace) -> int:
    """Check, report, and say by the exit code whether all is well."""
    from grader import screen
    from grader.solutions.check import Check
    from grader.tree import repository

    tree = (options.tree or repository()).resolve()
    keeping = options.write or options.add
    try:
        with Check(
            tree,
            options.selection,
            jobs=options.jobs,
            write=_writer(tree) if keeping else None,
            add=options.add,
        ) as check:
            if options.watch:
                _watch(check, options.json)
            with screen.Progress(sys.stderr) as progress:
                found = check.round(progress)
    except KeyboardInterrupt:
        if not options.watch:
            raise
        print(file=sys.stderr)
        return Exit.DONE
    _show(found, options.json, {})
    if any(each.ours for each in found.found):
        return Exit.FAULT
    return Exit.BELOW if found.found else Exit.DONE


def _watch(check: Check, target: Path | None) -> NoReturn:
    """Check after each save what it concerns, until Ctrl-C."""
    import time

    from grader import looks, screen
    from grader.errors import BrokenTree
    from grader.solutions import findings, matrix

    rooms = ("exercises", "solutions", "tests")
    saves = looks.Saves(check.root, [f"{room}/{each}" for each in check.folders for room in rooms])
    shown: dict[str, list[str]] = {}
    while True:
        began = time.perf_counter()
        try:
            with screen.Progress(sys.stderr) as progress:
                found = check.round(progress)
        except BrokenTree as broken:
            refused = findings.broken("the tree", broken)
            print(*matrix.disagreements([refused]), "", sep="\n", flush=True)
        else:
            _show(found, target, shown, time.perf_counter() - began)
        check.warm_up()
        files = saves.wait()
        check.saved(files)
        told = ", ".join(files) if len(files) <= FEW else f"{len(files)} files"
        print(f"\nsaved {told}", flush=True)


def _show(
    found: Round, target: Path | None, shown: dict[str, list[str]], seconds: float | None = None
) -> None:
    """Print the matrices that aren't `shown` yet, all complaints, and a summary; and write JSON."""
    from grader.solutions import matrix

    news = {
        exercise.id: lines
        for exercise in found.exercises
        if (lines := [*matrix.matrix(exercise, found.results[exercise.id])])
        != shown.get(exercise.id)
    }
    for lines in news.values():
        print(*lines, "", sep="\n")
    if news:
        print(matrix.LEGEND)
    shown |= news
    print(*matrix.disagreements(found.found), "", sep="\n")
    if target:
        pairs = [(exercise, found.results[exercise.id]) for exercise in found.exercises]
        write_json(target, matrix.as_json(pairs, found.found))
    print(_summary(found, seconds), flush=True)


def _writer(tree: Path) -> Callable[[Update], None]:
    """Writes tables of wrong beliefs to their places."""
    from grader import misconceptions

    def write(update: Update) -> None:
        misconceptions.write(tree / update.file, update.tables)
        print(f"wrote {update.file}: {', '.join(update.stale)}", file=sys.stderr)

    return write


def _summary(found: Round, seconds: float | None = None) -> str:
    exercises = len(found.exercises)
    solutions = sum(each.judgement is not None for own in found.results.values() for each in own)
    python = ".".join(map(str, sys.version_info[:3]))
    what = f"{exercises} exercise{'s' * (exercises != 1)}, {solutions} solutions, Python {python}"
    if seconds is not None:
        what = f"{what}, {found.tried} tried in {seconds:.2f} s"
    count = len(found.found)
    result = f"{count} disagreement{'s' * (count != 1)}" if count else "all as claimed"
    elsewhere = f"; {found.elsewhere} elsewhere" if found.elsewhere else ""
    return f"{what}: {result}{elsewhere}"
