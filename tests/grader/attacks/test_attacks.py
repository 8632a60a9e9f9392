"""Runs every cheat beside a right solution: none earns a point, and none touches its neighbour.

A cheat's file is appended to the wrong solution of its exercise (in `wrong/`), where the function
`cheat`, which each call makes, is empty until a cheat redefines it. A file with `beside: PATH` isn't
appended: it lies at that path of the submission. The docstring says what becomes of the exercise:
`status`, some parted by `|`, and a part of the `message`. `ROOT` in a cheat stands for our tree.
"""

import re
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from grader import catalogue
from grader.judge import judge
from grader.records import Judgement, Status, Verdict
from grader.workers.supervisor import Request, Settings, Workers

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
FILES = sorted(path for path in HERE.glob("*.py") if not path.name.startswith("test_"))
SETTINGS = Settings(cpu=1, wall=20, exercise_wall=60)
pytestmark = pytest.mark.timeout(600)  # the first test of all waits for every process


@dataclass(frozen=True)
class Cheat:
    name: str
    exercise: str
    beside: str
    status: str
    message: str
    text: str

    @classmethod
    def of(cls, path: Path) -> "Cheat":
        text = path.read_text(encoding="utf-8")
        keys = dict(re.findall(r"^(\w+): *(.*)$", text.split('"""')[1], re.MULTILINE))
        return cls(
            name=path.stem,
            exercise=keys["exercise"],
            beside=keys.get("beside", ""),
            status=keys.get("status", ""),
            message=keys.get("message", ""),
            text=text.replace("ROOT", str(ROOT)),
        )


CHEATS = [Cheat.of(path) for path in FILES]


@pytest.fixture(scope="module")
def results(
    unmeasured: None, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[Judgement]]:
    """By cheat, what became of it and of its neighbour; by exercise, what its wrong solution earns."""
    tree_of_ours = catalogue.load(ROOT, table=False)
    exercises = {one.id: one for chapter in tree_of_ours.chapters for one in chapter.exercises}
    right = exercises["ch27/ex02"]
    neighbour = Request.of(right, ROOT / "solutions")
    found: dict[str, list[Judgement]] = {}
    requests: list[Request] = []
    for name in sorted({cheat.exercise for cheat in CHEATS}):
        exercise, tree = exercises[name], tmp_path_factory.mktemp("wrong")
        _place(tree, exercise.path, wrong(name))
        requests.append(replace(Request.of(exercise, tree), shown=f"{name} 0"))
    for cheat in CHEATS:
        exercise, tree = exercises[cheat.exercise], tmp_path_factory.mktemp("cheat")
        text = wrong(cheat.exercise)
        _place(tree, exercise.path, text if cheat.beside else f"{text}\n\n{cheat.text}")
        if cheat.beside:
            _place(tree, cheat.beside, cheat.text)
        requests.append(replace(Request.of(exercise, tree), shown=f"{cheat.name} 0"))
        requests.append(replace(neighbour, shown=f"{cheat.name} 1"))
    with Workers(root=ROOT, jobs=2, settings=SETTINGS) as workers:
        for done, seen in workers.run(requests):
            name, number = done.shown.split()
            found.setdefault(name, []).insert(int(number), judge(done.exercise, seen))
    return found


def wrong(exercise: str) -> str:
    return (HERE / "wrong" / f"{exercise.replace('/', '_')}.py").read_text(encoding="utf-8")


def _place(tree: Path, path: str, text: str) -> None:
    target = tree / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def earned(judgement: Judgement) -> set[str]:
    if judgement.status is not Status.GRADED:
        return set()
    return {one.behaviour for one in judgement.outcomes if one.verdict is Verdict.PASSED}


def shown(judgement: Judgement) -> str:
    return (
        f"{judgement.status} {judgement.line} {judgement.message[:600]}\n{judgement.notices}\n"
    ) + "\n".join(
        f"{one.behaviour} {one.verdict} {one.message[:300]}" for one in judgement.outcomes
    )


@pytest.mark.parametrize("cheat", CHEATS, ids=lambda cheat: cheat.name)
def test_a_cheat_earns_nothing(cheat, results):
    found, _ = results[cheat.name]
    (without,) = results[cheat.exercise]

    assert earned(without), shown(without)
    assert earned(found) <= earned(without), shown(found)
    assert found.status is not Status.INTERNAL_ERROR, shown(found)
    if cheat.status:
        assert found.status in cheat.status.split("|"), shown(found)
    texts = [found.message, *(one.message for one in found.outcomes)]
    assert any(cheat.message in text for text in texts), shown(found)


@pytest.mark.parametrize("cheat", CHEATS, ids=lambda cheat: cheat.name)
def test_a_cheat_leaves_others_alone(cheat, results):
    _, neighbour = results[cheat.name]

    assert {one.verdict for one in neighbour.outcomes} == {Verdict.PASSED}, shown(neighbour)
    assert neighbour.status is Status.GRADED, shown(neighbour)
