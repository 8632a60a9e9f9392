"""See how far you are: a line a chapter, or, with a SELECTION, a line an exercise.

Nothing is run: it tells the last verdict on each exercise, and whether that still says something.
`done` has passed; `failing` has not; `stale` has changed since, or its tests have; `not graded yet`
and `not started` speak for themselves.

Exit codes: 0 shown; 2 wrong usage or a broken tree.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from grader.commands._options import tree_option
from grader.errors import Exit

if TYPE_CHECKING:
    from grader.progress import Entry, State
    from grader.records import Chapter, Exercise
    from grader.reports.layout import Line, Span

    Standings = Mapping[str, tuple[State, Entry | None]]


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `list` takes."""
    parser.add_argument("selection", nargs="*", metavar="SELECTION", help="as for `grade`")
    parser.add_argument("--json", action="store_true", help="for a machine")
    tree_option(parser)


def run(options: argparse.Namespace) -> int:
    """Look up and show."""
    from grader import catalogue, progress, screen, select, tree

    root = (options.tree or tree.home()).resolve()
    folders = select.chapters(catalogue.folders(root), options.selection)
    memory = progress.recall(root, folders)
    known = memory.index.catalogue
    chosen = select.select(known, options.selection)
    standings = {each.id: progress.state_of(memory, each) for each in chosen}
    if options.json:
        _print_json(chosen, standings)
        return Exit.DONE
    chapters = [
        (chapter, [each for each in chapter.exercises if each.id in standings])
        for chapter in known.chapters
    ]
    screen.show(_table(chapters, standings, detailed=bool(options.selection)), sys.stdout)
    return Exit.DONE


def _print_json(chosen: Sequence[Exercise], standings: Standings) -> None:
    import json

    rows = [
        {
            "exercise": each.id,
            "title": each.title,
            "stars": each.stars,
            "state": standings[each.id][0].value,
            "points": entry.points if (entry := standings[each.id][1]) else None,
            "possible": each.possible,
        }
        for each in chosen
    ]
    print(json.dumps({"exercises": rows}, indent=1))


def _table(
    chapters: Sequence[tuple[Chapter, Sequence[Exercise]]], standings: Standings, *, detailed: bool
) -> Iterator[Line]:
    from grader.progress import State
    from grader.reports.layout import Span

    titles = [chapter.title for chapter, _ in chapters]
    titles += [each.title for _, exercises in chapters for each in exercises if detailed]
    wide = max(map(len, titles), default=0)
    done = 0
    for chapter, exercises in chapters:
        states = [standings[each.id][0] for each in exercises]
        passed = states.count(State.DONE)
        done += passed
        line = [Span(f"{chapter.id}       {chapter.title:<{wide}}  ", "title")]
        if not detailed:
            line += [_mark(state) for state in states]
            line.append(Span(" " * max(7 - len(states), 0)))
        yield (*line, Span(f" {passed}/{len(states)} done"))
        if detailed:
            for each in exercises:
                yield _row(each, *standings[each.id], wide)
    yield ()
    yield (Span(f"{done} of {len(standings)} done", "title"),)
    if not detailed:
        yield (Span("● done  ✗ failing  ~ stale  ? not graded yet  ○ not started", "dim"),)


def _row(exercise: Exercise, standing: State, entry: Entry | None, wide: int) -> Line:
    from grader.reports.layout import Span

    score = f"{entry.points}/{entry.possible}" if entry else ""
    return (
        Span("  "),
        _mark(standing),
        Span(f" {exercise.name[:4]}   {exercise.title:<{wide}}  "),
        Span(f"{'★' * exercise.stars:<3}  ", "warn"),
        Span(f"{score:>7}  {standing.value}"),
    )


def _mark(standing: State) -> Span:
    from grader.progress import State
    from grader.reports.layout import Span

    marks = {
        State.DONE: ("●", "good"),
        State.FAILING: ("✗", "bad"),
        State.STALE: ("~", "warn"),
        State.NEW: ("?", ""),
        State.NOT_STARTED: ("○", "dim"),
        State.NOT_AVAILABLE: ("–", "dim"),
        State.PROBLEM: ("!", "warn"),
    }
    return Span(*marks[standing])
