"""Draws what each task did, and when, in the columns of a terminal.

A lane is a task, a column an instant at which something happened; how long it is to the next one is
said above, not drawn. Between instants a task waits, in double lines while it holds a lock or the
like. Of several events at one instant the one that says most is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from grader.records import Moment
from grader.reports.layout import Line, Span
from grader.reports.text import clean

__all__ = ["draw"]

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


def draw(rows: Sequence[Moment], width: int, *, indent: int = 0) -> Iterator[Line]:
    """Lanes, as many instants as fit into `width` columns, and what the marks mean.

    Nothing if there is only one instant: lanes don't tell the order of what happens at once.
    """
    instants = _instants(rows)
    lanes = _lanes(rows, instants)
    if len(instants) < 2:
        return
    gap = next((instants.index(row.time) for row in rows if row.event == "left-out"), None)
    wide = min(max(len(name) for name in ("seconds", *(lane.name for lane in lanes))), NAME)
    labels = [_label(time) for time in instants]
    columns = [max(len(label), 3) + 1 for label in labels]
    room = width - indent - wide - 2
    shown = 0
    while shown < len(columns) and sum(columns[: shown + 1]) <= room:
        shown += 1
    head = "".join(label.ljust(column) for label, column in zip(labels, columns, strict=True))
    cut = sum(columns[:shown])
    unit = "seconds".ljust(wide)
    more = " …" if shown < len(columns) else ""
    yield (Span(" " * indent), Span(f"{unit}  {head[:cut].rstrip()}{more}", "dim"))
    used: set[str] = set()
    for lane in lanes[:LANES]:
        name = lane.name if len(lane.name) <= wide else lane.name[: wide - 1] + "…"
        line = [Span(" " * indent), Span(f"{name.ljust(wide)}  ")]
        for instant in range(shown):
            for span in _cell(lane, instant, columns[instant], gap=instant == gap):
                used.update(span.text)
                line.append(span)
        yield tuple(line)
    if len(lanes) > LANES:
        yield (Span(" " * indent), Span(f"… {len(lanes) - LANES} more tasks", "dim"))
    meanings = [f"{mark} {meaning}" for mark, meaning in _MEANINGS.items() if mark in used]
    text = " " * (wide + 2)
    for meaning in meanings:
        if text.strip() and len(text) + len(meaning) + 2 > width - indent:
            yield (Span(" " * indent), Span(text, "dim"))
            text = " " * (wide + 2)
        text += meaning + "  "
    yield (Span(" " * indent), Span(text.rstrip(), "dim"))


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
