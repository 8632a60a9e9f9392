"""Run an exercise's file as a program: a tiny demo in real time, with nothing tested.

EXERCISE is like ch27/ex02. It runs your file as it is, without the grader's protections, as
`python exercises/…/ex02_….py` does. `--reference` runs the reference solution's demo instead.

Exit codes: the program's own; 2 wrong usage.
"""

from __future__ import annotations

import argparse
import subprocess
import sys

from grader.commands._options import only, tree_option
from grader.errors import UsageError


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `demo` takes."""
    parser.add_argument("exercise", metavar="EXERCISE", help="which one, such as ch27/ex02")
    parser.add_argument("--reference", action="store_true", help="what it looks like when done")
    tree_option(parser)


def run(options: argparse.Namespace) -> int:
    """Run it, with our terminal."""
    root, exercise = only(options, "one demo is run at a time")
    from grader import tree

    place = root if options.reference else tree.workplace(root)
    path = place / (exercise.reference if options.reference else exercise.path)
    if not path.is_file():
        raise UsageError(f"there is no file {path.relative_to(place)}")
    try:
        return subprocess.run([sys.executable, str(path)], check=False).returncode & 0xFF
    except KeyboardInterrupt:  # it was for the demo, and has ended it
        return 130
