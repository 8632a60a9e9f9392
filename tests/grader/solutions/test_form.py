"""What lies about in a chapter's folders."""

import pytest

from grader import catalogue
from grader.solutions import form
from tests.grader.authoring import write_exercise
from tests.grader.builders import edit, write

STUB = "exercises/ch27_locks/ex01_double.py"


@pytest.fixture
def tree(tmp_path):
    return write_exercise(tmp_path)


def check(tree):
    (chapter,) = catalogue.load(tree, table=False).chapters
    (exercise,) = chapter.exercises
    return form.check_exercise(tree, exercise) + form.check_chapter(tree, chapter)


def test_a_tidy_chapter(tree):
    assert check(tree) == ()


def test_a_stub_that_was_edited(tree):
    edit(tree, STUB, "await", "await  ")

    (found,) = check(tree)

    assert found.problem == "the stub differs from its pristine copy"
    assert found.mend.endswith(f"cp {STUB} tests/ch27_locks/stubs/ex01_double.py")


def test_a_stub_that_is_gone(tree):
    (tree / STUB).unlink()

    (found,) = check(tree)

    assert found.mend == f"cp tests/ch27_locks/stubs/ex01_double.py {STUB}"


def test_a_reference_that_promises_something_else(tree):
    edit(tree, "solutions/ch27_locks/ex01_double.py", "return 0.\n", "return 1.\n")

    (found,) = check(tree)

    assert (found.place, found.file) == ("ch27/ex01", "solutions/ch27_locks/ex01_double.py")
    assert "'If it raises OSError, return 0.' in the stub" in found.problem


def test_a_reference_that_is_missing(tree):
    (tree / "solutions/ch27_locks/ex01_double.py").unlink()

    assert [each.problem for each in check(tree)] == ["there is no reference"]


def test_a_reference_that_does_not_parse(tree):
    edit(tree, "solutions/ch27_locks/ex01_double.py", "async def", "async")

    assert "can't be read: invalid syntax" in check(tree)[0].problem


def test_a_chapter_without_a_primer(tree):
    (tree / "exercises/ch27_locks/README.md").unlink()

    (found,) = check(tree)

    assert (found.place, found.problem) == ("ch27", "the chapter has no primer")


def test_an_exercise_that_the_primer_does_not_list(tree):
    write(tree, "exercises/ch27_locks/README.md", "# Locks\n")

    (found,) = check(tree)

    assert (found.place, found.problem) == ("ch27/ex01", "the primer doesn't list the exercise")


@pytest.mark.parametrize(
    "stray",
    [
        "exercises/ch27_locks/notes.txt",
        "solutions/ch27_locks/ex02_more.py",
        "tests/ch27_locks/test_ex02_more.py",
        "tests/ch27_locks/stubs/ex02_more.py",
        "tests/ch27_locks/variants/ex02_more/accept_x.py",
    ],
)
def test_a_file_that_belongs_to_nothing(tree, stray):
    write(tree, stray, "pass\n")

    (found,) = check(tree)

    assert stray.startswith(found.file)
    assert found.problem == "it belongs to no exercise"
