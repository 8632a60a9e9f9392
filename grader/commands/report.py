"""Write what you can look at: one HTML page with scores, explanations, your code and timelines.

SELECTION is as for `grade`; none means everything. The page needs no network and no other file, so it
can be kept, printed or mailed; nothing of it leaves this computer by itself.

Exit codes: 0 written; 2 wrong usage, a broken tree, or a file that can't be written; 3 a fault of the
grader's own.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from grader.commands._options import course_options, number, terms, the_course, tree_option
from grader.errors import Exit, UsageError


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `report` takes."""
    parser.add_argument("selection", nargs="*", metavar="SELECTION", help="what to grade")
    parser.add_argument(
        "--output", metavar="FILE", type=Path, help="by default .kata/report.html where you work"
    )
    parser.add_argument(
        "--submission", metavar="DIR", type=Path, help="grade the exercises in this tree"
    )
    course_options(parser)
    parser.add_argument("--jobs", metavar="N", type=number, help="exercises to run at a time")
    parser.add_argument("--open", action="store_true", help="and open it in the browser")
    tree_option(parser)


def run(options: argparse.Namespace) -> int:
    """Grade, write, and say where."""
    if options.submission is not None and not options.submission.is_dir():
        raise UsageError(f"--submission: there is no folder {options.submission}")
    from grader import files, pipeline, screen, state, tree
    from grader.reports import terminal
    from grader.reports.html import page

    trusted = (options.tree or tree.home()).resolve()
    mine = tree.workplace(trusted)
    submitted = (options.submission or mine).resolve()
    selection = options.selection
    if course := the_course(options, trusted):
        selection = course.narrow(selection)
    with screen.Progress(sys.stderr) as progress:
        grade = pipeline.grade(
            trusted,
            selection,
            submitted,
            progress,
            jobs=options.jobs,
            terms=terms(options, trusted, submitted.name, course),
            remember=options.submission is None and not os.environ.get("CI"),
            in_full=lambda grade: terminal.in_full(grade, verbose=True),
        )
    exercises = [each for chapter in grade.chapters for each in chapter.exercises]
    sources = {each.exercise.id: files.learner_file(each, submitted) for each in exercises}
    target = options.output or mine / state.FOLDER / "report.html"
    try:
        target.parent.mkdir(exist_ok=True)
        target.write_text(page(grade, sources), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{target} can't be written: {error.strerror}") from None
    print(f"{grade.points}/{grade.possible} points; the report is {target}")
    if options.open:
        import webbrowser

        webbrowser.open(target.resolve().as_uri())
    return Exit.DONE if grade.complete else Exit.FAULT
