"""Draws what each task did, and when, in the columns of a terminal.

A lane is a task, a column an instant at which something happened; how long it is to the next one is
said above, not drawn. Between instants a task waits, in double lines while it holds a lock or the
like. Of several events at one instant the one that says most is shown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from grader.records import Moment
from grader.reports.layout import Line, Span
from grader.reports.text import clean

__all__ = ["PROMISED", "draw"]

PROMISED = "promised (the reference's run)"
"""What the timeline is called that stands below the learner's."""

LANES = 8
NAME = 16  # columns of a task's name
_MARKS = {
    "created": ("○", "dim"),
    "started": ("●", ""),
    "resumed": ("●", ""),
    "cancel-requested": ("!", "warn"),
    "done": ("■", "good"),
    "cancelled": ("⊘", "warn"),
    "failed": ("✗", "bad"),
}
_STRENGTH = tuple(_MARKS)
_ENDS = ("done", "failed", "cancelled")
_MEANINGS = {
    "○": "is made",
    "●": "runs",
    "─": "waits",
    "═": "waits, and holds a lock or a permit",
    "!": "is to be cancelled",
    "■": "done",
    "⊘": "cancelled",
    "✗": "failed",
    "⋯": "left out",
}


@dataclass(slots=True)
class _Lane:
    """One task: its marks by instant, and how it is between them."""

    name: str
    marks: dict[int, str] = field(default_factory=dict)  # instant -> the event that says most
    after: dict[int, int] = field(default_factory=dict)  # instant -> how many things it holds then
    first: int = 0
    last: int | None = None  # the instant of its end


def draw(
    rows: Sequence[Moment], width: int, *, indent: int = 0, promised: Sequence[Moment] = ()
) -> Iterator[Line]:
    """Lanes, as many instants as fit into `width` columns, and what the marks mean.

    Nothing if there is only one instant: lanes don't tell the order of what happens at once.

    Args:
        rows: what happened.
        width: columns.
        indent: of these, how many are left empty.
        promised: what was to happen; drawn below if it looks different.
    """
    width -= indent
    drawn = _picture(rows, width)
    lines = [*drawn.lanes, *_legend(drawn.marks, drawn.wide, width)]
    below = _picture(promised, width, beside=rows)
    if below.lanes and below.lanes != drawn.lanes:
        lines += [()] if lines else []
        lines += [(Span(PROMISED, "dim"),), *below.lanes]
        lines += _legend(below.marks - drawn.marks, below.wide, width)
    for line in lines:
        yield (Span(" " * indent), *line) if line else ()


class _Picture(NamedTuple):
    """Lines, the marks in them, and how many columns the names take."""

    lanes: tuple[Line, ...]
    marks: frozenset[str]
    wide: int


def _picture(rows: Sequence[Moment], width: int, *, beside: Sequence[Moment] = ()) -> _Picture:
    """Lanes below a line of instants; none if there is only one.

    Args:
        rows: what happened.
        width: columns.
        beside: what is drawn above. The columns of names are equal, and its instants have columns here,
            too, if there is room and something follows.
    """
    instants = _instants(rows)
    if len(instants) < 2:
        return _Picture((), frozenset(), 0)
    lanes = [*_lanes(rows, instants), *_lanes(beside, _instants(beside))]
    wide = min(max(len(name) for name in ("seconds", *(lane.name for lane in lanes))), NAME)
    room = width - wide - 2
    both = _instants([*rows, *(row for row in beside if row.time < instants[-1])])
    if sum(map(_columns, both)) <= room:
        instants = both
    lanes = _lanes(rows, instants)
    gap = next((instants.index(row.time) for row in rows if row.event == "left-out"), None)
    labels = [_label(time) for time in instants]
    columns = [_columns(time) for time in instants]
    shown = 0
    while shown < len(columns) and sum(columns[: shown + 1]) <= room:
        shown += 1
    head = "".join(label.ljust(column) for label, column in zip(labels, columns, strict=True))
    cut = sum(columns[:shown])
    unit = "seconds".ljust(wide)
    more = " …" if shown < len(columns) else ""
    lines: list[Line] = [(Span(f"{unit}  {head[:cut].rstrip()}{more}", "dim"),)]
    marks: set[str] = set()
    for lane in lanes[:LANES]:
        name = lane.name if len(lane.name) <= wide else lane.name[: wide - 1] + "…"
        line = [Span(f"{name.ljust(wide)}  ")]
        for instant in range(shown):
            for span in _cell(lane, instant, columns[instant], gap=instant == gap):
                marks.update(span.text)
                line.append(span)
        lines.append(tuple(line))
    if len(lanes) > LANES:
        lines.append((Span(f"… {len(lanes) - LANES} more tasks", "dim"),))
    return _Picture(tuple(lines), frozenset(marks), wide)


def _legend(marks: Collection[str], indent: int, width: int) -> Iterator[Line]:
    """What these marks mean."""
    meanings = [f"{mark} {meaning}" for mark, meaning in _MEANINGS.items() if mark in marks]
    text = " " * (indent + 2)
    for meaning in meanings:
        if text.strip() and len(text) + len(meaning) + 2 > width:
            yield (Span(text, "dim"),)
            text = " " * (indent + 2)
        text += meaning + "  "
    if text.strip():
        yield (Span(text.rstrip(), "dim"),)


def _instants(rows: Sequence[Moment]) -> list[float]:
    return sorted({row.time for row in rows})


def _lanes(rows: Sequence[Moment], instants: Sequence[float]) -> list[_Lane]:
    """The tasks, in the order in which they appear; not the loop itself, which does nothing."""
    at = {time: number for number, time in enumerate(instants)}
    lanes: dict[int, _Lane] = {}
    held: dict[int, int] = {}
    for row in rows:
        if not row.number:
            continue
        now = at[row.time]
        lane = lanes.get(row.number)
        if lane is None:
            lane = lanes[row.number] = _Lane(clean(row.task).replace("\n", " "), first=now)
        held[row.number] = held.get(row.number, 0) + {"acquired": 1, "released": -1}.get(
            row.event, 0
        )
        lane.after[now] = held[row.number]
        before = lane.marks.get(now)
        if row.event in _MARKS and (
            before is None or _STRENGTH.index(before) <= _STRENGTH.index(row.event)
        ):
            lane.marks[now] = row.event
        if row.event in _ENDS:
            lane.last = now
    return list(lanes.values())


def _cell(lane: _Lane, instant: int, columns: int, *, gap: bool) -> Iterator[Span]:
    """One instant of a lane, and the time until the next."""
    if instant < lane.first or (lane.last is not None and instant > lane.last):
        yield Span(" " * columns)
        return
    known = [number for number in lane.after if number <= instant]
    rail = "═" if known and lane.after[max(known)] > 0 else "─"
    event = lane.marks.get(instant)
    mark, style = _MARKS[event] if event else (rail, "dim")
    if gap:
        mark, style = "⋯", "dim"
    yield Span(mark, style)
    yield Span((" " if instant == lane.last else rail) * (columns - 1), "dim")


def _label(time: float) -> str:
    return f"{time:g}"


def _columns(time: float) -> int:
    """How wide an instant is, with what follows it."""
    return max(len(_label(time)), 3) + 1
