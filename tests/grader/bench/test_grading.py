"""What is compared with what, and what follows from it."""

import pytest

from grader.bench import grading
from grader.bench.plan import Plan
from grader.bench.timing import Timing
from tests.grader.authoring import write_exercise
from tests.grader.builders import edit

SECONDS = {
    grading.OURS: (1.0, 2.0, 3.0),
    grading.PLAIN: (1.0, 1.0, 2.0),
    grading.FRESH: (20.0, 20.0, 30.0),
    grading.FLOOR: (0.5, 0.5, 0.5),
    "through nox": (1.0, 1.5, 1.4),
    "without nox": (0.5, 0.5, 0.5),
}


@pytest.fixture
def plan(tmp_path, monkeypatch):
    """A plan for a small tree, on which nothing is really run."""
    raced = []

    def race(ways, *, repeats, tell, memory=True):
        raced.extend(ways)
        return tuple(Timing(name=each.name, seconds=SECONDS[each.name]) for each in ways)

    monkeypatch.setattr(grading, "race", race)
    plan = Plan(root=write_exercise(tmp_path), repeats=3, tell=str)
    return plan, raced


def claims(section):
    return {each.text: (each.value, each.holds) for each in section.claims}


def test_our_exercises(plan):
    section = grading.exercises(plan[0])

    assert section.title == "Our exercises: 1 exercises"
    assert claims(section) == {
        "a pytest each / the grader": (10.0, True),
        "the grader / one plain pytest": (1.5, False),
    }
    assert [row[0] for row in section.rows] == [grading.OURS, grading.PLAIN, grading.FRESH]


def test_exercises_that_cannot_run_here_are_left_out(plan):
    edit(
        plan[0].root,
        "exercises/ch27_locks/chapter.toml",
        "stars = 1",
        'stars = 1\nrequires-python = ">=9"',
    )

    grading.exercises(plan[0])

    assert plan[1][-1].commands == ()


def test_a_generated_corpus_has_a_floor(plan):
    section = grading.generated(plan[0])

    assert section.title == "A generated corpus: 100 exercises"
    assert claims(section)["the grader / the floor: fork and asyncio.run"] == (4.0, True)


def test_a_chapter(plan):
    section = grading.chapter(plan[0])

    assert claims(section) == {"the grader / one plain pytest": (1.5, False)}
    assert plan[1][0].commands[0][2:5] == ("grader", "grade", "ch27")


def test_what_nox_adds(plan, monkeypatch):
    monkeypatch.setattr(grading.shutil, "which", lambda name: "/bin/nox")

    section = grading.nox(plan[0])

    assert section.claims[0].value == pytest.approx(0.9)
    assert not section.claims[0].holds


def test_without_nox_nothing_is_claimed(plan, monkeypatch):
    monkeypatch.setattr(grading.shutil, "which", lambda name: None)

    section = grading.nox(plan[0])

    assert (section.claims[0].value, section.claims[0].holds) == (None, False)
    assert section.notes == ("There is no nox on the PATH.",)
