"""Whether the hidden tests reach every line and branch of the references.

Measured in one plain pytest session of its own, without any process isolation: where a reference
passes in a process of its own but not there, that's worth knowing, too.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from grader.records import Exercise
from grader.solutions.findings import Disagreement

__all__ = ["Gaps", "Measurement", "check", "measure"]

_LAST_WORDS = 2000  # characters
_MANY = 12  # gaps named one by one


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """What the tests did not reach of one reference, by line numbers."""

    lines: tuple[int, ...] = ()
    branches: tuple[tuple[int, int], ...] = ()  # from, to; to is negative at the end of a function


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """What one session brought to light. `broken`: its last words, if it didn't come to an end."""

    gaps: Mapping[str, Gaps] = field(default_factory=dict)  # by reference; absent: never loaded
    failed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # test file -> its tests
    broken: str = ""


def measure(
    root: Path,
    exercises: Sequence[Exercise],
    *,
    learner: Path | None = None,
    patience: float | None = None,
) -> Measurement:
    """Run the hidden tests of `exercises` in another process, and wait for it.

    Args:
        root: the trusted tree.
        exercises: which ones.
        learner: run them on the files in this tree's exercises/ instead of on the references.
        patience: seconds of real time after which it is given up.
    """
    if not exercises:
        return Measurement()
    files = {each.test: each.path if learner else each.reference for each in exercises}
    order = {"root": str(root), "tests": files, "measured": str(learner or root)}
    order["submission"] = str(learner or root / "solutions")
    with tempfile.TemporaryDirectory(prefix="kata-reach-") as folder:
        answer = Path(folder, "answer.json")
        try:
            ended = subprocess.run(
                [sys.executable, "-P", "-m", "grader.solutions.measure", str(answer)],
                input=json.dumps(order),
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                errors="replace",
                cwd=root,
                env=_environment(),
                check=False,
                timeout=patience,
            )
        except subprocess.TimeoutExpired:
            return Measurement(broken=f"it had not come to an end after {patience:g} s")
        if ended.returncode or not answer.is_file():
            words = ended.stdout[-_LAST_WORDS:].strip()
            return Measurement(broken=words or f"exit status {ended.returncode}")
        found = json.loads(answer.read_bytes())
    return Measurement(
        gaps={
            file: Gaps(
                lines=tuple(gaps["missing_lines"]),
                branches=tuple((start, end) for start, end in gaps["missing_branches"]),
            )
            for file, gaps in found["gaps"].items()
        },
        failed={file: tuple(tests) for file, tests in found["failed"].items()},
    )


def check(exercise: Exercise, measured: Measurement) -> Iterator[Disagreement]:
    """What the tests of `exercise`, which was measured, leave out."""
    for name in measured.failed.get(exercise.test, ()):
        yield Disagreement(
            place=exercise.id,
            file=exercise.test,
            problem=f"`{name}` fails on the reference in a plain pytest session",
            mend=f"see `python -m pytest {exercise.test} --submission solutions`; if it passes "
            "there, it minds what other tests leave behind",
        )
    gaps = measured.gaps.get(exercise.reference)
    if gaps is None:
        problem = "no line of the reference is ever run"
    elif gaps.lines:
        problem = f"no test reaches {_lines(gaps.lines)} of the reference"
    elif gaps.branches:
        ways = [f"from line {a} to {'the end' if b < 0 else b}" for a, b in gaps.branches]
        problem = f"no test goes {', '.join(ways[:_MANY])} of the reference"
    else:
        return
    yield Disagreement(
        place=exercise.id,
        file=exercise.reference,
        problem=problem,
        mend=f"add the behaviour to {exercise.test}, or simplify the reference",
    )


def _lines(lines: Sequence[int]) -> str:
    shown = ", ".join(str(line) for line in lines[:_MANY])
    return f"line{'s' * (len(lines) > 1)} {shown}{', …' * (len(lines) > _MANY)}"


def _environment() -> dict[str, str]:
    """This grader, whatever the tree holds; no plugins that happen to be installed.

    And no second coverage, should this process be measured itself: one would lose its data.
    """
    ours = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    return ours | {
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "PYTHONHASHSEED": "0",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    }
