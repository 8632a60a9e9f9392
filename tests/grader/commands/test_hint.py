"""`hint` shows one hint more each time."""

import pytest

from grader import cli
from tests.grader.authoring import write_exercise


@pytest.fixture
def hint(tmp_path, capsys):
    write_exercise(tmp_path)

    def ask(*words):
        code = cli.main(["hint", "--tree", str(tmp_path), *words])
        return code, capsys.readouterr()

    ask.state = tmp_path / ".kata" / "hints.json"
    return ask


def shown(asked):
    return [
        line[2] for line in asked[1].out.splitlines() if line[:2] == "  " and line[2:3].isdigit()
    ]


def test_one_more_each_time(hint):
    calls = [hint("ch27/ex01") for _ in range(4)]

    assert [code for code, _ in calls] == [0] * 4
    assert [len(shown(each)) for each in calls] == [1, 2, 3, 3]
    assert "next one" in calls[1][1].out
    assert "README.md" in calls[2][1].out


def test_from_the_beginning(hint):
    hint("ch27/ex01")
    hint("ch27/ex01")

    assert len(shown(hint("ch27/ex01", "--restart"))) == 1


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"ch27/ex01": "two"}', '{"ch27/ex01": -7}'])
def test_a_damaged_memory_begins_anew(hint, text):
    hint("ch27/ex01")
    hint.state.write_text(text)

    assert len(shown(hint("ch27/ex01"))) == 1


def test_hints_are_for_one_exercise(hint):
    code, said = hint("ch28/ex01")

    assert code == 2
    assert "ch28" in said.err


def test_where_nothing_can_be_written_hints_are_shown_all_the_same(hint):
    hint.state.parent.write_text("in the way")

    assert len(shown(hint("ch27/ex01"))) == 1
