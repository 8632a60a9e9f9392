"""Begin an exercise again: your file is saved first, then the stub put in its place.

EXERCISE is like ch27/ex02. What you had is kept in `.kata/backups`; `--undo` puts it back, and what
was there then is kept in turn, so that nothing you wrote is ever lost.

Exit codes: 0 done; 2 wrong usage, or a file that can't be written.
"""

from __future__ import annotations

import argparse

from grader.commands._options import only, tree_option
from grader.errors import Exit


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `reset` takes."""
    parser.add_argument("exercise", metavar="EXERCISE", help="which one, such as ch27/ex02")
    parser.add_argument("--undo", action="store_true", help="put back what was saved last")
    tree_option(parser)


def run(options: argparse.Namespace) -> int:
    """Reset, or take it back, and say where things are."""
    from grader import tree, workbench

    root, exercise = only(options, "one exercise is reset at a time")
    mine = tree.workplace(root)
    if options.undo:
        saved = workbench.undo(root, exercise)
        print(f"{exercise.path} is what was saved last again")
        if saved:
            print(f"what was in its place is saved in turn, in {saved.relative_to(mine)}")
        return Exit.DONE
    saved = workbench.reset(root, exercise)
    if saved is None:
        print(f"{exercise.path} is the stub now; there was nothing of yours to save")
        return Exit.DONE
    print(f"{exercise.path} is the stub again; yours is kept in {saved.relative_to(mine)}")
    print("the same command with --undo puts it back")
    return Exit.DONE
