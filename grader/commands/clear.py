"""Let a file pass that was set aside for a look: it is graded again, and earns what it earns.

Look at it first: `grade` says what was noticed. The clearance is for the file as it is now, to the
byte; it is written, with who, when and why, into clearances.jsonl of the trusted tree, a file to be
kept under version control. It is run without the guards inside Python, which it has set off; the
operating system's stay on. `--withdraw` takes a clearance back, which is written down, too.

Exit codes: 0 done; 2 wrong usage.
"""

from __future__ import annotations

import argparse
import datetime
import getpass
from pathlib import Path

from grader.errors import Exit, UsageError


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `clear` takes."""
    parser.add_argument("submission", metavar="SUBMISSION", type=Path, help="the learner's tree")
    parser.add_argument("exercise", metavar="EXERCISE", help="such as ch27/ex02")
    parser.add_argument("--reason", required=True, help="why it is harmless, for whoever asks")
    parser.add_argument("--by", metavar="NAME", help="who says so; by default whoever is logged in")
    parser.add_argument("--withdraw", action="store_true", help="take a clearance back")
    parser.add_argument("--tree", metavar="DIR", type=Path, help="the trusted tree")
    parser.add_argument(
        "--clearances", metavar="FILE", type=Path, help="where they are kept, if not in that tree"
    )


def run(options: argparse.Namespace) -> int:
    """Write the clearance down, and say what it means."""
    from grader import catalogue, clearances, select, submission, tree
    from grader.reports.text import clean

    reason = options.reason.strip()
    if not reason:
        raise UsageError("--reason: say why, for whoever asks later")
    if not options.submission.is_dir():
        raise UsageError(f"there is no folder {options.submission}")
    trusted = (options.tree or tree.home()).resolve()
    patterns = [options.exercise]
    known = catalogue.load(
        trusted, select.chapters(catalogue.folders(trusted), patterns), table=False
    )
    exercises = select.select(known, patterns)
    if len(exercises) != 1:
        raise UsageError(f"`{options.exercise}` is {len(exercises)} exercises; clear one at a time")
    (exercise,) = exercises
    found = submission.read(options.submission, exercise)
    if isinstance(found, submission.Problem):
        raise UsageError(clean(found.message))
    file = options.clearances or tree.record(trusted, clearances.NAME)
    key = (exercise.id, clearances.digest(found.content))
    if options.withdraw and key not in clearances.load(file):
        raise UsageError(f"{exercise.id} isn't cleared, as this file is now")
    clearance = clearances.Clearance(
        exercise=exercise.id,
        digest=key[1],
        submission=str(options.submission),
        reason=reason,
        by=options.by or getpass.getuser(),
        at=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        withdrawn=options.withdraw,
    )
    try:
        clearances.add(file, clearance)
    except OSError as error:
        raise UsageError(f"{file} can't be written: {error.strerror}") from None
    done = "taken back" if options.withdraw else "cleared, as this file is now"
    print(f"{exercise.id} is {done}: {clean(reason)}")
    print(f"written down in {file}; grade it again")
    return Exit.DONE
