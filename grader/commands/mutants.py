"""Put small mistakes into the references, and see whether a hidden test notices each of them.

SELECTION is a chapter (ch27), an exercise (ch27/ex02), a range (ch08-ch27), or the path of a file
or folder; several are fine, and none means everything.

A mutant is a reference with one change: one of the mistakes that asyncio invites, or one that fits any
program (cosmic-ray's). It is killed if it is graded below full. One of asyncio's that survives has to be
explained in tests/chNN_…/mutants.toml, as equivalent or as left open. Of those that aren't equivalent, 95 %
have to be killed, over all chapters together. General ones are only counted.

Exit codes: 0 all is well; 1 a survivor is not explained, an explanation is out of date, or too few were
killed; 2 wrong usage or a broken tree; 3 a fault of the grader's own.
"""

from __future__ import annotations

import argparse
import difflib
import math
import sys
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from grader.commands._options import number, write_json
from grader.errors import Exit, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.mutants.plan import Mutant
    from grader.mutants.trying import Tried
    from grader.records import Exercise

ENOUGH = Fraction(95, 100)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `mutants` takes."""
    parser.add_argument("selection", nargs="*", metavar="SELECTION", help="whose references")
    parser.add_argument(
        "--only", metavar="ID", help="this mutant alone, such as ch27/ex02:drop-await@23"
    )
    parser.add_argument(
        "--kind", choices=("asyncio", "general", "all"), default="all", help="whose mistakes (all)"
    )
    parser.add_argument("--json", metavar="FILE", type=Path, help="write all results as JSON, too")
    parser.add_argument("--jobs", metavar="N", type=number, help="mutants to run at a time")
    parser.add_argument(
        "--tree",
        metavar="DIR",
        type=Path,
        help="the tree to check; by default the repository of this grader",
    )


def run(options: argparse.Namespace) -> int:
    """Make them, try them, report, and say by the exit code whether all is well."""
    from grader import catalogue, select
    from grader.mutants import explained, render
    from grader.mutants.plan import Kind
    from grader.solutions import matrix
    from grader.tree import repository

    if options.only and options.selection:
        raise UsageError("--only says which mutant; a SELECTION besides makes no sense")
    selection = [options.only.partition(":")[0]] if options.only else options.selection
    tree = (options.tree or repository()).resolve()
    known = catalogue.load(tree, select.chapters(catalogue.folders(tree), selection), table=False)
    mutants = _plan(tree, select.select(known, selection), options)
    reasons = [each for chapter in known.chapters for each in explained.reasons(tree, chapter)]
    tried = _try(tree, mutants, options.jobs)

    chosen = {each.exercise.id for each in mutants if each.kind is Kind.ASYNCIO}
    reasons = [each for each in reasons if each.exercise in chosen]
    if options.only:
        print(*render.in_full(tried[0]), sep="\n")
        reasons = [each for each in reasons if each.fits(mutants[0])]
    found = list(explained.check(reasons, tried))
    print(*render.survivors(tried, reasons), *matrix.disagreements(found), "", sep="\n")
    print(*render.scores(tried, reasons), sep="\n")
    if options.json:
        write_json(options.json, render.as_json(tried, reasons))
    if any(each.ours for each in found):
        return Exit.FAULT
    share = render.share(tried, reasons)
    print(f"killed of asyncio's that aren't equivalent: {math.floor(share * 1000) / 10} %")
    low = not selection and share < ENOUGH
    if low:
        print(f"that is less than {float(ENOUGH):.0%}")
    return Exit.BELOW if found or low else Exit.DONE


def _plan(
    tree: Path, exercises: Sequence[Exercise], options: argparse.Namespace
) -> tuple[Mutant, ...]:
    """The mutants to try: all, or the one that was asked for."""
    from grader import requirements
    from grader.mutants import plan

    kinds = [each for each in plan.Kind if options.kind in (each.value, "all")]
    made: list[Mutant] = []
    for exercise in exercises:
        if absent := requirements.missing(exercise):
            print(f"{exercise.id} can't be tried here: {absent}", file=sys.stderr)
        else:
            made += plan.of(tree, exercise, kinds)
    if not options.only:
        return tuple(made)
    for each in made:
        if each.id == options.only:
            return (each,)
    near = difflib.get_close_matches(options.only, [each.id for each in made], n=1)
    advice = f"did you mean `{near[0]}`?" if near else "run its exercise to see which there are"
    raise UsageError(f"there is no mutant `{options.only}`; {advice}")


def _try(tree: Path, mutants: Sequence[Mutant], jobs: int | None) -> list[Tried]:
    """What became of `mutants`, in their order."""
    from grader import screen
    from grader.mutants import trying

    seen: dict[str, Tried] = {}
    todo = Counter(each.exercise.id for each in mutants)
    with screen.Progress(sys.stderr) as progress:
        progress.expect(len(todo))
        for each in trying.run(tree, mutants, jobs=jobs):
            seen[each.mutant.id] = each
            place = each.mutant.exercise.id
            todo[place] -= 1
            if not todo[place]:
                progress.finish(place, "tried")
    return [seen[each.id] for each in mutants]
