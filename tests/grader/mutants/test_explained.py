"""Survivors and their reasons, and what is said when these don't agree."""

from fractions import Fraction

import pytest

from grader import catalogue
from grader.errors import BrokenTree
from grader.mutants import explained, render
from grader.mutants.explained import Plea
from grader.mutants.plan import Kind, Mutant
from grader.mutants.trying import Fate, Tried
from tests.grader.authoring import write_exercise
from tests.grader.builders import exercise, write

KNOWN = exercise()
FILE = "tests/ch27_locks/mutants.toml"
GOOD = '[[ex01_double]]\noperator = "drop-await"\nplace = "await a()"\nverdict = "open"\nreason = "it is the same"\n'


@pytest.fixture
def tree(tmp_path):
    return write_exercise(tmp_path)


def read(tree, text):
    write(tree, FILE, text)
    (chapter,) = catalogue.load(tree, table=False).chapters
    return explained.reasons(tree, chapter)


def mutant(operator="drop-await", place="await a()", nth=1, kind=Kind.ASYNCIO):
    return Mutant(
        exercise=KNOWN,
        kind=kind,
        id=f"ch27/ex01:{operator}@{nth}",
        operator=operator,
        line=nth,
        place=place,
        nth=nth,
        text="",
        diff="- await a()\n+ a()",
    )


def tried(fate, **fields):
    return Tried(mutant=mutant(**fields), fate=fate)


def reason(**fields):
    given = {"file": FILE, "exercise": "ch27/ex01", "operator": "drop-await", "place": "await a()"}
    given |= {"verdict": Plea.OPEN, "reason": "it is the same"}
    return explained.Reason(**given | fields)


def problems(known, *results):
    return [each.problem for each in explained.check(known, results)]


def test_reasons_are_read(tree):
    (one,) = read(tree, GOOD)

    assert one == reason()


def test_a_reason_may_hold_on_some_pythons_alone(tree):
    write(tree, FILE, GOOD + 'requires-python = "<3.13"\n')
    (chapter,) = catalogue.load(tree, table=False).chapters

    assert explained.reasons(tree, chapter, (3, 12, 9)) == (reason(),)
    assert explained.reasons(tree, chapter, (3, 13, 0)) == ()


def test_a_chapter_may_have_no_file(tree):
    (chapter,) = catalogue.load(tree, table=False).chapters

    assert explained.reasons(tree, chapter) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[", "can't be read"),
        (GOOD.replace("ex01_double", "ex09_none"), "`ex09_none` is no exercise"),
        (GOOD.replace("it is the same", ""), "isn't complete"),
        (GOOD.replace('place = "await a()"', ""), "isn't complete"),
        (GOOD.replace('"open"', '"perhaps"'), "isn't complete"),
        (GOOD + 'nth = "2"\n', "isn't complete"),
        (GOOD + "line = 2\n", "isn't complete"),
    ],
)
def test_a_file_that_is_wrong_is_refused(tree, text, said):
    with pytest.raises(BrokenTree, match=said):
        read(tree, text)


def test_a_survivor_with_a_reason_is_all_right():
    assert problems([reason()], tried(Fate.SURVIVED)) == []


def test_a_survivor_without_a_reason_is_shown_with_the_entry_to_paste():
    (found,) = explained.check([reason(nth=1)], [tried(Fate.SURVIVED), tried(Fate.SURVIVED, nth=2)])

    assert found.place == "ch27/ex01:drop-await@2"
    assert "+ a()" in found.problem
    assert "[[ex01_thing]]\noperator = \"drop-await\"\nplace = 'await a()'\nnth = 2" in found.mend


def test_a_reason_for_what_is_killed_is_out_of_date():
    (problem,) = problems([reason()], tried(Fate.KILLED))

    assert "is killed, and needs no reason" in problem


def test_a_reason_for_what_is_gone_is_out_of_date():
    (problem,) = problems([reason(place="await b()")], tried(Fate.KILLED))

    assert "drop-await at `await b()` (nth = 1) is no mutant any more" in problem


def test_a_fault_is_ours_and_says_nothing_about_reasons():
    (found,) = explained.check([reason()], [tried(Fate.FAULT)])

    assert found.ours


def test_a_general_survivor_needs_no_reason():
    assert problems([], tried(Fate.SURVIVED, kind=Kind.GENERAL)) == []


def test_scores_are_counted_by_chapter_and_kind():
    results = [
        tried(Fate.KILLED),
        tried(Fate.KILLED, nth=2),
        tried(Fate.SURVIVED, nth=3),
        tried(Fate.FAULT, nth=4),
        tried(Fate.SURVIVED, kind=Kind.GENERAL),
    ]

    _, row = render.scores(results, [reason(nth=3)])

    assert row.split() == ["ch27", "2/3", "0", "1", "0/1"]


@pytest.mark.parametrize(("plea", "share"), [(Plea.OPEN, Fraction(1, 2)), (Plea.EQUIVALENT, 1)])
def test_what_is_equivalent_cannot_be_killed_and_what_is_open_could(plea, share):
    results = [tried(Fate.KILLED), tried(Fate.SURVIVED, nth=2), tried(Fate.FAULT, nth=3)]

    assert render.share(results, [reason(nth=2, verdict=plea)]) == share
    assert render.share([], []) == 1


def test_survivors_are_listed_with_their_reasons():
    results = [tried(Fate.KILLED), tried(Fate.SURVIVED, nth=2)]

    listed = list(render.survivors(results, [reason(nth=2)]))

    assert listed == ["ch27/ex01:drop-await@2  await a()", "  open: it is the same"]
