"""The cohort as one HTML page for the teacher; like the learner's, it needs no network and no other file."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from importlib.resources import files
from typing import NamedTuple

from grader.cohort.likeness import near
from grader.cohort.store import Row
from grader.cohort.table import beliefs, difficulty, totals
from grader.records import Catalogue
from grader.reports.text import clean

__all__ = ["page"]

BINS = 10  # of the distribution
MOST = 40  # lines of lists that may be long
FEW = 10  # of those that are only looked at from above


class Share(NamedTuple):
    """A cell that is drawn as a bar, too."""

    text: str
    of: float  # the whole, from 0 to 1


def page(
    rows: Sequence[Row],
    title: str,
    known: Catalogue | None = None,
    deadlines: Mapping[str, str] | None = None,
) -> str:
    """The whole page.

    Args:
        rows: the results, with the course's points.
        title: of the page.
        known: where exercises have their titles from.
        deadlines: of exercises that have one.
    """
    style = (files("grader.reports") / "page.css").read_text(encoding="utf-8")
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    chapters = known.chapters if known else ()
    names = {each.id: each.title for chapter in chapters for each in chapter.exercises}
    sections = {
        "Distribution": _distribution(rows),
        "Exercises": _exercises(rows, names, deadlines or {}),
        "What is believed": _beliefs(rows),
        "To be looked at": _notices(rows),
        "Adjusted by hand": _adjusted(rows),
        "Alike": _alike(rows),
        "Slowest": _slowest(rows),
        "Totals": _totals(rows),
    }
    links = " · ".join(f'<a href="#{_anchor(name)}">{name}</a>' for name in sections)
    body = "".join(
        f'<section aria-labelledby="{_anchor(name)}">\n<h2 id="{_anchor(name)}">{name}</h2>\n'
        f"{''.join(section)}</section>\n"
        for name, section in sections.items()
    )
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
        f"<header><h1>{_text(title)}</h1>\n{''.join(_overview(rows))}</header>\n"
        f"<nav aria-label='Sections'><p>{links}</p></nav>\n<main>\n{body}</main>\n</body>\n</html>\n"
    )


def _text(text: object) -> str:
    return escape(clean(str(text)))


def _anchor(name: str) -> str:
    return name.lower().replace(" ", "-")


def _overview(rows: Sequence[Row]) -> Iterator[str]:
    found = [each.percent for each in totals(rows)]
    looks = sum(row.status == "needs_a_look" for row in rows)
    yield f"<p>{len(found)} submissions, {len({row.exercise for row in rows})} exercises"
    if found:
        yield f"; median {statistics.median(found):.0f} %, mean {statistics.mean(found):.0f} %"
    yield f"; {looks} to be looked at</p>\n" if looks else "</p>\n"


def _distribution(rows: Sequence[Row]) -> Iterator[str]:
    counts = [0] * BINS
    for each in totals(rows):
        counts[min(each.percent * BINS // 100, BINS - 1)] += 1
    most = max([*counts, 1])
    ends = [*((n + 1) * 100 // BINS - 1 for n in range(BINS - 1)), 100]
    yield from _table(
        ("percent", "submissions"),
        (
            (f"{n * 100 // BINS} to {ends[n]}", Share(str(count), count / most))
            for n, count in enumerate(counts)
        ),
    )


def _exercises(
    rows: Sequence[Row], names: Mapping[str, str], deadlines: Mapping[str, str]
) -> Iterator[str]:
    yield "<p>Mean: the share of all points that was earned. Discrimination: how far its points go with "
    yield "those of the other exercises, from -1 to 1; near 0, it says little about the rest.</p>\n"
    weights = {row.exercise: row.weight for row in rows}
    head = ["exercise", "begun", "full", "mean", "discrimination"]
    weighted = any(weight != 1 for weight in weights.values())
    yield from _table(
        [*head, *["weight"] * weighted, *["deadline"] * bool(deadlines)],
        (
            (
                f"{each.exercise} {names.get(each.exercise, '')}",
                each.begun,
                each.full,
                Share(f"{each.mean:.0%}", each.mean),
                "" if each.discrimination is None else f"{each.discrimination:.2f}",
                *[weights[each.exercise]] * weighted,
                *[deadlines.get(each.exercise, "").replace("T", " ")] * bool(deadlines),
            )
            for each in difficulty(rows)
        ),
    )


def _beliefs(rows: Sequence[Row]) -> Iterator[str]:
    told = [(name, f"“{belief}”", count) for name, belief, count in beliefs(rows)]
    yield from _table(("exercise", "belief", "submissions"), told, MOST)


def _notices(rows: Sequence[Row]) -> Iterator[str]:
    yield "<p>Signs of tampering. These earn nothing until somebody has cleared them "
    yield "(<code>python -m grader clear</code>).</p>\n"
    told = [(row.submission, row.exercise, row.notices) for row in rows]
    waiting = [row.status == "needs_a_look" for row in rows]
    yield from _table(
        ("submission", "exercise", "noticed"),
        [line for line, waits in zip(told, waiting, strict=True) if waits],
    )
    cleared = [line for line, waits in zip(told, waiting, strict=True) if line[2] and not waits]
    if cleared:
        yield "<p>Somebody has had that look:</p>\n"
        yield from _table(("submission", "exercise", "noticed, and cleared"), cleared)


def _adjusted(rows: Sequence[Row]) -> Iterator[str]:
    yield from _table(
        ("submission", "exercise", "earned", "points", "by, and why"),
        [
            (row.submission, row.exercise, row.earned, f"{row.points}/{row.possible}", row.adjusted)
            for row in rows
            if row.adjusted
        ],
    )


def _alike(rows: Sequence[Row]) -> Iterator[str]:
    yield "<p>How much of what isn't in the stub is the same, whatever things are called. Short answers "
    yield "are often alike by chance: a reason to look, and nothing more.</p>\n"
    found = near((row.exercise, row.submission, row.likeness) for row in rows)
    told = [
        (
            ", ".join(each.submissions),
            ", ".join(each.exercises),
            Share(f"{each.share:.0%}", each.share),
        )
        for each in found
    ]
    yield from _table(("submissions", "exercises", "alike"), told, MOST)


def _slowest(rows: Sequence[Row]) -> Iterator[str]:
    slow = sorted(rows, key=lambda row: -row.seconds)[:FEW]
    told = [(row.submission, row.exercise, f"{row.seconds:.2f}") for row in slow if row.seconds]
    yield from _table(("submission", "exercise", "processor seconds"), told)


def _totals(rows: Sequence[Row]) -> Iterator[str]:
    yield from _table(
        ("submission", "points", "percent", "to be looked at", "can't be run", "adjusted"),
        [
            (
                each.submission,
                f"{each.points}/{each.possible}",
                Share(str(each.percent), each.percent / 100),
                each.needs_a_look,
                each.errors,
                each.adjusted,
            )
            for each in totals(rows)
        ],
    )


def _table(
    head: Sequence[str], lines: Iterable[Sequence[object]], most: int | None = None
) -> Iterator[str]:
    """A table, of which at most so many lines are shown; what is left out is counted."""
    found = list(lines)
    cells = "".join(f"<th scope='col'>{_text(each)}</th>" for each in head)
    yield f"<div class='wide' tabindex='0' role='group' aria-label='{_text(head[0])}: a table'>\n"
    yield f"<table class='values'>\n<thead><tr>{cells}</tr></thead>\n<tbody>\n"
    for line in found[:most]:
        yield f"<tr>{''.join(map(_cell, line))}</tr>\n"
    if not found:
        yield f"<tr><td colspan='{len(head)}'>none</td></tr>\n"
    yield "</tbody>\n</table>\n</div>\n"
    if most is not None and len(found) > most:
        yield f"<p>{len(found) - most} more are left out here.</p>\n"


def _cell(content: object) -> str:
    if isinstance(content, Share):
        bar = f"<span class='bar' style='width:{content.of * 8:.2f}rem'></span>"
        return f"<td class='number'><span>{_text(content.text)}</span>{bar}</td>"
    if isinstance(content, int):
        return f"<td class='number'>{content}</td>"
    return f"<td>{_text(content)}</td>"
