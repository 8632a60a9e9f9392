"""The benchmarks by name, in the order in which they run. A new one is added here."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from grader.bench import cohort, grading, layers, programs, ranges, rounds, saves, schedules
from grader.bench.plan import Plan
from grader.bench.sections import Section

__all__ = ["BENCHES", "ON_REQUEST"]

BENCHES: Mapping[str, Callable[[Plan], Section]] = {
    "chapter": grading.chapter,
    "nox": grading.nox,
    "generated": grading.generated,
    "exercises": grading.exercises,
    "layers": layers.layers,
    "range": ranges.ranges,
    "saves": saves.saves,
    "rounds": rounds.rounds,
    "quick": saves.quick,
    "schedules": schedules.races,
    "programs": programs.programs,
    "cohort": cohort.cohort,
}
ON_REQUEST = ("cohort",)  # takes long
