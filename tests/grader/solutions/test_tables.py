"""The table of wrong beliefs, made from what was seen."""

from dataclasses import replace

from grader.misconceptions import Table
from grader.records import Kind
from grader.solutions import tables
from tests.grader.authoring import accept, reference, reject, stub
from tests.grader.builders import catalogue, exercise, failed, judgement, misconception, pairs

KNOWN = exercise(names="a b", kind=Kind.BROKEN, stubs=("tests/ch27_things/stubs/ex01_thing.py",))
CHAPTER = catalogue(KNOWN).chapters[0]
RESULTS = (
    reference(KNOWN, judgement(KNOWN)),
    stub(KNOWN, judgement(KNOWN, failed("a")), kills="a", belief="So it says."),
    accept(KNOWN, judgement(KNOWN)),
    reject(KNOWN, judgement(KNOWN, failed("b", "deadlock")), kills="b", belief="It wakes."),
)
TABLE = Table(
    keepers=("test_b",),
    misconceptions=(
        misconception("So it says.", "a:wrong-value", variant="reject_stub"),
        misconception("It wakes.", "b:deadlock"),
    ),
)


def update(before, results=RESULTS, *, add=False):
    return tables.update(CHAPTER, before, {KNOWN.id: results}, add=add)


def saw_b_as(code):
    """The results of a Python on which `test_b` fails in another way."""
    return (
        *RESULTS[:-1],
        reject(KNOWN, judgement(KNOWN, failed("b", code)), kills="b", belief="It wakes."),
    )


def test_a_table_from_nothing():
    made = update({})

    assert made.file == "tests/ch27_things/misconceptions.json"
    assert (made.tables, list(made.stale)) == ({KNOWN.name: TABLE}, [KNOWN.name])


def test_a_table_that_is_right_is_left_alone():
    assert update({KNOWN.name: TABLE}).stale == {}


def test_another_belief_makes_it_stale():
    old = replace(TABLE, misconceptions=(misconception("It slept.", "b:deadlock"),))

    made = update({KNOWN.name: old})

    assert (made.tables, list(made.stale)) == ({KNOWN.name: TABLE}, [KNOWN.name])


def test_a_stale_exercise_is_a_disagreement_with_its_mend():
    (found,) = update({}).disagreements(CHAPTER)

    assert found.place == "ch27/ex01"
    assert found.mend.endswith("python -m grader solutions --write ch27/ex01")


def test_what_differs_is_said():
    old = Table(
        keepers=(),
        misconceptions=(
            misconception("It slept.", "b:too-late"),
            misconception("So it says.", "a:wrong-value", variant="reject_gone"),
        ),
    )

    (found,) = update({KNOWN.name: old}).disagreements(CHAPTER)

    assert found.problem.splitlines()[1:] == [
        "the stub passes test_b",
        "reject_gone is gone",
        "reject_stub is new",
        "reject_x states another belief",
        "reject_x fails in another way (test_b: deadlock)",
    ]


def test_variants_stand_in_order():
    turned = replace(TABLE, misconceptions=TABLE.misconceptions[::-1])

    made = update({KNOWN.name: turned})

    assert made.stale == {KNOWN.name: ("variants stand in alphabetical order",)}


def test_another_python_sees_other_codes():
    here = saw_b_as("timed-out")

    made = update({KNOWN.name: TABLE}, here, add=True)

    both = (pairs("b:deadlock"), pairs("b:timed-out"))
    assert list(made.stale) == [KNOWN.name]
    assert made.tables[KNOWN.name].misconceptions[1].signatures == both
    assert update(made.tables, here).stale == {}
    assert update(made.tables, RESULTS).stale == {}


def test_without_adding_what_is_no_longer_seen_goes():
    made = update({KNOWN.name: TABLE}, saw_b_as("timed-out"))

    assert made.tables[KNOWN.name].misconceptions[1].signatures == (pairs("b:timed-out"),)


def test_alternatives_of_other_behaviours_go_in_any_case():
    old = replace(
        TABLE,
        misconceptions=(
            TABLE.misconceptions[0],
            misconception("It wakes.", "a:deadlock b:deadlock", "b:deadlock"),
        ),
    )

    made = update({KNOWN.name: old}, add=True)

    assert (made.tables, list(made.stale)) == ({KNOWN.name: TABLE}, [KNOWN.name])


def test_what_cannot_be_tried_here_keeps_its_entry():
    results = (
        *RESULTS[:-1],
        reject(KNOWN, None, kills="b", belief="It really wakes.", absent="needs Python >=3.12"),
    )

    made = update({KNOWN.name: TABLE}, results)

    expected = misconception("It really wakes.", "b:deadlock")
    assert made.tables[KNOWN.name].misconceptions[1] == expected


def test_exercises_that_were_not_examined_keep_theirs():
    made = tables.update(CHAPTER, {KNOWN.name: TABLE}, {}, add=False)

    assert (made.tables, made.stale) == ({KNOWN.name: TABLE}, {})


def test_exercises_that_are_gone_go():
    made = update({KNOWN.name: TABLE, "ex09_gone": TABLE})

    assert made.tables == {KNOWN.name: TABLE}
    assert made.stale == {"ex09_gone": ("there is no such exercise",)}
