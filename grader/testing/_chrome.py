"""A trace in the Chrome trace event format: https://ui.perfetto.dev opens it.

Each task is a thread: its waits are slices as long as they took, its steps slices of a microsecond,
for they take no time on a virtual clock; arrows lead from who created a task to its start, and from
who cancels it to where it feels that.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from ._trace import ENDS, Row

if TYPE_CHECKING:
    from ._trace import Trace

PROCESS = 1
"""The number of the one process."""

_STEPS = ("started", "resumed")


def to_chrome(trace: Trace, *, exact: bool = True) -> str:
    """The trace as a JSON document, ready to be written into a file.

    Times are microseconds since the trace's origin. Of rows at one instant each is a microsecond
    after the one before, so that their order shows.

    Args:
        trace: what happened.
        exact: whether nobody outside (a process, real time) has had a part in it; it says so.
    """
    events = ",\n".join(json.dumps(event, ensure_ascii=False) for event in _events(trace.rows))
    about = json.dumps({"exact": exact})
    return f'{{"displayTimeUnit": "ms", "otherData": {about}, "traceEvents": [\n{events}\n]}}\n'


class _Track:
    """What is going on in one task."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.since: int | None = None  # when it began to wait
        self.row: Row | None = None  # for what
        self.arrows: list[str] = []  # that lead to its next step


def _events(rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
    tracks: dict[int, _Track] = {}
    names: dict[str, _Track] = {}
    last, arrows = -1, 0

    def event(phase: str, at: int, track: _Track, name: str, **more: Any) -> dict[str, Any]:
        return {"ph": phase, "ts": at, "pid": PROCESS, "tid": track.number, "name": name, **more}

    for row in rows:
        last = at = max(last + 1, round(row.time * 1e6))
        if (track := tracks.get(row.number)) is None:
            track = tracks[row.number] = names[row.task] = _Track(len(tracks) + 1)
            yield event("M", 0, track, "thread_name", args={"name": row.task})
            yield event("M", 0, track, "thread_sort_index", args={"sort_index": track.number})
        about = {"line": row.line} if row.line else {}
        if row.event in _STEPS:
            if track.row is not None and track.since is not None:
                waited = track.row
                where = {"line": waited.line} if waited.line else {}
                yield event(
                    "X",
                    track.since,
                    track,
                    waited.detail,
                    dur=at - track.since,
                    cat="wait",
                    args=where,
                )
                track.row = None
            yield event("X", at, track, row.event, dur=1, cat="step", args=about)
            for arrow in track.arrows:
                yield event("f", at, track, "because", id=arrow, cat="cause", bp="e")
            track.arrows.clear()
        elif row.event == "suspended":
            track.since, track.row = at, row
        elif row.event in ("created", "cancel-requested"):
            by, _, _ = row.detail.partition(", to run ")
            source = names.get(by, track)
            arrows += 1
            arrow = f"{arrows}"
            yield event("i", at, source, f"{row.event}: {row.task}", s="t", cat="task", args=about)
            yield event("X", at, source, row.event, dur=1, cat="step", args=about)
            yield event("s", at, source, "because", id=arrow, cat="cause")
            track.arrows.append(arrow)
        else:
            what = f"{row.event} {row.detail}".strip()
            category = "end" if row.event in ENDS else "primitive"
            yield event("i", at, track, what, s="t", cat=category, args=about)
    for track in tracks.values():
        if track.row is not None and track.since is not None:
            yield event(
                "X", track.since, track, track.row.detail, dur=max(1, last - track.since), cat="wait",
                args={"line": track.row.line} if track.row.line else {},
            )  # fmt: skip
