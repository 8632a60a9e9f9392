"""The cohort as one HTML page for the teacher; like the learner's, it needs no network and no other file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from importlib.resources import files

from grader.cohort.store import Row
from grader.cohort.table import alike, beliefs, difficulty, totals
from grader.reports.text import clean

__all__ = ["page"]

BINS = 10  # of the distribution
MOST = 40  # lines of lists that may be long


def page(rows: Sequence[Row], title: str) -> str:
    """The whole page."""
    style = (files("grader.reports") / "page.css").read_text(encoding="utf-8")
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
        f"{''.join(_body(rows, title))}</body>\n</html>\n"
    )


def _text(text: object) -> str:
    return escape(clean(str(text)))


def _body(rows: Sequence[Row], title: str) -> Iterator[str]:
    found = totals(rows)
    yield f"<header><h1>{_text(title)}</h1>\n<p>{len(found)} submissions</p></header>\n<main>\n"
    yield "<h2>Distribution</h2>\n" + "".join(_histogram([each.percent for each in found]))
    yield "<h2>Exercises</h2>\n"
    yield "<p>Mean: the share of all points that was earned. Discrimination: how far its points go with "
    yield "those of the other exercises, from -1 to 1; near 0, it says little about the rest.</p>\n"
    yield from _table(
        ("exercise", "begun", "full", "mean", "discrimination"),
        (
            (each.exercise, each.begun, each.full, f"{each.mean:.0%}", _number(each.discrimination))
            for each in difficulty(rows)
        ),
    )
    yield "<h2>What is believed</h2>\n"
    told = [(name, f"“{belief}”", count) for name, belief, count in beliefs(rows)[:MOST]]
    yield from _table(("exercise", "belief", "submissions"), told)
    yield "<h2>To be looked at</h2>\n"
    yield "<p>These earn nothing until somebody has cleared them (<code>python -m grader clear</code>).</p>"
    notices = [
        (row.submission, row.exercise, row.notices) for row in rows if row.status == "needs_a_look"
    ]
    yield from _table(("submission", "exercise", "noticed"), notices)
    yield "<h2>Alike</h2>\n<p>Code that differs in comments and white space at most. Short answers are "
    yield "often alike by chance: a reason to look, and nothing more.</p>\n"
    groups = [(", ".join(names), exercises) for exercises, names in alike(rows)[:MOST]]
    yield from _table(("submissions", "exercises"), groups)
    yield "<h2>Slowest</h2>\n"
    slow = sorted(rows, key=lambda row: -row.seconds)[: MOST // 4]
    yield from _table(
        ("submission", "exercise", "processor seconds"),
        ((row.submission, row.exercise, f"{row.seconds:.2f}") for row in slow),
    )
    yield "<h2>Totals</h2>\n"
    yield from _table(
        ("submission", "points", "percent", "to be looked at", "can't be run"),
        (
            (
                each.submission,
                f"{each.points}/{each.possible}",
                each.percent,
                each.needs_a_look,
                each.errors,
            )
            for each in found
        ),
    )
    yield "</main>\n"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _histogram(percents: Sequence[int]) -> Iterator[str]:
    counts = [0] * BINS
    for each in percents:
        counts[min(each * BINS // 100, BINS - 1)] += 1
    most = max([*counts, 1])
    yield from _table(
        ("percent", "submissions", ""),
        (
            (
                f"{n * 100 // BINS} to {100 if n == BINS - 1 else (n + 1) * 100 // BINS - 1}",
                count,
                "█" * round(count * 40 / most),
            )
            for n, count in enumerate(counts)
        ),
    )


def _table(head: Sequence[str], lines: Iterable[Sequence[object]]) -> Iterator[str]:
    cells = "".join(f"<th scope='col'>{_text(each) or '&nbsp;'}</th>" for each in head)
    yield f"<table class='values'>\n<thead><tr>{cells}</tr></thead>\n<tbody>\n"
    empty = True
    for line in lines:
        empty = False
        yield f"<tr>{''.join(f'<td>{_text(each)}</td>' for each in line)}</tr>\n"
    if empty:
        yield f"<tr><td colspan='{len(head)}'>none</td></tr>\n"
    yield "</tbody>\n</table>\n"
