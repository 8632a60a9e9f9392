"""The mutants of an exercise: which there are, and what they are called."""

import ast
import sys

import pytest

from grader import catalogue
from grader.errors import BrokenTree, UsageError
from grader.mutants import plan
from grader.mutants.plan import Kind
from tests.grader.authoring import write_exercise
from tests.grader.builders import edit

REFERENCE = "solutions/ch27_locks/ex01_double.py"


@pytest.fixture
def tree(tmp_path):
    return write_exercise(tmp_path)


def mutants(tree, *kinds):
    (chapter,) = catalogue.load(tree, table=False).chapters
    return plan.of(tree, chapter.exercises[0], kinds or [Kind.ASYNCIO])


def test_they_are_called_by_exercise_operator_and_line(tree):
    assert [each.id for each in mutants(tree)] == [
        "ch27/ex01:drop-await@12",
        "ch27/ex01:widen-except@13",
    ]


def test_the_second_on_a_line_has_a_number(tree):
    edit(tree, REFERENCE, "2 * await fetch()", "await fetch() + await fetch()")

    first, second, _ = mutants(tree)

    assert (first.id, first.nth) == ("ch27/ex01:drop-await@12", 1)
    assert (second.id, second.nth) == ("ch27/ex01:drop-await@12.2", 2)


def test_a_place_stays_the_same_when_the_file_grows(tree):
    before = [(each.operator, each.place, each.nth) for each in mutants(tree)]
    edit(tree, REFERENCE, '"""Doubles of', '# A comment.\n\n"""Doubles of')
    edit(tree, REFERENCE, "2 * await fetch()", "2 * (\n            await fetch()\n        )")

    assert [(each.operator, each.place, each.nth) for each in mutants(tree)] == before
    assert before[0] == ("drop-await", "await fetch()", 1)


def test_the_diff_shows_the_change_alone(tree):
    first, _ = mutants(tree)

    changed = [line for line in first.diff.splitlines() if line[0] in "+-"]

    assert changed == ["-        return 2 * await fetch()", "+        return 2 * fetch()"]


def test_general_ones_are_made_by_cosmic_ray(tree):
    found = mutants(tree, Kind.GENERAL)

    assert {each.id for each in found} >= {
        "ch27/ex01:NumberReplacer@12",
        "ch27/ex01:NumberReplacer@14",
    }
    assert {each.kind for each in found} == {Kind.GENERAL}


def test_demos_are_not_changed(tree):
    before = mutants(tree, *Kind)
    text = (tree / REFERENCE).read_text()
    demo = '\n\nif __name__ == "__main__":\n    task.cancel()\n    print(1 + 1)\n'
    (tree / REFERENCE).write_text(text + demo)

    assert mutants(tree, *Kind) == before


def test_every_one_compiles_and_differs(tree):
    texts = [ast.dump(ast.parse(each.text)) for each in mutants(tree, *Kind)]
    reference = ast.dump(ast.parse((tree / REFERENCE).read_text()))

    assert len(set(texts)) == len(texts)
    assert reference not in texts


def test_a_reference_that_cannot_be_read(tree):
    (tree / REFERENCE).write_text("def")

    with pytest.raises(BrokenTree, match="can't be read"):
        mutants(tree)


def test_without_cosmic_ray_it_says_what_to_install(tree, monkeypatch):
    monkeypatch.setitem(sys.modules, "cosmic_ray.ast", None)

    with pytest.raises(UsageError, match="mutants"):
        mutants(tree, Kind.GENERAL)
