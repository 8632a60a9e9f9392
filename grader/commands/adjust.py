"""Give or take points by hand, or set them, with a reason that every report and table shows.

SUBMISSION is its name as in the tables of `cohort`, or its folder or file. The adjustment is written, with
who, when and why, into adjustments.jsonl of the trusted tree, a file to be kept under version control. It
holds at every grading, for new versions of the file, too, until another one is written or `--withdraw`
takes it back. Points are those that reports show, with a course's weights; the result is never less than 0
or more than is possible. What has to be looked at first earns nothing until `clear` lets it pass.

Exit codes: 0 done; 2 wrong usage.
"""

from __future__ import annotations

import argparse
import datetime
import getpass
import re
from pathlib import Path

from grader.commands._options import only, tree_option
from grader.errors import Exit, UsageError


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `adjust` takes."""
    parser.add_argument("submission", metavar="SUBMISSION", help="whose points")
    parser.add_argument("exercise", metavar="EXERCISE", help="such as ch27/ex02")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--add", metavar="N", type=_signed, help="points to give; -N takes some")
    what.add_argument("--set", metavar="N", type=_unsigned, help="the points, whatever was earned")
    what.add_argument("--withdraw", action="store_true", help="take an adjustment back")
    parser.add_argument("--reason", required=True, help="why, for whoever is graded")
    parser.add_argument("--by", metavar="NAME", help="who says so; by default whoever is logged in")
    parser.add_argument(
        "--adjustments", metavar="FILE", type=Path, help="where they are kept, if not in that tree"
    )
    tree_option(parser)


def run(options: argparse.Namespace) -> int:
    """Write the adjustment down, and say what it means."""
    from grader import adjustments, tree
    from grader.reports.text import clean

    reason = options.reason.strip()
    if not reason:
        raise UsageError("--reason: say why, for whoever asks later")
    root, exercise = only(options, "one adjusts one exercise at a time")
    name = _name(options.submission)
    file = options.adjustments or tree.record(root, adjustments.NAME)
    before = adjustments.load(file).get(name, {}).get(exercise.id)
    if options.withdraw and before is None:
        raise UsageError(f"{exercise.id} of {name} isn't adjusted")
    fixed = options.set is not None
    points = options.set if fixed else options.add or 0
    adjustment = adjustments.Adjustment(
        submission=name,
        exercise=exercise.id,
        points=points,
        fixed=fixed,
        reason=reason,
        by=options.by or getpass.getuser(),
        at=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        withdrawn=options.withdraw,
    )
    try:
        adjustments.add(file, adjustment)
    except OSError as error:
        raise UsageError(f"{file} can't be written: {error.strerror}") from None
    done = f"set to {points}" if fixed else f"{points:+}"
    print(clean(f"{exercise.id} of {name}: {'taken back' if options.withdraw else done}, {reason}"))
    if before and not options.withdraw:
        print(f"it takes the place of what {clean(before.by)} wrote on {before.at[:10]}")
    print(f"written down in {file}; grade it again")
    return Exit.DONE


def _name(text: str) -> str:
    """What a submission is called: a place's own name, as in a cohort, else what was typed."""
    place = Path(text)
    if place.exists():
        return place.resolve().name.removesuffix(".zip").removesuffix(".git")
    return text


def _signed(text: str) -> int:
    if not re.fullmatch(r"[+-]?[0-9]{1,6}", text):
        raise argparse.ArgumentTypeError("it takes a whole number, such as 2 or -1")
    return int(text)


def _unsigned(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", text):
        raise argparse.ArgumentTypeError("it takes a whole number from 0")
    return int(text)
