"""Runs every faulty file beside a right one: each gets its own clear verdict, and hurts nobody else.

A file's docstring says what becomes of it: `verdicts` of the three behaviours (`any`, or some parted
by `|`), `status`, a part of the `message`, the `line`; `limits: short` if only real time ends it.
All of them go through two series of workers, each file followed by a right one.
"""

import re
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from grader.judge import judge
from grader.records import Judgement, Status
from grader.workers.supervisor import Request, Settings, Workers
from tests.grader.workers.workplace import QUICK, RIGHT, request, write_tree

HERE = Path(__file__).parent
FILES = sorted(path for path in HERE.glob("*.py") if not path.name.startswith("test_"))
pytestmark = pytest.mark.timeout(600)  # the first test of all waits for every process

SHORT = Settings(cpu=0.5, wall=1, exercise_wall=2.5, patience=1, guard=False)


@dataclass(frozen=True)
class Expected:
    verdicts: tuple[str, ...]
    status: str
    message: str
    line: int | None
    short: bool

    @classmethod
    def of(cls, path: Path) -> "Expected":
        # Not by its syntax tree: some of them have none.
        head = path.read_bytes().decode("utf-8", "replace").split('"""')[1]
        keys = dict(re.findall(r"^(\w+): *(.*?)\r?$", head, re.MULTILINE))
        verdicts = tuple(keys.pop("verdicts", "not_reached not_reached not_reached").split())
        line = keys.pop("line", "")
        expected = cls(
            verdicts=verdicts,
            status=keys.pop("status", "graded"),
            message=keys.pop("message", ""),
            line=int(line) if line else None,
            short=keys.pop("limits", "") == "short",
        )
        assert not keys, f"{path.name} expects something unknown: {keys}"
        return expected


@pytest.fixture(scope="module")
def results(
    unmeasured: None, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[Judgement]]:
    """By file name: what became of it, and of the right file that followed."""
    root = tmp_path_factory.mktemp("tree")
    exercise = write_tree(root)
    found: dict[str, list[Judgement]] = {path.name: [] for path in FILES}
    for settings, short in ((QUICK, False), (SHORT, True)):
        requests: list[Request] = []
        for path in FILES:
            if Expected.of(path).short is short:
                pair = (as_submitted(root, exercise, path), request(exercise, RIGHT))
                requests += [replace(one, shown=f"{path.name} {k}") for k, one in enumerate(pair)]
        with Workers(root=root, jobs=2, settings=settings) as workers:
            for done, seen in workers.run(requests):
                name, number = done.shown.split()
                found[name].insert(int(number), judge(exercise, seen))
    return found


def as_submitted(root, exercise, path):
    """The request for this file, read as a submission's would be."""
    target = root / "submitted" / exercise.folder / f"{exercise.name}.py"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(path.read_bytes())
    return Request.of(exercise, root / "submitted")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_fault_gets_its_own_verdict(path, results):
    expected, (found, _) = Expected.of(path), results[path.name]
    said = [found.message, *(outcome.message for outcome in found.outcomes)]
    shown = (
        f"{found.status} {found.line} {found.notices}\n"
        + "\n".join(
            f"{one.behaviour} {one.verdict} {one.line} {one.message[:300]}"
            for one in found.outcomes
        )
        + f"\n{found.message[:2000]}"
    )

    assert found.status in expected.status.split("|"), shown
    for outcome, verdict in zip(found.outcomes, expected.verdicts, strict=True):
        assert verdict == "any" or outcome.verdict in verdict.split("|"), shown
    assert any(part in one for part in expected.message.split("|") for one in said), shown
    if expected.line is not None:
        assert expected.line in {found.line, *(one.line for one in found.outcomes)}, shown


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_fault_leaves_others_alone(path, results):
    _, right = results[path.name]

    assert [outcome.verdict for outcome in right.outcomes] == ["passed"] * 3, right
    assert right.status is Status.GRADED
