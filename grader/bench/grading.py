"""How long grading takes: ours, one plain pytest, a pytest an exercise, and the floor below them.

Everybody runs the same hidden tests on the same reference solutions.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from grader import catalogue, requirements
from grader.bench import AT_A_TIME, corpus
from grader.bench.plan import Plan
from grader.bench.sections import Claim, Section, at_least, at_most
from grader.bench.timing import ROW, Timing, Way, race

__all__ = ["chapter", "exercises", "generated", "nox", "ours", "plain", "ratio"]

CHAPTER = "ch27"  # what a learner waits for

OURS, PLAIN, FRESH, FLOOR = (
    "the grader",
    "one plain pytest",
    "a pytest each",
    "the floor: fork and asyncio.run",
)


def exercises(plan: Plan) -> Section:
    """All exercises of this project."""
    return _compare("exercises", "Our exercises", _three(plan.root, _tests(plan.root)), plan)


def generated(plan: Plan) -> Section:
    """A generated tree."""
    with tempfile.TemporaryDirectory(prefix="kata-bench-") as folder:
        root = Path(folder).resolve()
        tests = corpus.write(root)
        command = (sys.executable, "-m", "grader.bench.floor", str(root))
        floor = Way(name=FLOOR, commands=(command,), folder=root)
        return _compare("generated", "A generated corpus", [*_three(root, tests), floor], plan)


def chapter(plan: Plan) -> Section:
    """One chapter, as a learner runs it."""
    tests = _tests(plan.root, CHAPTER)
    ways = [ours(plan.root, CHAPTER), plain(plan.root, tests)]
    timings = race(ways, repeats=plan.repeats, tell=plan.tell)
    return _section(
        "chapter",
        f"One chapter: {CHAPTER}, {len(tests)} exercises",
        timings,
        (at_most(f"{OURS} / {PLAIN}", ratio(timings, OURS, PLAIN), 1.15),),
    )


def nox(plan: Plan) -> Section:
    """What nox adds, once its environment is there."""
    words = ("-s", "grade", "--", CHAPTER, "--submission", "solutions")
    found = shutil.which("nox")
    title = f"nox -s grade -- {CHAPTER}, when nothing has to be installed"
    if found is None:
        claim = at_most("nox adds", None, 0.6, "s")
        return Section(
            name="nox",
            title=title,
            columns=ROW,
            rows=(),
            claims=(claim,),
            notes=("There is no nox on the PATH.",),
        )
    with_nox = Way(name="through nox", commands=((found, *words),), folder=plan.root)
    # The same interpreter as nox's, which is only there once nox has run.
    inner = str(plan.root / ".nox" / "grade" / "bin" / "python")
    alone = Way(
        name="without nox",
        commands=((inner, "-m", "grader", "grade", *words[3:]),),
        folder=plan.root,
    )
    timings = race([with_nox, alone], repeats=plan.repeats, memory=False, tell=plan.tell)
    added = statistics.median(
        one - other for one, other in zip(timings[0].seconds, timings[1].seconds, strict=True)
    )
    return _section("nox", title, timings, (at_most("nox adds", added, 0.6, "s"),))


def _three(root: Path, tests: Sequence[str]) -> list[Way]:
    return [ours(root), plain(root, tests), _fresh(root, tests)]


def _compare(name: str, title: str, ways: Sequence[Way], plan: Plan) -> Section:
    timings = race(ways, repeats=plan.repeats, tell=plan.tell)
    claims = [
        at_least(f"{FRESH} / {OURS}", ratio(timings, FRESH, OURS), 10),
        at_most(f"{OURS} / {PLAIN}", ratio(timings, OURS, PLAIN), 1.3),
    ]
    if any(way.name == FLOOR for way in ways):
        claims.append(at_most(f"{OURS} / {FLOOR}", ratio(timings, OURS, FLOOR), 4))
    count = max(len(way.commands) for way in ways)
    return _section(name, f"{title}: {count} exercises", timings, tuple(claims))


def _section(
    name: str, title: str, timings: Sequence[Timing], claims: tuple[Claim, ...]
) -> Section:
    fastest = min(timing.median for timing in timings)
    return Section(
        name=name,
        title=title,
        columns=ROW,
        rows=tuple(timing.row(fastest) for timing in timings),
        claims=claims,
    )


def ratio(timings: Sequence[Timing], one: str, other: str) -> float:
    """How many times longer `one` takes than `other`: the median of the rounds."""
    by_name = {timing.name: timing.seconds for timing in timings}
    pairs = zip(by_name[one], by_name[other], strict=True)
    return statistics.median(a / b for a, b in pairs)


def _tests(root: Path, chapter: str = "") -> tuple[str, ...]:
    """The hidden tests that can run here."""
    folders = [each for each in catalogue.folders(root) if each.startswith(chapter)]
    known = catalogue.load(root, folders)
    found = (each for group in known.chapters for each in group.exercises)
    return tuple(each.test for each in found if not requirements.missing(each))


def ours(root: Path, *selection: str, jobs: int = AT_A_TIME, name: str = OURS) -> Way:
    """Our grader, on the references."""
    words = ("grade", *selection, "--tree", str(root), "--submission", "solutions")
    limits = ("--jobs", str(jobs), "--fail-under", "100")
    command = (sys.executable, "-m", "grader", *words, *limits)
    return Way(name=name, commands=(command,), folder=root)


def plain(root: Path, tests: Sequence[str]) -> Way:
    """One plain, unprotected pytest process over these hidden tests."""
    return Way(name=PLAIN, commands=(_pytest(*tests),), folder=root)


def _fresh(root: Path, tests: Sequence[str]) -> Way:
    commands = tuple(_pytest(test) for test in tests)
    return Way(name=FRESH, commands=commands, folder=root, at_a_time=AT_A_TIME)


def _pytest(*tests: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "pytest", "-q", "--submission", "solutions", *tests)
