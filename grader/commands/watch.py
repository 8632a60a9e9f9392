"""Watch your files: each save is graded at once, in a full-screen view.

SELECTION is as for `grade`; none means everything. It begins with the first exercise that isn't done,
and turns to whichever you save. Keys: n next, p previous, l list, h hint, e edit (in $VISUAL, $EDITOR
or VS Code), d demo, r reset (yours is saved first), u undo, q quit.

Exit codes: 0 you left; 2 wrong usage, a broken tree, or no terminal.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from grader.commands._options import tree_option
from grader.errors import Exit, UsageError

DRAWN = 250  # times a second, at most: textual's 60 would keep a verdict back for up to 17 ms


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `watch` takes."""
    parser.add_argument("selection", nargs="*", metavar="SELECTION", help="what to watch")
    parser.add_argument(
        "--log", metavar="FILE", type=Path, help="add a line of JSON to it for each verdict shown"
    )
    tree_option(parser)


def run(options: argparse.Namespace) -> int:
    """Check what can be checked before the terminal is taken over; then do that."""
    from grader import catalogue, select, tree

    root = (options.tree or tree.home()).resolve()
    select.chapters(catalogue.folders(root), options.selection)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("watch needs a terminal; `grade` does without")
    os.environ.setdefault("TEXTUAL_FPS", str(DRAWN))  # read when textual is imported
    try:
        from grader.watch.app import Watch
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "textual":
            raise
        raise UsageError(
            "watch needs the package textual; `nox -s watch` has it, or run `pip install textual`"
        ) from None
    app = Watch(root, options.selection, options.log)
    code = app.run()
    if app.trouble:
        raise app.trouble
    return Exit.DONE if code is None else code
