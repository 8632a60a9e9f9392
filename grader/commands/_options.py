"""What several commands take on their command line."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING

from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.records import Exercise

__all__ = ["number", "only", "tree_option"]


def number(text: str) -> int:
    """A whole number from 1, for argparse."""
    if not re.fullmatch(r"[0-9]{1,4}", text) or int(text) == 0:
        raise argparse.ArgumentTypeError("it takes a number from 1")
    return int(text)


def tree_option(parser: argparse.ArgumentParser) -> None:
    """Declare `--tree`, for commands about a learner's own tree."""
    parser.add_argument(
        "--tree",
        metavar="DIR",
        type=Path,
        help="where the exercises are; by default the repository of this grader",
    )


def only(options: argparse.Namespace, why: str) -> tuple[Path, Exercise]:
    """The tree, and the one exercise in it that `options.exercise` asks for.

    Raises:
        UsageError: it asks for another number of exercises; `why` says why just one will do.
    """
    from grader import catalogue, select, tree

    root = (options.tree or tree.home()).resolve()
    pattern = [options.exercise]
    known = catalogue.load(root, select.chapters(catalogue.folders(root), pattern), table=False)
    chosen = select.select(known, pattern)
    if len(chosen) != 1:
        raise UsageError(f"{why}, and `{options.exercise}` is {len(chosen)}; try `{chosen[0].id}`")
    return root, chosen[0]
