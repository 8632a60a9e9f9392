"""Whether the hidden tests reach every line and branch of the references.

Measured in one plain pytest session of its own, without any process isolation: where a reference
passes in a process of its own but not there, that's worth knowing, too.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from grader.records import Exercise
from grader.solutions.findings import Disagreement

__all__ = ["Gaps", "Measurement", "Session", "check", "measure"]

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


class Session:
    """A process that measures once. It warms up by itself; `begin`, then ask for its `result`.

    A context manager, to be closed.

    Args:
        root: the trusted tree.
        learner: measure the files in this tree's exercises/ instead of the references.
    """

    def __init__(self, root: Path, *, learner: Path | None = None) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="kata-reach-")
        self._answer, self._words = (Path(self._folder.name, name) for name in ("answer", "words"))
        room = "exercises" if learner else "solutions"
        program = [sys.executable, "-P", "-m", "grader.solutions.measure"]
        with self._words.open("wb") as words:
            self._process = subprocess.Popen(
                [*program, str(self._answer), str(root), str(learner or root), room],
                stdin=subprocess.PIPE,
                stdout=words,
                stderr=subprocess.STDOUT,
                cwd=root,
                env=_environment(),
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process, whether it has been used or not."""
        self._process.kill()
        self._process.wait()
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()
        self._folder.cleanup()

    def begin(self, exercises: Sequence[Exercise]) -> None:
        """Have it run the hidden tests of `exercises`."""
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):  # it has ended: the result tells why
            self._process.stdin.write(json.dumps([each.test for each in exercises]).encode())
            self._process.stdin.close()

    def result(self, patience: float | None = None) -> Measurement:
        """Wait for what it has measured.

        Args:
            patience: seconds of real time after which it is given up.
        """
        try:
            status = self._process.wait(patience)
        except subprocess.TimeoutExpired:
            return Measurement(broken=f"it had not come to an end after {patience:g} s")
        if status or not self._answer.is_file():
            words = self._words.read_text(encoding="utf-8", errors="replace")
            return Measurement(broken=words[-_LAST_WORDS:].strip() or f"exit status {status}")
        found = json.loads(self._answer.read_bytes())
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


def measure(
    root: Path,
    exercises: Sequence[Exercise],
    *,
    learner: Path | None = None,
    patience: float | None = None,
) -> Measurement:
    """What one session brings to light about `exercises`; its arguments are those of a `Session`."""
    if not exercises:
        return Measurement()
    with Session(root, learner=learner) as session:
        session.begin(exercises)
        return session.result(patience)


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
