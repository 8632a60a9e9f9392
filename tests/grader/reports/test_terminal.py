"""The terminal report in every situation, as approved golden files, and the promises behind them."""

from pathlib import Path

import pytest

from grader.reports.layout import plain
from grader.reports.terminal import LearnerFile, View, document
from tests.grader.builders import check_golden, exercise, failed, judgement
from tests.grader.reports.grades import ACCOUNT, CHAPTER, GRADES, LINES, make

GOLDEN = Path(__file__).parent / "golden"
FILES = {
    ACCOUNT.id: LearnerFile(shown=ACCOUNT.path, lines=LINES),
}


def text(grade, **options):
    return plain(document(grade, View(files=FILES, **options)))


@pytest.mark.parametrize("name", GRADES)
def test_the_report_of(name):
    check_golden(GOLDEN / f"{name}.txt", text(GRADES[name]))


def test_where_to_go_after_passing():
    one, all_of_them = make(judgement(CHAPTER[0])), GRADES["done"]
    compare = f"compare -- {CHAPTER[0].id}"

    said = " ".join(text(one).split())
    assert compare in said
    assert "nox -s list`" in said
    assert "compare" not in text(all_of_them)
    assert "list" not in text(one, command="nox -s grade -- --submission there")


@pytest.mark.parametrize("name", ["one_failing", "many_failing", "errors", "begun", "internal"])
def test_the_verbose_report_of(name):
    check_golden(GOLDEN / f"{name}_verbose.txt", text(GRADES[name], verbose=True))


def test_a_narrow_terminal():
    check_golden(GOLDEN / "one_failing_narrow.txt", text(GRADES["one_failing"], width=50))


def test_an_untouched_chapter_names_the_first_file_and_the_command():
    report = text(GRADES["untouched"])
    assert "not started" in report
    assert "0/16" in report
    assert f"open {CHAPTER[0].path}" in report
    assert report.endswith("nox -s grade -- ch27\n")


def test_a_failing_exercise_is_rerun_alone_with_the_command_given():
    report = text(GRADES["begun"], command="python -m grader grade")
    assert report.endswith("python -m grader grade ch27/ex04\n")


def test_no_escape_of_the_learners_gets_through():
    evil = "\x1b[2J\x1b]0;owned\x07a\x9b1mb\u202e\r\b\0"
    fields = dict.fromkeys(
        ("message", "expected", "observed", "next", "traceback", "output", "code"), evil
    )
    told = judgement(exercise(), failed("a", **fields, advice=(evil,)), notices=(evil,))
    lines = {told.exercise.id: LearnerFile(shown="x.py", lines=(evil,))}
    for notices in ((evil,), ()):
        grade = make(judgement(told.exercise, *told.outcomes, notices=notices, message=evil))
        report = plain(document(grade, View(files=lines, verbose=True)))
        assert "owned" not in report
        assert not {c for c in report if not c.isprintable()} - {"\n"}


def test_marks_can_be_spelled_in_ascii():
    report = plain(document(GRADES["errors"], View()), ascii_only=True)
    assert report.isascii()


def test_what_rich_shows_is_what_plain_text_says():
    lines = document(GRADES["many_failing"], View(files=FILES))
    assert plain(lines) == "".join(
        "".join(text for text, _ in line).rstrip() + "\n" for line in lines
    )
    assert {style for line in lines for _, style in line} <= {
        "",
        "good",
        "bad",
        "warn",
        "dim",
        "title",
    }
