"""The authors' check from end to end: real processes on a small tree, broken in every way."""

import json

import pytest

from grader import misconceptions
from grader.cli import main
from grader.errors import Exit
from tests.grader.authoring import write_exercise
from tests.grader.builders import edit

REFERENCE = "solutions/ch27_locks/ex01_double.py"
VARIANTS = "tests/ch27_locks/variants/ex01_double"
TABLE = "tests/ch27_locks/misconceptions.json"


@pytest.fixture
def tree(tmp_path):
    return write_exercise(tmp_path)


def solutions(tree, *words):
    return main(["solutions", "--tree", str(tree), *words])


def test_a_tree_that_is_as_claimed(tree, capsys):
    assert solutions(tree, "ch27/ex01", "--json", str(tree / "found.json")) == Exit.DONE

    assert "1 exercise, 6 solutions" in capsys.readouterr().out
    assert json.loads((tree / "found.json").read_text())["disagreements"] == []


def test_writing_the_table(tree, capsys):
    before = misconceptions.read(tree / TABLE)
    (tree / TABLE).unlink()

    assert solutions(tree) == Exit.BELOW
    assert "the table of wrong beliefs is not up to date for ex01_double" in capsys.readouterr().out
    assert solutions(tree, "ch27", "--write") == Exit.DONE
    assert misconceptions.read(tree / TABLE) == before


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (REFERENCE, "2 *", "3 *", "the reference fails `test_a_number` (wrong-value"),
        (
            f"{VARIANTS}/accept_twice.py",
            "number + number",
            "number",
            "this correct design fails `test_a_number`",
        ),
        (
            f"{VARIANTS}/reject_square.py",
            "loses: test_a_number",
            "loses: test_a_number test_a_failure",
            "it passes `test_a_failure`, which its header lists",
        ),
        (
            "tests/ch27_locks/test_ex01_double.py",
            'assert same(await exercise.double(jobs.make("fetch", takes=1, returns=4)), 8)',
            'await exercise.double(jobs.make("fetch", takes=1, returns=4))',
            "`test_a_number` accepts it, and must not",
        ),
        (
            REFERENCE,
            "    except OSError:",
            "    except KeyError:\n        return 5\n    except OSError:",
            "no test reaches line 14 of the reference",
        ),
        ("exercises/ch27_locks/ex01_double.py", "await", "await  ", "differs from its pristine"),
    ],
)
def test_what_is_broken_is_named(tree, capsys, file, old, new, said):
    edit(tree, file, old, new)

    code = solutions(tree)

    printed = capsys.readouterr().out
    assert (code, said in printed) == (Exit.BELOW, True), printed
    assert f"ch27/ex01  {file}" in printed or file.startswith("tests/ch27_locks/test_")


def test_a_table_is_not_written_from_wrong_headers(tree):
    before = (tree / TABLE).read_text()
    edit(tree, f"{VARIANTS}/reject_square.py", "Doubling is squaring.", "It squares.")
    edit(tree, REFERENCE, "2 *", "3 *")

    assert solutions(tree, "--write") == Exit.BELOW
    assert (tree / TABLE).read_text() == before


def test_a_fault_of_the_grader_is_told_apart(tree, capsys):
    edit(tree, "tests/ch27_locks/test_ex01_double.py", "(exercise, jobs)", "(exercise, jobz)")

    assert solutions(tree) == Exit.FAULT
    assert "(the grader itself)" in capsys.readouterr().out


def test_a_broken_tree_is_refused(tree, capsys):
    edit(tree, "exercises/ch27_locks/chapter.toml", "stars = 1", "stars = 9")

    assert solutions(tree) == Exit.REFUSED
    assert "stars" in capsys.readouterr().err


def test_results_that_cannot_be_written(tree, capsys):
    assert solutions(tree, "--json", str(tree / "no/folder.json")) == Exit.REFUSED
    assert "--json" in capsys.readouterr().err
