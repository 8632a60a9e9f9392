"""The program behind `reach`: a plain pytest session on references, or a learner's files, under coverage.

Run as `python -m grader.solutions.measure ANSWER ROOT PLACE ROOM`. Which test files to run, as a JSON list, is
read from standard input as late as can be, so that it can be started before that is known.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import coverage
import pytest
import pytest_asyncio.plugin
import pytest_timeout

# What no test can run.
DEMO = r"if __name__ == .__main__.:"
TYPES = r"if (typing\.)?TYPE_CHECKING:"
PROTOCOL = r"^\s*(((async )?def .*?)?\)(\s*->.*?)?:\s*)?\.\.\.\s*(#|$)"  # a method that is `...`

LEARNERS = "exercises"  # the room of the files that learners write

SESSION = Path(__file__).parent.parent / "workers" / "session.ini"


class Failures:
    """Collects the names of tests that fail, by test file relative to the tree."""

    def __init__(self, root: Path) -> None:
        self.by_file: dict[str, list[str]] = {}
        self._root = root

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a failure in any phase."""
        if not report.passed:
            file, _, name = report.nodeid.partition("::")
            names = self.by_file.setdefault(file, [])
            if name not in names:
                names.append(name)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a file that can't be collected."""
        if report.failed:
            self.by_file.setdefault(report.nodeid, []).append("its collection")


class Order:
    """Keeps a session that is ready waiting until the names of its test files come."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._input = os.dup(0)  # pytest takes the standard input away

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self, session: pytest.Session) -> None:
        """Take the order; the session goes on with it."""
        with open(self._input, encoding="utf-8") as stream:
            session.config.args = [str(self._root / file) for file in json.load(stream)]


def main(answer: Path, root: Path, place: Path, room: str) -> None:
    """Run, and write what was left out of the files in `room` of the tree `place` to `answer`."""
    measured = coverage.Coverage(
        data_file=None,
        config_file=False,
        branch=True,
        include=[f"{place}/{room}/*"],
        messages=False,
    )
    measured.clear_exclude()
    measured.clear_exclude("partial")  # neither pragma counts
    for pattern in (DEMO, TYPES, PROTOCOL):
        measured.exclude(pattern)
    measured.start()
    # After the start: what is imported is measured, and threads inherit the tracer.
    import grader.testing.plugin

    failures = Failures(root)
    own = [Order(root), failures]
    status = pytest.main(
        [
            "-q",
            "-pno:cacheprovider",
            "--noconftest",
            "--import-mode=importlib",
            f"--rootdir={root}",
            f"--config-file={SESSION}",
            "--timeout=60",
            f"--submission={place if room == LEARNERS else place / room}",
            str(root / "tests"),
        ],
        plugins=[pytest_asyncio.plugin, pytest_timeout, grader.testing.plugin, *own],
    )
    measured.stop()
    if status not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        sys.exit(f"pytest ended with {status!r}")
    try:
        measured.json_report(outfile=str(answer.with_suffix(".full")))
        full = json.loads(answer.with_suffix(".full").read_bytes())["files"]
    except coverage.exceptions.NoDataError:
        full = {}
    gaps = {str((root / file).relative_to(place)): gaps for file, gaps in full.items()}
    answer.write_text(json.dumps({"gaps": gaps, "failed": failures.by_file}), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4])
