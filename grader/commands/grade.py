"""Grade exercises: which promises your code keeps, which it breaks, and what to mend first.

SELECTION is a chapter (ch27), an exercise (ch27/ex02), a range (ch08-ch27), or the path of a file
or folder; several are fine, and none means everything.

Exit codes: 0 graded, whatever the score; 1 below --fail-under; 2 wrong usage or a broken tree;
3 a fault of the grader's own.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from grader.commands._options import number
from grader.errors import Exit, UsageError

if TYPE_CHECKING:
    from fractions import Fraction

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
        "--json",
        metavar="FILE",
        help="write the grade as JSON; to standard output, and nothing else there, with -",
    )
    parser.add_argument(
        "--format",
        metavar="NAME=FILE",
        action="append",
        default=[],
        help="write it in another format, too: junit, markdown, github, gradescope, classroom50, "
        "classroom, exercism or json; to standard output, and nothing else there, with -",
    )
    parser.add_argument(
        "--about",
        metavar="KEY=VALUE",
        action="append",
        default=[],
        help="what a format asks for besides, such as assignment=ch27 for classroom50",
    )
    parser.add_argument(
        "--fail-under",
        metavar="PERCENT",
        help="exit with 1 if less was earned than so much of what was possible",
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
    demand = _percent(options.fail_under)
    targets, about = _targets(options), _about(options.about)
    layers = _layers(options.require_layers)
    if options.submission is not None and not options.submission.is_dir():
        raise UsageError(f"--submission: there is no folder {options.submission}")

    from grader import pipeline, screen, tree
    from grader.workers.supervisor import Settings

    trusted = (options.tree or tree.home()).resolve()
    submitted = (options.submission or trusted).resolve()
    with screen.Progress(sys.stderr) as progress:
        grade = pipeline.grade(
            trusted,
            options.selection,
            submitted,
            progress,
            jobs=options.jobs,
            settings=Settings(demand=layers),
            cleared=options.clearances,
            remember=_may_remember(options),
        )
    _insist(grade, layers)
    for name, target in targets:
        _write(grade, name, target, about)
    if options.problems:
        from grader.reports import problems

        for line in problems.lines(grade, _view(grade, submitted, options).files):
            print(line)
    elif not any(target == "-" for _, target in targets):
        from grader.reports.terminal import document

        screen.show(document(grade, _view(grade, submitted, options)), sys.stdout)
    if not grade.complete:
        return Exit.FAULT
    if demand is None or _reached(grade, demand, options.fail_under):
        return Exit.DONE
    return Exit.BELOW


def _may_remember(options: argparse.Namespace) -> bool:
    """Whether this is a learner at work: wherever a verdict counts for others, everything is run."""
    others = (
        options.submission,
        options.fail_under,
        options.json,
        options.require_layers,
        options.clearances,
    )
    plain = others == (None,) * len(others) and not options.format
    return plain and not options.fresh and not os.environ.get("CI")


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


def _percent(text: str | None) -> Fraction | None:
    """Exactly what was typed: 66.7 is 667/10, and no nearest binary fraction."""
    if text is None:
        return None
    from fractions import Fraction

    if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,9})?%?", text) or Fraction(text.rstrip("%")) > 100:
        raise UsageError(f"--fail-under takes a number from 0 to 100, not `{text}`")
    return Fraction(text.rstrip("%"))


def _reached(grade: Grade, demand: Fraction, typed: str) -> bool:
    from grader.score import reaches

    if reaches(grade, demand):
        return True
    print(f"below --fail-under {typed}: {grade.points}/{grade.possible} points", file=sys.stderr)
    return False


def _targets(options: argparse.Namespace) -> list[tuple[str, str]]:
    """Formats and the files that they go to; `--json FILE` is `--format json=FILE`."""
    targets = [("json", options.json)] if options.json else []
    for word in options.format:
        name, equals, target = word.partition("=")
        from grader.reports.formats import FORMATS

        if name not in FORMATS or not equals or not target:
            known = ", ".join(FORMATS)
            raise UsageError(f"--format takes NAME=FILE, with a name of {known}; not `{word}`")
        targets.append((name, target))
    if sum(target == "-" for _, target in targets) > 1:
        raise UsageError("only one format can go to standard output")
    return targets


def _about(words: list[str]) -> dict[str, str]:
    import datetime

    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    about = {"datetime": now}
    for word in words:
        key, equals, value = word.partition("=")
        if not equals:
            raise UsageError(f"--about takes KEY=VALUE, not `{word}`")
        about[key] = value
    return about


def _write(grade: Grade, name: str, target: str, about: dict[str, str]) -> None:
    """Write the grade in a format; a file is replaced in one step, or not at all."""
    from grader.reports.formats import FORMATS

    text = FORMATS[name](grade, about)
    if target == "-":
        sys.stdout.write(text)
        return
    path = Path(target)
    new = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        new.write_text(text, encoding="utf-8")
        new.replace(path)
    except OSError as error:
        option = "--json" if name == "json" else "--format"
        raise UsageError(f"{option}: {target} can't be written: {error.strerror}") from None
    finally:
        new.unlink(missing_ok=True)


def _view(grade: Grade, submitted: Path, options: argparse.Namespace) -> View:
    from grader import screen
    from grader.files import learner_file
    from grader.reports.terminal import View

    exercises = [each for chapter in grade.chapters for each in chapter.exercises]
    return View(
        command=_command(options),
        files={each.exercise.id: learner_file(each, submitted) for each in exercises},
        verbose=options.verbose,
        width=screen.width(sys.stdout),
    )


def _command(options: argparse.Namespace) -> str:
    """What to type to grade again, up to the selection."""
    words = ["python", "-m", "grader", "grade"]
    if os.environ.get("NOX_CURRENT_SESSION"):
        words = ["nox", "-s", "grade", "--"]
    for name in ("tree", "submission"):
        if value := getattr(options, name):
            words += [f"--{name}", str(value)]
    return shlex.join(words)
