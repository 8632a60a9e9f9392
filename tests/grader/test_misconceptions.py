"""Failures give a belief away; the table that says so is written and read without loss."""

import json

import pytest

from grader import misconceptions
from grader.misconceptions import Match, Table, match, signature
from grader.records import Verdict
from tests.grader.builders import failed, misconception, outcome, pairs

KNOWN = (
    misconception("One thread, so no races.", "a:lost-update b:wrong-value"),
    misconception("A lock made inside protects.", "a:lost-update"),
    misconception("Locks are reentrant.", "b:deadlock c:deadlock", "b:deadlock"),
)


def test_an_equal_signature_is_that_belief():
    assert match(KNOWN, pairs("a:lost-update b:wrong-value")) == Match(
        belief="One thread, so no races.", exact=True, behaviours=frozenset({"test_a", "test_b"})
    )


def test_any_alternative_signature_counts():
    assert match(KNOWN, pairs("b:deadlock")) == Match(
        belief="Locks are reentrant.", exact=True, behaviours=frozenset({"test_b"})
    )


def test_otherwise_the_largest_signature_contained_looks_like_it():
    found = match(KNOWN, pairs("a:lost-update b:deadlock c:deadlock"))
    assert found == Match(
        belief="Locks are reentrant.", exact=False, behaviours=frozenset({"test_b", "test_c"})
    )


def test_the_same_behaviour_with_another_code_is_another_failure():
    assert match(KNOWN, pairs("a:deadlock")) is None


def test_no_failure_gives_nothing_away():
    assert match(KNOWN, frozenset()) is None
    assert match([misconception("Empty.", "")], frozenset()) is None
    assert match([misconception("Empty.", "")], pairs("a:deadlock")) is None


def test_of_equally_large_ones_the_first_in_the_table_is_told():
    known = [misconception("B.", "b:x"), misconception("A.", "a:x")]
    assert match(known, pairs("a:x b:x")).belief == "B."


def test_beliefs_with_one_signature_are_both_told():
    known = [
        misconception("A.", "a:x", variant="reject_one"),
        misconception("B.", "b:x", "a:x", variant="reject_two"),
        misconception("A.", "a:x", variant="reject_three"),
    ]
    assert match(known, pairs("a:x")).belief == "A. Or: B."
    assert match(known, pairs("a:x c:x")).belief == "A. Or: B."


def test_a_signature_is_what_failed_and_how():
    told = [
        outcome("a"),
        failed("b", "lost-update"),
        outcome("c", Verdict.TIMED_OUT),
        outcome("d", Verdict.CRASHED, code="killed"),
        outcome("e", Verdict.NOT_STARTED, code="not-started"),
        outcome("f", Verdict.NOT_REACHED),
        outcome("g", Verdict.INTERNAL_ERROR, code="x"),
    ]
    assert signature(told) == pairs("b:lost-update c:timed-out d:killed e:not-started")


TABLES = {
    "ex02_tally": Table(misconceptions=KNOWN),
    "ex01_account": Table(keepers=("test_c", "test_a")),
}


def test_what_is_written_is_read_again(tmp_path):
    file = tmp_path / "misconceptions.json"
    misconceptions.write(file, TABLES)
    misconceptions.write(file, TABLES)
    assert misconceptions.read(file) == TABLES
    assert [each.name for each in tmp_path.iterdir()] == [file.name]


def test_equal_tables_are_written_alike():
    text = misconceptions.render(TABLES)
    assert text == misconceptions.render(dict(reversed(TABLES.items())))
    assert text.endswith("}\n")
    content = json.loads(text)
    assert list(content["exercises"]) == ["ex01_account", "ex02_tally"]
    assert content["exercises"]["ex02_tally"]["misconceptions"][0]["signatures"] == [
        {"test_a": "lost-update", "test_b": "wrong-value"}
    ]


@pytest.mark.parametrize(
    "exercises",
    [
        {"ex01": {"keepers": "test_a", "misconceptions": []}},
        {"ex01": {"keepers": [1], "misconceptions": []}},
        {"ex01": {"keepers": [], "misconceptions": [{"belief": "", "variant": ""}]}},
        {"ex01": {"keepers": [], "misconceptions": {"a": 1}}},
        {"ex01": []},
        [],
    ],
)
def test_a_table_of_another_form_is_refused(tmp_path, exercises):
    file = tmp_path / "misconceptions.json"
    file.write_text(json.dumps({"schema": misconceptions.SCHEMA, "exercises": exercises}))
    with pytest.raises(ValueError, match="has not the form"):
        misconceptions.read(file)
