"""Build the autograder for Gradescope: a zip file to be uploaded there.

OUT is the zip file to write. SELECTION is what is graded, as for `grade`; with a course it is what of that
counts, and none means all. Students upload their files one by one or in folders; what they leave out counts
as not started. References don't go with it.

Exit codes: 0 written; 2 wrong usage, or a file that can't be written.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from grader.commands._options import tree_option
from grader.errors import Exit, UsageError


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `gradescope` takes."""
    parser.add_argument("out", metavar="OUT", type=Path, help="such as autograder.zip")
    parser.add_argument("selection", nargs="*", metavar="SELECTION", help="what is graded")
    parser.add_argument(
        "--course",
        metavar="FILE",
        type=Path,
        help="what counts, and how much; by default course.toml in the trusted tree, if there is one",
    )
    tree_option(parser)


def run(options: argparse.Namespace) -> int:
    """Build it, and say what is in it."""
    from grader import autograder, catalogue, course, select, tree

    if options.out.suffix != ".zip":
        raise UsageError(f"OUT has to end in .zip, and {options.out} doesn't")
    root = (options.tree or tree.repository()).resolve()
    found = course.find(root, options.course)
    names = catalogue.names(root)
    wanted = found.narrow(options.selection) if found else select.ids(names, options.selection)
    # A course speaks of all that it counts, so all of that has to be there.
    needed = {each[:4] for each in (found.weights if found else wanted)}
    folders = [each for each in names if each[:4] in needed]
    catalogue.load(root, folders)  # refuses a damaged tree here, and not on Gradescope
    plan = (options.course or root / course.NAME) if found else None
    content = autograder.build(root, folders, options.selection, plan)
    new = options.out.with_name(f".{options.out.name}.{os.getpid()}")
    try:
        new.write_bytes(content)
        new.replace(options.out)
    except OSError as error:
        raise UsageError(f"{options.out} can't be written: {error.strerror}") from None
    finally:
        new.unlink(missing_ok=True)
    print(f"{options.out}: {len(wanted)} exercises, {len(content) / 1024:.0f} KiB, no references")
    print("on Gradescope: the assignment's Configure Autograder, Zip file upload")
    return Exit.DONE
