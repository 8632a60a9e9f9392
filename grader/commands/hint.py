"""Show the next hint for an exercise: three in all, from a nudge to nearly the answer.

EXERCISE is like ch27/ex02. Each call shows one hint more, and those before it. Which were shown is
kept in `.kata/hints.json`; nothing is graded, and hints cost nothing.

Exit codes: 0 shown; 2 wrong usage or a broken tree.
"""

from __future__ import annotations

import argparse
import sys
import textwrap

from grader.commands._options import only, tree_option
from grader.errors import Exit


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `hint` takes."""
    parser.add_argument("exercise", metavar="EXERCISE", help="which one, such as ch27/ex02")
    parser.add_argument("--restart", action="store_true", help="begin with the first hint again")
    tree_option(parser)


def run(options: argparse.Namespace) -> int:
    """Show one hint more."""
    from grader import hints, screen, tree

    root, exercise = only(options, "hints are for one exercise")
    shown = hints.following(tree.workplace(root), exercise, restart=options.restart)
    _show(f"{exercise.id}  {exercise.title}", shown, screen.width(sys.stdout))
    if len(shown) < len(exercise.hints):
        print("\nThe same command shows the next one.")
    else:
        print(f"\nThat is all. More of what it takes is in exercises/{exercise.folder}/README.md.")
    return Exit.DONE


def _show(title: str, hints: tuple[str, ...], width: int) -> None:
    print(title)
    for number, hint in enumerate(hints, 1):
        head = f"  {number}  "
        print()
        print(textwrap.fill(hint, width, initial_indent=head, subsequent_indent=" " * len(head)))
