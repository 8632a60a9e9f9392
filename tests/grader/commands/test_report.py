"""The command that writes the page."""

import pytest

from grader import cli
from tests.grader.authoring import HEAD, write_exercise


@pytest.fixture
def tree(tmp_path):
    write_exercise(tmp_path)
    file = tmp_path / "exercises/ch27_locks/ex01_double.py"
    file.write_text(HEAD + "    return 2 * await fetch()\n")
    return tmp_path


def report(tree, capsys, *words):
    code = cli.main(["report", "--tree", str(tree), *words])
    return code, capsys.readouterr()


def test_a_page_with_what_fails(tree, capsys):
    code, said = report(tree, capsys)

    text = (tree / ".kata/report.html").read_text()
    assert code == 0
    assert "1/2 points" in said.out
    assert "A failure counts as 0." in text
    assert "return 2 * await fetch()" in text


def test_wherever_one_likes(tree, capsys, tmp_path):
    report(tree, capsys, "ch27/ex01", "--output", str(tmp_path / "page.html"))

    assert (tmp_path / "page.html").read_text().startswith("<!doctype html>")


def test_what_cannot_be_written_is_told(tree, capsys, tmp_path):
    code, said = report(tree, capsys, "--output", str(tmp_path))

    assert code == 2
    assert "can't be written" in said.err


def test_there_has_to_be_a_submission(tree, capsys):
    assert report(tree, capsys, "--submission", str(tree / "no"))[0] == 2
