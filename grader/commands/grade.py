"""Grade exercises: which promises your code keeps, which it breaks, and what to mend first.

SELECTION is a chapter (ch27), an exercise (ch27/ex02), a range (ch08-ch27), or the path of a file
or folder; several are fine, and none means everything.

Exit codes: 0 graded, whatever the score; 1 below --fail-under; 2 wrong usage or a broken tree;
3 a fault of the grader's own.
"""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from grader.commands._options import (
    about,
    course_options,
    format_options,
    number,
    percent,
    reached,
    targets,
    terms,
    the_course,
    write,
)
from grader.errors import Exit, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from grader.records import Grade
    from grader.reports.terminal import View


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `grade` takes."""
    parser.add_argument("selection", nargs="*", metavar="SELECTION", help="what to grade")
    parser.add_argument(
        "--submission",
        metavar="DIR",
        type=Path,
        help="grade the exercises in this tree: it holds exercises/, or the chapters themselves",
    )
    parser.add_argument(
        "--loose",
        action="store_true",
        help="the submission's files may lie anywhere in it, as students upload them; what isn't "
        "there counts as not started",
    )
    format_options(parser)
    course_options(parser)
    parser.add_argument(
        "--name",
        help="what the submission is called in adjustments; by default as its folder",
    )
    parser.add_argument("--jobs", metavar="N", type=number, help="exercises to run at a time")
    parser.add_argument(
        "--verbose", action="store_true", help="explain every exercise and failure in full"
    )
    parser.add_argument(
        "--fresh",
        action="store_true",
        help="run everything, also what has passed and is unchanged since",
    )
    parser.add_argument(
        "--problems",
        action="store_true",
        help="print a line a failure, FILE:LINE: error: …, for an editor",
    )
    parser.add_argument(
        "--require-layers",
        metavar="NAMES",
        help="refuse to run anything unless these protections are on: names as in `doctor`, with "
        "commas between, or all",
    )
    parser.add_argument(
        "--clearances",
        metavar="FILE",
        type=Path,
        help="what `clear` has written; by default clearances.jsonl in the trusted tree",
    )
    parser.add_argument(
        "--tree",
        metavar="DIR",
        type=Path,
        help="where stubs and hidden tests come from; by default the repository of this grader",
    )


def run(options: argparse.Namespace) -> int:
    """Grade, report, and say by the exit code how it went."""
    if options.submission is not None and not options.submission.is_dir():
        raise UsageError(f"--submission: there is no folder {options.submission}")
    if not options.loose:
        return _run(options, options.submission)
    if options.submission is None:
        raise UsageError("--loose: name the folder of the files with --submission")
    import tempfile

    with tempfile.TemporaryDirectory(prefix="kata-") as place:
        return _run(options, Path(place), loose=True)


def _run(options: argparse.Namespace, submission: Path | None, *, loose: bool = False) -> int:
    """Grade the tree `submission`; it is empty and filled first if the files are `loose`."""
    demand = percent(options.fail_under)
    wanted, told = targets(options), about(options.about)
    layers = _layers(options.require_layers)
    from grader import pipeline, screen, tree
    from grader.workers.supervisor import Settings

    trusted = (options.tree or tree.home()).resolve()
    submitted = (submission or tree.workplace(trusted)).resolve()
    selection = options.selection
    course = the_course(options, trusted)
    if course:
        selection = course.narrow(selection)
    if loose:
        note = _arrange(options.submission, submitted, trusted, selection)
        told.setdefault("note", note)
        sys.stderr.write(note)
    name = options.name or (options.submission or submitted).resolve().name
    with screen.Progress(sys.stderr) as progress:
        grade = pipeline.grade(
            trusted,
            selection,
            submitted,
            progress,
            jobs=options.jobs,
            settings=Settings(demand=layers),
            terms=terms(options, trusted, name, course),
            cleared=options.clearances,
            remember=_may_remember(options),
            fresh=options.fresh,
            in_full=None if wanted or options.problems else _in_full(verbose=options.verbose),
        )
    _insist(grade, layers)
    for name, target in wanted:
        write(grade, name, target, told)
    if options.problems:
        from grader.reports import problems

        for line in problems.lines(grade, _view(grade, submitted, options).files):
            print(line)
    elif not any(target == "-" for _, target in wanted):
        from grader.reports.terminal import document

        screen.show(document(grade, _view(grade, submitted, options)), sys.stdout)
    if not grade.complete:
        return Exit.FAULT
    if demand is None or reached(grade, demand, options.fail_under):
        return Exit.DONE
    return Exit.BELOW


def _in_full(*, verbose: bool) -> Callable[[Grade], dict[str, tuple[str, ...]]]:
    """What the report in the terminal explains in full; it is imported once workers are at work."""

    def of(grade: Grade) -> dict[str, tuple[str, ...]]:
        from grader.reports import terminal

        return terminal.in_full(grade, verbose=verbose)

    return of


def _arrange(uploads: Path, place: Path, trusted: Path, selection: Sequence[str]) -> str:
    """Put files as they were uploaded where exercises belong; what to tell about them."""
    from grader import catalogue, select
    from grader import uploads as loose
    from grader.reports.text import clean

    names = catalogue.names(trusted)
    wanted = select.ids(names, selection)
    return clean(loose.arrange(uploads, place, trusted, names, wanted))


def _may_remember(options: argparse.Namespace) -> bool:
    """Whether this is a learner at work: wherever a verdict counts for others, everything is run."""
    others = (
        options.submission,
        options.fail_under,
        options.json,
        options.require_layers,
        options.clearances,
        options.course,
        options.adjustments,
    )
    plain = others == (None,) * len(others) and not options.format
    return plain and not os.environ.get("CI")


def _layers(names: str | None) -> tuple[str, ...]:
    """The protections that are demanded."""
    if names is None:
        return ()
    from grader.workers.orders import LAYERS

    wanted = tuple(LAYERS) if names == "all" else tuple(names.split(","))
    for name in wanted:
        if name not in LAYERS:
            raise UsageError(f"--require-layers: no `{name}`; there are {', '.join(LAYERS)}")
    return wanted


def _insist(grade: Grade, demanded: tuple[str, ...]) -> None:
    """Refuse a grade that was made without what was demanded; nothing has been run then.

    Where no process was needed, because nothing is started yet, no state is known, or matters.
    """
    found = dict(grade.environment)
    known = any(name.startswith("layer ") for name in found)
    for name in demanded:
        state = found.get(f"layer {name}", "off" if known else "on")
        if state != "on":
            raise UsageError(
                f"--require-layers: `{name}` is {state}; `python -m grader doctor` tells more"
            )


def _view(grade: Grade, submitted: Path, options: argparse.Namespace) -> View:
    from dataclasses import replace

    from grader import screen
    from grader.files import learner_file
    from grader.reports.terminal import View

    exercises = [each for chapter in grade.chapters for each in chapter.exercises]
    files = {each.exercise.id: learner_file(each, submitted) for each in exercises}
    if options.loose:  # where they were put for this run is nobody's concern
        paths = {each.exercise.id: each.exercise.path for each in exercises}
        files = {name: replace(file, shown=paths[name]) for name, file in files.items()}
    return View(
        command=_command(options),
        files=files,
        verbose=options.verbose,
        width=screen.width(sys.stdout),
    )


def _command(options: argparse.Namespace) -> str:
    """What to type to grade again, up to the selection."""
    words = ["python", "-m", "grader", "grade"]
    if os.environ.get("NOX_CURRENT_SESSION"):
        words = ["nox", "-s", "grade", "--"]
    for name in ("tree", "submission", "course"):
        if value := getattr(options, name):
            words += [f"--{name}", str(value)]
    return shlex.join(words)
