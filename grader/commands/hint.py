"""Show the next hint for an exercise: three in all, from a nudge to nearly the answer.

EXERCISE is like ch27/ex02. Each call shows one hint more, and those before it. Which were shown is
kept in `.kata/hints.json`; nothing is graded, and hints cost nothing.

Exit codes: 0 shown; 2 wrong usage or a broken tree.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import textwrap
from pathlib import Path

from grader.errors import Exit, UsageError

STATE = Path(".kata") / "hints.json"  # in the tree: exercise id -> how many hints were shown


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `hint` takes."""
    parser.add_argument("exercise", metavar="EXERCISE", help="which one, such as ch27/ex02")
    parser.add_argument("--restart", action="store_true", help="begin with the first hint again")
    parser.add_argument(
        "--tree",
        metavar="DIR",
        type=Path,
        help="where the exercises are; by default the repository of this grader",
    )


def run(options: argparse.Namespace) -> int:
    """Show one hint more."""
    from grader import catalogue, screen, select, tree

    root = (options.tree or tree.home()).resolve()
    pattern = [options.exercise]
    known = catalogue.load(root, select.chapters(catalogue.folders(root), pattern), table=False)
    chosen = select.select(known, pattern)
    if len(chosen) != 1:
        raise UsageError(
            f"hints are for one exercise, and `{options.exercise}` is {len(chosen)}; "
            f"try `{chosen[0].id}`"
        )
    (exercise,) = chosen
    shown = _read(root / STATE)
    before = 0 if options.restart else shown.get(exercise.id, 0)
    count = min(before + 1, len(exercise.hints))
    _show(f"{exercise.id}  {exercise.title}", exercise.hints[:count], screen.width(sys.stdout))
    if count < len(exercise.hints):
        print("\nThe same command shows the next one.")
    else:
        print(f"\nThat is all. More of what it takes is in exercises/{exercise.folder}/README.md.")
    _write(root / STATE, shown | {exercise.id: count})
    return Exit.DONE


def _show(title: str, hints: tuple[str, ...], width: int) -> None:
    print(title)
    for number, hint in enumerate(hints, 1):
        head = f"  {number}  "
        print()
        print(textwrap.fill(hint, width, initial_indent=head, subsequent_indent=" " * len(head)))


def _read(path: Path) -> dict[str, int]:
    """How many hints were shown; what can't be read counts as none."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: count for name, count in found.items() if type(count) is int and count >= 0}


def _write(path: Path, shown: dict[str, int]) -> None:
    """Keep the numbers. Where nothing can be written, the next call just shows the same hint."""
    new = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(exist_ok=True)
        new.write_text(json.dumps(shown, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        new.replace(path)
    except OSError:
        new.unlink(missing_ok=True)
