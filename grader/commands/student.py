"""Write the repository to hand out to students: stubs, primers and hidden tests, and no answers.

OUT is a new folder, to be made a git repository of your own. `--without-tests` keeps the hidden tests
back, too: `grade` then says that verdicts come from where the course grades.

Exit codes: 0 written; 2 wrong usage, or a folder that can't be written.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from grader.commands._options import tree_option
from grader.errors import Exit


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `student` takes."""
    parser.add_argument("out", metavar="OUT", type=Path, help="the folder to write")
    parser.add_argument("--without-tests", action="store_true", help="keep the hidden tests back")
    tree_option(parser)


def run(options: argparse.Namespace) -> int:
    """Write it, and say what is in it."""
    from grader import edition, tree

    root = (options.tree or tree.repository()).resolve()
    count = edition.write(root, options.out, tests=not options.without_tests)
    tests = "without their tests" if options.without_tests else "with their hidden tests"
    print(f"{count} exercises, {tests} and without solutions, are in {options.out}")
    return Exit.DONE
