"""How much of the references the hidden tests reach."""

import sys
from dataclasses import replace

import pytest

from grader import catalogue
from grader.solutions import reach
from grader.solutions.reach import Gaps, Measurement
from tests.grader.authoring import write_exercise
from tests.grader.builders import edit, exercise

REFERENCE = "solutions/ch27_locks/ex01_double.py"
KNOWN = exercise(names="a")
NO = "  # pragma: no "  # which doesn't help


@pytest.fixture
def tree(tmp_path):
    return write_exercise(tmp_path)


def measure(tree):
    (chapter,) = catalogue.load(tree, table=False).chapters
    return reach.measure(tree, chapter.exercises)


def problems(**measured):
    return [each.problem for each in reach.check(KNOWN, Measurement(**measured))]


def test_everything_reached(tree):
    demo = '\n\nif __name__ == "__main__":\n    print("never reached")\n'
    (tree / REFERENCE).write_text((tree / REFERENCE).read_text() + demo)

    assert measure(tree) == Measurement(gaps={REFERENCE: Gaps()})


def test_lines_that_no_test_reaches(tree):
    edit(
        tree,
        REFERENCE,
        "        return 0\n",
        f"        return 0\n    except KeyError:\n        return 1{NO}cover\n",
    )

    gaps = measure(tree).gaps[REFERENCE]

    assert gaps == Gaps(lines=(15, 16))


def test_branches_that_no_test_takes(tree):
    edit(
        tree, REFERENCE, "    try:\n", f"    if fetch:{NO}branch\n        fetch = fetch\n    try:\n"
    )

    assert measure(tree).gaps[REFERENCE] == Gaps(branches=((11, 13),))


def test_tests_that_fail_are_named(tree):
    edit(tree, REFERENCE, "2 *", "3 *")

    assert measure(tree).failed == {"tests/ch27_locks/test_ex01_double.py": ("test_a_number",)}


def test_tests_that_cannot_be_collected(tree):
    edit(tree, "tests/ch27_locks/test_ex01_double.py", "import same", "import different")

    measured = measure(tree)

    assert "pytest ended with" in measured.broken or measured.failed


def test_nothing_to_measure(tmp_path):
    assert reach.measure(tmp_path, ()) == Measurement()


def test_a_session_that_breaks(tree, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/bin/false")

    assert measure(tree).broken == "exit status 1"


@pytest.mark.parametrize(
    ("gaps", "problem"),
    [
        (Gaps(lines=(3, 5)), "no test reaches lines 3, 5 of the reference"),
        (
            Gaps(branches=((3, 5), (7, -1))),
            "no test goes from line 3 to 5, from line 7 to the end of the reference",
        ),
        (Gaps(lines=tuple(range(20))), f"lines {', '.join(map(str, range(12)))}, … of"),
    ],
)
def test_gaps_in_words(gaps, problem):
    (found,) = problems(gaps={KNOWN.reference: gaps})

    assert problem in found


def test_a_reference_that_is_never_loaded():
    assert problems() == ["no line of the reference is ever run"]


def test_a_failure_beside_other_tests():
    gaps = {KNOWN.reference: Gaps()}

    (found,) = problems(gaps=gaps, failed={KNOWN.test: ("test_a",)})

    assert found == "`test_a` fails on the reference in a plain pytest session"


def test_a_reference_without_gaps():
    assert problems(gaps={replace(KNOWN).reference: Gaps()}) == []
