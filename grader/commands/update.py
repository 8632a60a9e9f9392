"""Update your clone to the newest version of the project, and keep what you have written.

SOURCE is a remote branch; by default `upstream/main` if there is a remote of that name, else the main
branch of `origin`. A new stub is worked into your file where that can be done without touching lines
of yours; otherwise your file stays as it is, and the new stub is put into `.kata/updates` for you to
look at. What was there before is kept in the same place.

Exit codes: 0 up to date; 2 it could not be done, and nothing has changed.
"""

from __future__ import annotations

import argparse

from grader.commands._options import tree_option
from grader.errors import Exit


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `update` takes."""
    parser.add_argument("source", nargs="?", metavar="SOURCE", help="such as upstream/main")
    tree_option(parser)


def run(options: argparse.Namespace) -> int:
    """Update, and say what became of whose files."""
    from grader import tree, updating

    root = (options.tree or tree.repository()).resolve()
    done = updating.update(root, options.source)
    if not done.commits:
        print(f"up to date with {done.source}")
        return Exit.DONE
    changes = "1 change" if done.commits == 1 else f"{done.commits} changes"
    print(f"{changes} from {done.source}")
    for name in done.merged:
        print(f"  {name}: the new stub is worked into yours")
    for name in done.kept:
        print(f"  {name}: yours stays; the new stub is {done.saved}/new-stubs/{name}")
    if done.saved:
        print(f"what you had before is kept in {done.saved}/yours")
    return Exit.DONE
