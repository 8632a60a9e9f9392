"""Turn the JSON of a grade into other formats, where its maker is not to be trusted with the score.

EVIDENCE is what `grade --json` wrote, perhaps on a machine on which learner code has run. Its verdicts
are scored anew against this tree; its points and totals are not looked at. Without --format it shows the
report for the terminal.

Exit codes: 0 rendered; 1 below --fail-under; 2 wrong usage, or no evidence; 3 it has internal errors.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from grader.commands._options import (
    about,
    course_options,
    format_options,
    percent,
    reached,
    targets,
    terms,
    the_course,
    tree_option,
    write,
)
from grader.errors import Exit, UsageError

if TYPE_CHECKING:
    from grader.records import Catalogue


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `render` takes."""
    parser.add_argument("evidence", metavar="EVIDENCE", type=Path, help="what grade --json wrote")
    parser.add_argument(
        "--submission",
        metavar="DIR",
        type=Path,
        help="the files that were graded, to see which of them have been cleared; nothing of it is run",
    )
    parser.add_argument(
        "--clearances",
        metavar="FILE",
        type=Path,
        help="what `clear` has written; by default clearances.jsonl in the trusted tree",
    )
    format_options(parser)
    course_options(parser)
    parser.add_argument(
        "--name",
        help="what the submission is called in adjustments; by default as the folder of --submission",
    )
    tree_option(parser)


def run(options: argparse.Namespace) -> int:
    """Score anew, and write."""
    demand = percent(options.fail_under)
    wanted, told = targets(options), about(options.about)
    from grader import catalogue, evidence, screen, tree

    root = (options.tree or tree.home()).resolve()
    known = catalogue.load(root)
    try:
        text = options.evidence.read_bytes()
    except OSError as error:
        raise UsageError(f"{options.evidence} can't be read: {error.strerror}") from None
    name = options.name or (options.submission.resolve().name if options.submission else "")
    grade = evidence.read(
        text,
        known,
        _cleared(known, root, options),
        terms(options, root, name, the_course(options, root)),
    )
    for name, target in wanted:
        write(grade, name, target, told)
    if not wanted:
        from grader.reports.terminal import LearnerFile, View, document

        exercises = [each.exercise for chapter in grade.chapters for each in chapter.exercises]
        files = {each.id: LearnerFile(shown=each.path) for each in exercises}
        screen.show(document(grade, View(files=files, width=screen.width(sys.stdout))), sys.stdout)
    if not grade.complete:
        return Exit.FAULT
    if demand is None or reached(grade, demand, options.fail_under):
        return Exit.DONE
    return Exit.BELOW


def _cleared(known: Catalogue, root: Path, options: argparse.Namespace) -> dict[str, str]:
    """Why exercises may pass, whose very files somebody has looked at."""
    from grader import clearances, submission

    if options.submission is None:
        return {}
    passing = clearances.load(options.clearances or root / clearances.NAME)
    found = {}
    for exercise in (each for chapter in known.chapters for each in chapter.exercises):
        file = submission.read(options.submission, exercise) if passing else None
        if isinstance(file, submission.Source):
            one = passing.get((exercise.id, clearances.digest(file.content)))
            if one is not None:
                found[exercise.id] = f"{one.by} on {one.at[:10]}: {one.reason}"
    return found
