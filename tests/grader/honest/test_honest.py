"""Ordinary code is never refused, never suspected and never hindered, whatever of Python it uses.

Each entry of `snippets.txt` is headed by its name, and by what its exercise grants after a colon. It
becomes part of a right solution that calls its `act` in every behaviour.
"""

import ast
import re
from dataclasses import replace
from pathlib import Path

import pytest

from grader.judge import judge
from grader.records import Judgement, Status
from grader.workers import guard, inspection
from grader.workers.supervisor import Settings, Workers
from tests.grader.workers.workplace import request, write_tree

HERE = Path(__file__).parent
HEAD = re.compile(r"^# --- (\w+)(?:: (.+))?\n", re.MULTILINE)
SOLUTION = '''

async def double(number: int) -> int:
    """Return twice `number`."""
    await act()
    return 2 * number
'''
pytestmark = pytest.mark.timeout(600)  # the first test of all waits for every process


def read() -> dict[str, tuple[tuple[str, ...], str]]:
    _, *parts = HEAD.split((HERE / "snippets.txt").read_text(encoding="utf-8"))
    pieces = zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    return {name: (tuple((grants or "").split()), text) for name, grants, text in pieces}


SNIPPETS = read()


@pytest.fixture(scope="module")
def results(unmeasured: None, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Judgement]:
    root = tmp_path_factory.mktemp("tree")
    exercise = write_tree(root)
    requests = [
        replace(request(replace(exercise, grants=grants), text + SOLUTION), shown=f"ex01_{name}")
        for name, (grants, text) in SNIPPETS.items()
    ]
    with Workers(root=root, jobs=2, settings=Settings()) as workers:
        return {
            done.shown.removeprefix("ex01_"): judge(done.exercise, seen)
            for done, seen in workers.run(requests)
        }


def test_there_are_enough_of_them():
    assert len(SNIPPETS) >= 60


@pytest.mark.parametrize("name", SNIPPETS)
def test_it_passes_the_static_check(name):
    grants, text = SNIPPETS[name]

    nodes = [*ast.walk(inspection.without_demo(ast.parse(text)))]
    assert guard.forbidden(nodes, grants) is None


@pytest.mark.parametrize("name", SNIPPETS)
def test_it_runs_as_it_would_elsewhere(name, results):
    found = results[name]
    shown = f"{found.message[:2000]}\n{found.notices}\n" + "\n".join(
        f"{one.verdict} {one.message}\n{one.traceback}" for one in found.outcomes
    )

    assert found.status is Status.GRADED, shown
    assert [one.verdict for one in found.outcomes] == ["passed"] * 3, shown
