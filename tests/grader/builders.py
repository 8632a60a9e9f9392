"""Builds what the grader's tests need: a small trusted tree on disk, and records of every kind."""

import os
from pathlib import Path

from grader.adjustments import Adjustment
from grader.records import (
    Behaviour,
    Catalogue,
    Chapter,
    Exercise,
    Judgement,
    Kind,
    Misconception,
    Outcome,
    Status,
    Verdict,
)

# -- a tree

CHAPTERS = {
    "ch08_task_cancellation": {"ex01_stop": "blank", "ex02_clean_up": "blank"},
    "ch18_timeouts": {"ex01_budget": "blank"},
    "ch27_locks": {"ex01_account": "partial", "ex02_tally": "broken"},
}

TEST = '''\
"""Hidden behaviours."""

import pytest

raise SystemExit("this file is never imported")


def helper():
    def test_inside_a_function():
        pass


@pytest.mark.points(2)
async def test_first(exercise):
    """The first promise is kept.

    Somebody does something,
    and then waits.
    """


def test_second(exercise, jobs):
    """The second promise is kept."""
'''

STUB = '''\
"""A stub."""


async def solve() -> int:
    """Return the answer."""
    raise NotImplementedError  # TODO: replace this line
'''

REJECT_STUB = '''\
"""Whatever the author of the stub believed.

kills: test_first
loses: test_first
"""
'''


def write(root: Path, path: str, text: str) -> Path:
    """Write a file of a tree."""
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def write_tree(root: Path) -> Path:
    """A whole trusted tree, all of it in order: three chapters, five exercises."""
    for folder, exercises in CHAPTERS.items():
        title = folder[5:].replace("_", " ").capitalize()
        toml = f'title = "{title}"\n'
        for name, kind in exercises.items():
            toml += (
                f'\n[{name}]\ntitle = "{name[5:].replace("_", " ").capitalize()}"\nstars = 1\n'
                f'kind = "{kind}"\nhints = ["a nudge", "clearer", "nearly the answer"]\n'
            )
            write(root, f"exercises/{folder}/{name}.py", STUB)
            write(root, f"tests/{folder}/stubs/{name}.py", STUB)
            write(root, f"tests/{folder}/test_{name}.py", TEST)
            if kind != "blank":
                write(root, f"tests/{folder}/variants/{name}/reject_stub.py", REJECT_STUB)
        write(root, f"exercises/{folder}/chapter.toml", toml)
    return root


def edit(root: Path, path: str, old: str, new: str) -> None:
    """Replace a piece of a file that must hold it."""
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    write(root, path, text.replace(old, new))


# -- records


def behaviour(name: str, **fields) -> Behaviour:
    """A behaviour `test_NAME`."""
    given = {
        "id": f"test_{name}",
        "statement": f"{name.capitalize()} is as promised.",
        "scenario": "",
    }
    return Behaviour(**given | fields)


def exercise(identity: str = "ch27/ex01", names: str = "a b c", **fields) -> Exercise:
    """An exercise with the behaviours test_a, test_b and test_c, or others."""
    chapter, number = identity.split("/")
    given = {
        "id": identity,
        "name": f"{number}_thing",
        "folder": f"{chapter}_things",
        "title": "A thing",
        "kind": Kind.BLANK,
        "stars": 1,
        "hints": ("a nudge", "clearer", "nearly the answer"),
        "behaviours": tuple(behaviour(name) for name in names.split()),
    }
    return Exercise(**given | fields)


def catalogue(*exercises: Exercise) -> Catalogue:
    """A catalogue of these exercises."""
    folders = dict.fromkeys(each.folder for each in exercises)
    return Catalogue(
        root=Path("/nowhere"),
        chapters=tuple(
            Chapter(
                id=folder[:4],
                folder=folder,
                title=folder[5:].capitalize(),
                exercises=tuple(each for each in exercises if each.folder == folder),
            )
            for folder in folders
        ),
    )


def outcome(name: str, verdict: Verdict = Verdict.PASSED, **fields) -> Outcome:
    """An outcome of `test_NAME`."""
    return Outcome(behaviour=f"test_{name}", verdict=verdict, **fields)


def failed(name: str, code: str = "wrong-value", **fields) -> Outcome:
    """A failure of `test_NAME`."""
    return outcome(name, Verdict.FAILED, code=code, **fields)


def judgement(known: Exercise, *outcomes: Outcome, **fields) -> Judgement:
    """A judgement; behaviours without an outcome have passed."""
    told = {each.behaviour: each for each in outcomes}
    everything = tuple(
        told.get(each.id) or Outcome(behaviour=each.id, verdict=Verdict.PASSED)
        for each in known.behaviours
    )
    return Judgement(
        **{"exercise": known, "status": Status.GRADED, "outcomes": everything} | fields
    )


def adjustment(points: int, identity: str = "ch27/ex01", **fields) -> Adjustment:
    """Points given or taken by Ada; `fixed=True`: set."""
    given = {
        "submission": "ada",
        "exercise": identity,
        "points": points,
        "fixed": False,
        "reason": "told in person",
        "by": "Ada",
        "at": "2030-01-02T03:04:05+00:00",
    }
    return Adjustment(**given | fields)


def untouched(known: Exercise) -> Judgement:
    """A judgement of an exercise that is still the stub."""
    return judgement(
        known,
        *(Outcome(behaviour=each.id, verdict=Verdict.NOT_STARTED) for each in known.behaviours),
        status=Status.NOT_STARTED,
    )


def misconception(belief: str, *signatures: str, variant: str = "reject_x") -> Misconception:
    """A belief; a signature is written "a:wrong-value b:deadlock"."""
    return Misconception(
        belief=belief, variant=variant, signatures=tuple(pairs(each) for each in signatures)
    )


def pairs(text: str) -> frozenset[tuple[str, str]]:
    """A signature from "a:wrong-value b:deadlock"."""
    words = (word.split(":") for word in text.split())
    return frozenset((f"test_{name}", code) for name, code in words)


# -- golden files


def check_golden(file: Path, text: str) -> None:
    """Compare with what was looked at and approved; UPDATE_GOLDEN=1 writes it anew."""
    if os.environ.get("UPDATE_GOLDEN"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    assert text == file.read_text(encoding="utf-8")
