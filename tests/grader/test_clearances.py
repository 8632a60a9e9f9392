"""A clearance is for one content of one file, is written down for good, and is honoured."""

import json
import re

import pytest

from grader import clearances
from grader.cli import main
from grader.errors import BrokenTree
from tests.grader.builders import write
from tests.grader.workers.workplace import RIGHT, STUB, TEST

CHAPTER = """
title = "Faults"

[ex01_double]
title = "Double"
stars = 1
kind = "blank"
hints = ["a", "b", "c"]
"""
FILE = "exercises/ch90_faults/ex01_double.py"
# Honest, if odd: it is the guard that can't know.
ODD = RIGHT.replace("    return", '    assert getattr(double, "__co" + "de__").co_name\n    return')


@pytest.fixture
def tree(tmp_path):
    root = tmp_path / "tree"
    write(root, "exercises/ch90_faults/chapter.toml", CHAPTER)
    for path in (FILE, "tests/ch90_faults/stubs/ex01_double.py"):
        write(root, path, STUB)
    write(root, "tests/ch90_faults/test_ex01_double.py", TEST)
    write(tmp_path, f"fork/{FILE}", ODD)
    return root


def grade(capsys, tree, *words):
    code = main(
        ["grade", "--tree", str(tree), "--submission", f"{tree}/../fork", "--json", "-", *words]
    )
    found = json.loads(capsys.readouterr().out)
    return code, found["chapters"][0]["exercises"][0]


def clear(tree, *words):
    return main(["clear", f"{tree}/../fork", "ch90/ex01", "--tree", str(tree), *words])


def test_a_cleared_file_earns_what_it_earns(tree, capsys):
    _, before = grade(capsys, tree)
    assert clear(tree, "--reason", "it only asks for a name", "--by", "Ada") == 0
    capsys.readouterr()
    _, after = grade(capsys, tree)
    _, again = grade(capsys, tree)

    assert (before["status"], before["points"], before["cleared"]) == ("needs_a_look", 0, "")
    assert before["notices"] or before["message"]
    assert (after["status"], after["points"]) == ("graded", 3)
    assert re.fullmatch(r"Ada on \d{4}-\d\d-\d\d: it only asks for a name", after["cleared"])
    assert again == after


def test_another_content_needs_another_look(tree, capsys):
    clear(tree, "--reason", "fine")
    write(tree.parent, f"fork/{FILE}", ODD + "\n# one more line\n")
    capsys.readouterr()

    _, found = grade(capsys, tree)

    assert (found["status"], found["cleared"]) == ("needs_a_look", "")


def test_a_clearance_in_the_submission_counts_for_nothing(tree, capsys):
    clear(tree, "--reason", "fine", "--clearances", str(tree.parent / "fork" / clearances.NAME))
    capsys.readouterr()

    _, found = grade(capsys, tree)

    assert found["status"] == "needs_a_look"


def test_it_can_be_taken_back_and_nothing_is_forgotten(tree, capsys):
    clear(tree, "--reason", "fine")
    clear(tree, "--reason", "it was not", "--withdraw")
    capsys.readouterr()

    _, found = grade(capsys, tree)
    lines = (tree / clearances.NAME).read_text(encoding="utf-8").splitlines()

    assert found["status"] == "needs_a_look"
    assert [json.loads(line)["reason"] for line in lines] == ["fine", "it was not"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["ch90/ex07", "--reason", "x"], "ch90/ex07"),
        (["ch90/ex01", "--reason", " "], "--reason"),
        (["ch90/ex01", "--reason", "x", "--withdraw"], "isn't cleared"),
        (["ch90/ex01"], "--reason"),
    ],
)
def test_what_makes_no_sense_is_refused(tree, capsys, words, said):
    code = main(["clear", f"{tree}/../fork", *words, "--tree", str(tree)])

    assert (code, said in capsys.readouterr().err) == (2, True)
    assert not (tree / clearances.NAME).exists()


def test_a_damaged_line_is_named(tree):
    write(tree, clearances.NAME, '\n{"exercise": 1}\n')

    with pytest.raises(BrokenTree, match="line 2"):
        clearances.load(tree / clearances.NAME)
