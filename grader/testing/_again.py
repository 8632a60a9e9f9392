"""A failed run is repeated with a trace: for its message and timeline, and to see that it repeats.

So is one that passed, if somebody wants to see it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from . import _watchdog
from ._explain import explain
from ._frames import clear
from ._muted import muted
from ._trace import LEFT_OUT, Row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ._findings import Finding
    from ._scene import Scene

MOST = 60
"""Rows of a timeline."""

UNFIT = frozenset(
    {
        # They take long, or they are about the real world, where no two runs are equal.
        "busy-loop",
        "cut-short",
        "livelock",
        "never-ends",
        "leaked-executor",
        "leaked-process",
        "leaked-thread",
        "unclosed-server",
        "unclosed-transport",
        # They change what the next run begins with.
        "limit-changed",
        "policy-changed",
    }
)
"""Failure codes of runs that are not repeated."""


def look_again(scene: Scene, first: Finding) -> Finding:
    """Repeat a failed run with a trace, and put into its finding what that tells.

    Args:
        scene: of the behaviour; its `repeat` runs the decisive run again.
        first: what came of that one.

    Returns:
        The same finding with more in it; an internal error if the code came to something else.
    """
    if not _is_fit(scene, first):
        return first
    second = _repeat(scene, traced=True)
    trace = scene.decisive.trace
    if _come_to_the_same(first, second):
        rows = [] if trace is None else trace.rows
        observed = second.observed if first.code == "deadlock" else first.observed
        return replace(
            first,
            observed=observed,
            line=first.line or second.line,
            timeline=timeline(rows),
        )
    third = _repeat(scene, traced=False)
    if _come_to_the_same(first, third):
        return first  # being traced is what made the difference
    if {second.verdict, third.verdict} == {"failed"}:
        return first  # it never passes, each time for another reason
    return replace(
        first,
        verdict="internal_error",
        message=f"not deterministic: {first.message}; and then: {second.message or second.verdict}",
    )


def look_at_pass(scene: Scene, first: Finding) -> Finding:
    """Repeat a run that passed with a trace, for its timeline alone.

    Args:
        scene: of the behaviour. One that is run in many orders has no decisive run if it passes.
        first: what came of it.
    """
    if not _can_repeat(scene) or _repeat(scene, traced=True).verdict != first.verdict:
        return first
    trace = scene.decisive.trace
    return replace(first, timeline=timeline([] if trace is None else trace.rows))


def timeline(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows: the beginning and the end, if there are many."""
    kept = list(rows)
    if len(kept) > MOST:
        gap = Row(kept[MOST // 3].time, "", LEFT_OUT, f"… {len(kept) - MOST} more …", None)
        kept[MOST // 3 : MOST // 3 - MOST] = [gap]
    return tuple(kept)


def _is_fit(scene: Scene, first: Finding) -> bool:
    return first.verdict == "failed" and first.code not in UNFIT and _can_repeat(scene)


def _can_repeat(scene: Scene) -> bool:
    return (
        scene.repeat is not None and scene.setting.clock == "virtual" and scene.decisive.is_exact()
    )


def _repeat(scene: Scene, *, traced: bool) -> Finding:
    assert scene.repeat is not None
    _watchdog.feed()  # what is known already shall not be lost to a limit
    with muted():
        error = scene.repeat(traced=traced)
    finding = explain(scene.decisive, error)
    if error is not None:
        clear(error.__traceback__)  # or their objects are the next test's litter
    return finding


def _come_to_the_same(one: Finding, other: Finding) -> bool:
    return (one.code, one.message) == (other.code, other.message)
