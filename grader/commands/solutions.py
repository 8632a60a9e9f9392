"""Check exercises as their author: do the hidden tests accept what is right, and nothing else?

SELECTION is a chapter (ch27), an exercise (ch27/ex02), a range (ch08-ch27), or the path of a file
or folder; several are fine, and none means everything.

Each exercise is tried on its reference, its stub and all its variants, as learners are graded. The
matrix shows which behaviours each one passes; below it is every disagreement with what the files
claim, and how to mend it.

Exit codes: 0 all agree; 1 disagreements; 2 wrong usage or a broken tree; 3 a fault of the grader's
own.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from grader.commands._options import number, write_json
from grader.errors import Exit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.records import Chapter, Exercise
    from grader.solutions.findings import Disagreement
    from grader.solutions.trials import Result, Trial


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `solutions` takes."""
    parser.add_argument("selection", nargs="*", metavar="SELECTION", help="what to check")
    parser.add_argument(
        "--write",
        action="store_true",
        help="bring tests/*/misconceptions.json up to date, where the variants' headers are right",
    )
    parser.add_argument(
        "--add",
        action="store_true",
        help="the same, but keep what was written on other Pythons where this one differs",
    )
    parser.add_argument("--json", metavar="FILE", type=Path, help="write all results as JSON, too")
    parser.add_argument("--jobs", metavar="N", type=number, help="solutions to run at a time")
    parser.add_argument(
        "--tree",
        metavar="DIR",
        type=Path,
        help="the tree to check; by default the repository of this grader",
    )


def run(options: argparse.Namespace) -> int:
    """Check, report, and say by the exit code whether all is well."""
    from grader import catalogue, select
    from grader.solutions import form, matrix
    from grader.tree import repository

    tree = (options.tree or repository()).resolve()
    known = catalogue.load(
        tree, select.chapters(catalogue.folders(tree), options.selection), table=False
    )
    exercises = select.select(known, options.selection)
    results, found = _examine(tree, exercises, options)
    wrong = {each.place for each in found}
    sound = {place: own for place, own in results.items() if place not in wrong}
    for chapter in known.chapters:
        if all(each in exercises for each in chapter.exercises):
            found += form.check_chapter(tree, chapter)
        found += _table(tree, chapter, sound, options)
    found.sort(key=lambda each: each.place)  # a chapter's own before those of its exercises

    for exercise in exercises:
        print(*matrix.matrix(exercise, results[exercise.id]), "", sep="\n")
    print(matrix.LEGEND)
    print(*matrix.disagreements(found), "", sep="\n")
    tried = sum(each.judgement is not None for group in results.values() for each in group)
    print(_summary(len(exercises), tried, found))
    if options.json:
        pairs = [(exercise, results[exercise.id]) for exercise in exercises]
        write_json(options.json, matrix.as_json(pairs, found))
    if any(each.ours for each in found):
        return Exit.FAULT
    return Exit.BELOW if found else Exit.DONE


def _examine(
    tree: Path, exercises: Sequence[Exercise], options: argparse.Namespace
) -> tuple[dict[str, tuple[Result, ...]], list[Disagreement]]:
    """Try every exercise; its results, and all that is wrong with it."""
    from concurrent.futures import ThreadPoolExecutor

    from grader import requirements, screen
    from grader.solutions import claims, form, reach, trials
    from grader.solutions.findings import Disagreement

    found: list[Disagreement] = []
    plan: dict[str, tuple[Trial, ...]] = {}
    for exercise in exercises:
        plan[exercise.id], wrong = trials.of(tree, exercise)
        found += wrong
    here = [each for each in exercises if not requirements.missing(each)]
    results: dict[str, tuple[Result, ...]] = {}
    # The thread only waits for a process. What forks is a process, too, so it has no threads.
    with ThreadPoolExecutor(1) as pool, screen.Progress(sys.stderr) as progress:
        measuring = pool.submit(reach.measure, tree, here)
        progress.expect(len(exercises))
        seen: dict[Trial, Result] = {}
        todo = {exercise.id: len(plan[exercise.id]) for exercise in exercises}
        everything = [trial for exercise in exercises for trial in plan[exercise.id]]
        for result in trials.run(tree, everything, jobs=options.jobs):
            seen[result.trial] = result
            place = result.trial.exercise.id
            todo[place] -= 1
            if not todo[place]:
                progress.finish(place, "tried")
        measured = measuring.result()
    if measured.broken:
        found.append(
            Disagreement(
                place="coverage",
                file="",
                problem=measured.broken,
                mend="what the tests reach is not known: mend the session that measures it",
                ours=True,
            )
        )
    for exercise in exercises:
        own = tuple(seen[trial] for trial in plan[exercise.id])
        results[exercise.id] = own
        found += claims.check(exercise, own)
        found += form.check_exercise(tree, exercise)
        if exercise in here and not measured.broken and not own[0].failed:
            found += reach.check(exercise, measured)
    return results, found


def _table(
    tree: Path,
    chapter: Chapter,
    sound: Mapping[str, Sequence[Result]],
    options: argparse.Namespace,
) -> tuple[Disagreement, ...]:
    """Write the chapter's table of beliefs if that was asked for; else say what it lacks."""
    from grader import misconceptions
    from grader.solutions import tables

    update = tables.update(chapter, tables.read(tree, chapter), sound, add=options.add)
    if not options.write and not options.add:
        return update.disagreements(chapter)
    if update.stale:
        misconceptions.write(tree / update.file, update.tables)
        print(f"wrote {update.file}: {', '.join(update.stale)}", file=sys.stderr)
    return ()


def _summary(exercises: int, tried: int, found: Sequence[Disagreement]) -> str:
    python = ".".join(map(str, sys.version_info[:3]))
    what = f"{exercises} exercise{'s' * (exercises != 1)}, {tried} solutions, Python {python}"
    if not found:
        return f"{what}: all as claimed"
    return f"{what}: {len(found)} disagreement{'s' * (len(found) != 1)}"
