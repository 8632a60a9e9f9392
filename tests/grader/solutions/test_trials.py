"""What exercises are tried on, and the trying itself."""

import pytest

from grader import catalogue
from grader.records import Status
from grader.solutions import trials
from grader.solutions.trials import Result
from grader.workers.supervisor import Workers
from tests.grader.authoring import write_exercise
from tests.grader.builders import edit, write

VARIANTS = "tests/ch27_locks/variants/ex01_double"


@pytest.fixture
def tree(tmp_path):
    return write_exercise(tmp_path)


def run(tree, planned):
    with Workers(root=tree, jobs=2) as workers:
        code = [(each, trials.code(tree, each)) for each in planned]
        return [
            Result(trial=trial, judgement=judged) for trial, judged in trials.run(workers, code)
        ]


def plan(tree, python=(3, 11, 0)):
    (chapter,) = catalogue.load(tree, table=False).chapters
    return trials.of(tree, chapter.exercises[0], python)


def test_reference_and_stub_come_first(tree):
    found, wrong = plan(tree)

    assert [each.name for each in found] == [
        "reference",
        "reject_stub",
        "accept_default",
        "accept_twice",
        "reject_lets_it_out",
        "reject_square",
    ]
    assert wrong == ()


def test_a_stub_is_tried_without_a_header_too(tree):
    edit(tree, "exercises/ch27_locks/chapter.toml", "broken", "blank")
    (tree / VARIANTS / "reject_stub.py").unlink()

    found, _ = plan(tree)

    assert (found[1].name, found[1].variant) == ("reject_stub", None)


def test_a_wrong_header_hides_no_other(tree):
    edit(tree, f"{VARIANTS}/reject_square.py", "kills: test_a_number", "kills: test_b")

    found, wrong = plan(tree)

    assert len(found) == 5
    assert [each.file for each in wrong] == [f"{VARIANTS}/reject_square.py"]


def test_a_variant_for_newer_pythons(tree):
    edit(tree, f"{VARIANTS}/reject_square.py", "kills:", "requires-python: >=3.12\nkills:")

    (older, _), (newer, _) = plan(tree, (3, 11, 9)), plan(tree, (3, 12, 0))

    assert older[-1].absent == "needs Python >=3.12"
    assert newer[-1].absent == ""


def test_an_exercise_for_newer_pythons(tree):
    edit(
        tree,
        "exercises/ch27_locks/chapter.toml",
        "stars = 1",
        'stars = 1\nrequires-python = ">=3.12"',
    )

    found, _ = plan(tree)

    assert all("needs Python >=3.12" in each.absent for each in found)


def test_trying_all_of_an_exercise(tree):
    write(tree, f"{VARIANTS}/accept_nothing.py", '"""No code at all."""\n')
    found, _ = plan(tree)

    seen = {each.trial.name: each for each in run(tree, found)}

    assert {name: sorted(each.failed) for name, each in seen.items()} == {
        "reference": [],
        "reject_stub": ["test_a_failure", "test_a_number"],
        "accept_default": [],
        "accept_nothing": ["test_a_failure", "test_a_number"],
        "accept_twice": [],
        "reject_lets_it_out": ["test_a_failure"],
        "reject_square": ["test_a_number"],
    }
    assert seen["accept_nothing"].judgement.status is Status.ERROR
    assert seen["reject_stub"].judgement.status is Status.GRADED
    assert seen["reference"].passed == {"test_a_failure", "test_a_number"}


def test_a_file_that_is_not_there(tree):
    found, _ = plan(tree)
    (tree / "solutions/ch27_locks/ex01_double.py").unlink()

    (result,) = run(tree, found[:1])

    assert result.judgement.message.startswith(
        "`solutions/ch27_locks/ex01_double.py` can't be read"
    )


def test_what_is_still_to_be_written_is_not_tried(tree):
    write(tree, f"{VARIANTS}/accept_new.py", '"""TO WRITE: another design."""\n')
    edit(tree, "solutions/ch27_locks/ex01_double.py", "try:", "try:  # TO WRITE: the rest")

    found, wrong = plan(tree)

    assert {each.name: each.absent for each in found if each.absent} == {
        "reference": "still to be written"
    }
    assert "accept_new" not in [each.name for each in found]
    assert wrong == ()


def test_nothing_is_tried_before_its_test_is_written(tree):
    edit(tree, "tests/ch27_locks/test_ex01_double.py", '"""Hidden', '"""TO WRITE: Hidden')

    found, _ = plan(tree)

    assert {each.absent for each in found} == {"its test is still to be written"}
