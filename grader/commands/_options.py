"""What several commands take on their command line."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from grader.errors import UsageError

if TYPE_CHECKING:
    from fractions import Fraction

    from grader.course import Course
    from grader.records import Exercise, Grade
    from grader.score import Terms

__all__ = [
    "about",
    "course_options",
    "format_options",
    "number",
    "only",
    "percent",
    "reached",
    "targets",
    "terms",
    "the_course",
    "tree_option",
    "write",
    "write_json",
]


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


def course_options(parser: argparse.ArgumentParser) -> None:
    """Declare what a course says about points."""
    parser.add_argument(
        "--course",
        metavar="FILE",
        type=Path,
        help="what counts, and how much; by default course.toml in the trusted tree, if there is one",
    )
    parser.add_argument(
        "--adjustments",
        metavar="FILE",
        type=Path,
        help="what `adjust` has written; by default adjustments.jsonl in the trusted tree",
    )


def the_course(options: argparse.Namespace, root: Path) -> Course | None:
    """The course that was named, else the one in the trusted tree at `root`, if there is one.

    Most runs have none, and import nothing for it before the workers are started.
    """
    if options.course is None and not (root / "course.toml").is_file():
        return None
    from grader import course

    return course.find(root, options.course)


def terms(
    options: argparse.Namespace, root: Path, name: str, course: Course | None
) -> Terms | None:
    """What the course and people's decisions make of the points of the submission `name`, if anything."""
    file = options.adjustments or root / "adjustments.jsonl"
    if options.adjustments and not file.is_file():
        raise UsageError(f"--adjustments: there is no file {file}")
    if course is None and not file.is_file():
        return None
    from grader import adjustments
    from grader.score import Terms

    return Terms(
        weights=course.weights if course else None,
        adjustments=adjustments.load(file).get(name, {}),
    )


def format_options(parser: argparse.ArgumentParser) -> None:
    """Declare how a grade is written, and what is demanded of it."""
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


def targets(options: argparse.Namespace) -> list[tuple[str, str]]:
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


def about(words: list[str]) -> dict[str, str]:
    """What `--about` says, and when this is."""
    import datetime

    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    about = {"datetime": now}
    for word in words:
        key, equals, value = word.partition("=")
        if not equals:
            raise UsageError(f"--about takes KEY=VALUE, not `{word}`")
        about[key] = value
    return about


def write(grade: Grade, name: str, target: str, about: dict[str, str]) -> None:
    """Write the grade in a format; a file is replaced in one step, or not at all.

    A link goes on leading to where it leads, and what isn't a file, such as `/dev/null`, is written to.
    """
    from grader.reports.formats import FORMATS

    text = FORMATS[name](grade, about)
    if target == "-":
        sys.stdout.write(text)
        return
    path = Path(target)
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_text(text, encoding="utf-8")
        else:
            _replace(path.resolve(), text)
    except OSError as error:
        option = "--json" if name == "json" else "--format"
        raise UsageError(f"{option}: {target} can't be written: {error.strerror}") from None


def _replace(path: Path, text: str) -> None:
    new = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        new.write_text(text, encoding="utf-8")
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def write_json(path: Path, content: object) -> None:
    """Write what an author's check found, for machines."""
    try:
        path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"--json: {path} can't be written: {error.strerror}") from None


def percent(text: str | None) -> Fraction | None:
    """Exactly what was typed: 66.7 is 667/10, and no nearest binary fraction."""
    if text is None:
        return None
    from fractions import Fraction

    if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,9})?%?", text) or Fraction(text.rstrip("%")) > 100:
        raise UsageError(f"--fail-under takes a number from 0 to 100, not `{text}`")
    return Fraction(text.rstrip("%"))


def reached(grade: Grade, demand: Fraction, typed: str) -> bool:
    """Whether `grade` meets the demand; says so if it doesn't."""
    from grader.score import reaches

    if reaches(grade, demand):
        return True
    print(f"below --fail-under {typed}: {grade.points}/{grade.possible} points", file=sys.stderr)
    return False
