"""What grading a range of chapters costs with every layer, next to one plain pytest.

And which of its exercises take longest.
"""

from __future__ import annotations

import time

from grader import catalogue, requirements, select
from grader.bench import AT_A_TIME
from grader.bench.grading import PLAIN, ours, plain, ratio
from grader.bench.plan import Plan
from grader.bench.sections import Section, at_most
from grader.bench.timing import ROW, race
from grader.records import Exercise
from grader.workers.supervisor import Request, Workers

__all__ = ["ranges"]

ONE, MORE = "the grader, --jobs 1", f"the grader, --jobs {AT_A_TIME}"
SLOWEST = 10
ENOUGH = 1.0  # seconds of real time for one exercise


def ranges(plan: Plan) -> Section:
    """References of the selected exercises, or of all."""
    root = plan.root
    folders = select.chapters(catalogue.folders(root), plan.selection)
    chosen = select.select(catalogue.load(root, folders), plan.selection)
    exercises = [one for one in chosen if not requirements.missing(one)]
    tests = tuple(one.test for one in exercises)
    timings = race(
        [
            ours(root, *plan.selection, jobs=1, name=ONE),
            ours(root, *plan.selection, name=MORE),
            plain(root, tests),
        ],
        repeats=plan.repeats,
        tell=plan.tell,
    )
    fastest = min(timing.median for timing in timings)
    slowest = _slowest(plan, exercises)
    return Section(
        name="range",
        title=f"{' '.join(plan.selection) or 'Everything'}: {len(exercises)} exercises",
        columns=ROW,
        rows=tuple(timing.row(fastest) for timing in timings),
        claims=(
            at_most(f"{ONE} / {PLAIN}", ratio(timings, ONE, PLAIN), 2.5),
            at_most(f"{MORE} / {PLAIN}", ratio(timings, MORE, PLAIN), 1.5),
            at_most("the slowest exercise", max(slowest.values(), default=None), ENOUGH, "s"),
        ),
        notes=(
            "The slowest, with one job: "
            + ", ".join(f"{name} {seconds:.2f} s" for name, seconds in slowest.items())
            + ".",
        ),
    )


def _slowest(plan: Plan, exercises: list[Exercise]) -> dict[str, float]:
    """Real seconds of the exercises that take longest, by their ids, the slowest first.

    Each is the least of all rounds: what else the machine did isn't the exercise's.
    """
    best: dict[str, float] = {}
    requests = [Request.of(one, plan.root / "solutions") for one in exercises]
    with Workers(root=plan.root, jobs=1) as workers:
        for turn in range(plan.repeats):
            plan.tell(f"each exercise, {turn + 1} of {plan.repeats}")
            before = time.perf_counter()
            for request, _ in workers.run(requests):
                now = time.perf_counter()
                name = request.exercise.id
                best[name] = min(best.get(name, now - before), now - before)
                before = now
    return dict(sorted(best.items(), key=lambda item: -item[1])[:SLOWEST])
