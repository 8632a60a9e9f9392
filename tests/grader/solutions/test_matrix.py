"""The matrix, and the disagreements in words."""

from grader.records import Kind
from grader.solutions import matrix
from grader.solutions.findings import Disagreement
from tests.grader.authoring import accept, reference, reject, stub
from tests.grader.builders import exercise, failed, judgement

KNOWN = exercise(names="a b", kind=Kind.BROKEN, stubs=("tests/ch27_things/stubs/ex01_thing.py",))
RESULTS = (
    reference(KNOWN, judgement(KNOWN)),
    stub(KNOWN, judgement(KNOWN, failed("a"), failed("b")), kills="a", loses="a b"),
    accept(KNOWN, judgement(KNOWN, failed("b"))),
    reject(KNOWN, judgement(KNOWN, failed("b")), kills="a"),
    reject(KNOWN, None, "reject_y", kills="b", absent="needs Python >=3.12"),
)
FOUND = Disagreement(
    place="ch27/ex01", file="tests/x.py", problem="one\ntwo", mend="paste\nloses: test_a"
)


def test_a_matrix():
    assert list(matrix.matrix(KNOWN, RESULTS)) == [
        "ch27/ex01  A thing  (broken, ex01_thing)",
        "                1  2",
        "  reference     ·  ·",
        "  reject_stub   k  l",
        "  accept_x      ·  !",
        "  reject_x      !  !",
        "  reject_y      -  -   needs Python >=3.12",
        "     1  test_a",
        "     2  test_b",
    ]


def test_a_stub_without_a_header_claims_nothing():
    bare = stub(KNOWN, judgement(KNOWN, failed("a")))

    assert [matrix.mark(bare, name) for name in ("test_a", "test_b")] == ["l", "·"]


def test_a_disagreement():
    assert list(matrix.disagreements([FOUND])) == [
        "",
        "ch27/ex01  tests/x.py",
        "  problem  one",
        "           two",
        "  mend     paste",
        "           loses: test_a",
    ]


def test_the_same_as_plain_values():
    made = matrix.as_json([(KNOWN, RESULTS)], [FOUND])

    solutions = made["exercises"][0]["solutions"]
    assert [each["name"] for each in solutions][:2] == ["reference", "reject_stub"]
    assert solutions[0]["passed"] == ["test_a", "test_b"]
    assert solutions[2]["failed"] == {
        "test_b": {"verdict": "failed", "code": "wrong-value", "message": ""}
    }
    assert solutions[4]["not_tried"] == "needs Python >=3.12"
    assert made["disagreements"][0]["mend"] == FOUND.mend
