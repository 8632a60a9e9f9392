"""`mutants` from end to end: real processes on a small tree."""

import json

import pytest

from grader.cli import main
from grader.errors import Exit
from tests.grader.authoring import write_exercise
from tests.grader.builders import edit, write

TEST = "tests/ch27_locks/test_ex01_double.py"
REASONS = "tests/ch27_locks/mutants.toml"
OPEN = """\
[[ex01_double]]
operator = "widen-except"
place = "except OSError:"
verdict = "open"
reason = "what becomes of a cancellation is left open"
"""


@pytest.fixture
def tree(tmp_path):
    return write_exercise(tmp_path)


def mutants(tree, *words):
    return main(["mutants", "--tree", str(tree), *words])


def test_a_survivor_that_is_not_explained_is_shown(tree, capsys):
    assert mutants(tree, "ch27", "--kind", "asyncio") == Exit.BELOW

    printed = capsys.readouterr().out
    assert "ch27/ex01:widen-except@13" in printed
    assert "+    except BaseException:" in printed
    assert "killed of asyncio's that aren't equivalent: 50.0 %" in printed


def test_an_explained_one_is_all_right_with_a_selection(tree, capsys):
    write(tree, REASONS, OPEN)

    assert mutants(tree, "ch27", "--kind", "asyncio") == Exit.DONE
    assert "open: what becomes of a cancellation is left open" in capsys.readouterr().out


def test_of_everything_enough_have_to_be_killed(tree, capsys):
    write(tree, REASONS, OPEN)

    assert mutants(tree, "--kind", "asyncio") == Exit.BELOW
    assert "less than 95%" in capsys.readouterr().out
    write(tree, REASONS, OPEN.replace('"open"', '"equivalent"'))
    assert mutants(tree, "--kind", "asyncio") == Exit.DONE


def test_a_reason_that_is_out_of_date_is_a_complaint(tree, capsys):
    write(tree, REASONS, OPEN)
    sharper = '''

async def test_a_cancellation(exercise, jobs, start, clock, log):
    """It can be cancelled."""
    call = start("call", exercise.double(jobs.make("fetch", takes=9)))
    await clock.until(1)
    call.cancel()
    await asyncio.wait([call])
    assert log.of("call") == ["call cancelled 1"]
'''
    edit(tree, TEST, "from grader", "import asyncio\n\nfrom grader")
    write(tree, TEST, (tree / TEST).read_text() + sharper)

    assert mutants(tree, "ch27", "--kind", "asyncio") == Exit.BELOW
    assert "is killed, and needs no reason" in capsys.readouterr().out


def test_general_ones_are_only_counted(tree, capsys):
    write(tree, REASONS, OPEN)

    assert mutants(tree, "ch27", "--json", str(tree / "found.json")) == Exit.DONE

    found = json.loads((tree / "found.json").read_text())["mutants"]
    assert {each["kind"] for each in found} == {"asyncio", "general"}
    assert {each["fate"] for each in found} == {"killed", "survived"}
    assert [each["reason"] for each in found if each["operator"] == "widen-except"] == [
        "what becomes of a cancellation is left open"
    ]


def test_one_alone_is_shown_in_full(tree, capsys):
    write(tree, REASONS, OPEN)

    assert mutants(tree, "--only", "ch27/ex01:drop-await@12") == Exit.DONE

    printed = capsys.readouterr().out
    assert printed.startswith("ch27/ex01:drop-await@12: killed\n")
    assert "+        return 2 * fetch()" in printed
    assert "fails test_a_number" in printed


def test_the_reason_for_one_alone_is_looked_at(tree, capsys):
    write(tree, REASONS, OPEN)

    assert mutants(tree, "--only", "ch27/ex01:widen-except@13") == Exit.DONE
    assert "open: what becomes of a cancellation" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--only", "ch27/ex01:drop-awai@12"], "did you mean `ch27/ex01:drop-await@12`"),
        (["--only", "ch27/ex01:drop-await@12", "ch27"], "makes no sense"),
        (["--kind", "strange"], "invalid choice"),
        (["ch28"], "ch28"),
    ],
)
def test_wrong_usage(tree, capsys, words, said):
    assert mutants(tree, *words) == Exit.REFUSED
    assert said in capsys.readouterr().err
