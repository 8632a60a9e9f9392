"""An installed grader brings its tests along, and keeps to them; the learner works in the current folder."""

import shutil

import pytest

from grader import cli, tree
from tests.grader.authoring import HEAD, REFERENCE_BODY, write_exercise

FILE = "exercises/ch27_locks/ex01_double.py"
RIGHT = HEAD + REFERENCE_BODY


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """The tree of an installed grader, which nobody may write into."""
    place = write_exercise(tmp_path / "site-packages/asyncio_kata")
    shutil.rmtree(place / "solutions")
    (place / FILE).unlink()
    monkeypatch.setattr(tree, "_AROUND", place.parent)
    monkeypatch.setattr(tree, "INSTALLED", place)
    before = texts(place)
    yield place
    assert texts(place) == before


@pytest.fixture
def work(installed, tmp_path, monkeypatch):
    """The current folder, with a stub and nothing else."""
    folder = tmp_path / "work"
    (folder / FILE).parent.mkdir(parents=True)
    shutil.copy(installed / "tests/ch27_locks/stubs/ex01_double.py", folder / FILE)
    monkeypatch.chdir(folder)
    return folder


def texts(place):
    return {
        each: each.read_text()
        for each in place.rglob("*")
        if each.suffix != ".pyc" and each.is_file()
    }


def run(capsys, *words):
    code = cli.main(words)
    return code, capsys.readouterr()


def test_the_current_folder_is_graded(work, capsys):
    (work / FILE).write_text(RIGHT)

    code, said = run(capsys, "grade", "ch27")

    assert (code, "2/2 points" in said.out) == (0, True)
    assert "1/1 done" in run(capsys, "list")[1].out
    assert "not run again" in run(capsys, "grade", "ch27")[1].out


def test_tests_of_the_current_folder_are_not_asked(work, capsys):
    hidden = work / "tests/ch27_locks/test_ex01_double.py"
    hidden.parent.mkdir(parents=True)
    hidden.write_text('def test_nothing():\n    """Nothing is asked for."""\n    assert 1\n')
    (work / FILE).write_text(RIGHT.replace("return 0", "return 1"))

    _, said = run(capsys, "grade", "ch27")

    assert "1/2 points" in said.out


def test_a_day_of_a_learner(work, capsys):
    (work / FILE).write_text(RIGHT)

    assert run(capsys, "hint", "ch27/ex01")[0] == 0
    assert run(capsys, "reset", "ch27/ex01")[0] == 0
    assert "return await fetch()" in (work / FILE).read_text()
    assert run(capsys, "reset", "ch27/ex01", "--undo")[0] == 0
    assert (work / FILE).read_text() == RIGHT
    assert "every line of yours" in run(capsys, "reach", "ch27/ex01")[1].out
    assert run(capsys, "debug", "ch27/ex01")[0] == 0
    assert run(capsys, "demo", "ch27/ex01")[0] == 0
    assert run(capsys, "report")[0] == 0
    assert (work / ".kata/report.html").is_file()


def test_a_lost_file_comes_back(work, capsys):
    (work / FILE).unlink()

    assert "`python -m grader reset ch27/ex01` puts" in run(capsys, "grade", "ch27")[1].out
    assert run(capsys, "reset", "ch27/ex01")[0] == 0
    assert (work / FILE).is_file()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("solutions ch27", "needs the project's repository"),
        ("student out", "needs the project's repository"),
        ("update", "needs the project's repository"),
        ("new ch27/ex02_more", "needs the project's repository"),
        ("mutants ch27", "needs the project's repository"),
        ("compare ch27/ex01 --anyway", "isn't here"),
        ("clear . ch27/ex01 --reason why", "--clearances: name the file"),
        ("adjust . ch27/ex01 --add 1 --reason why", "--adjustments: name the file"),
    ],
)
def test_what_takes_more_says_so(work, capsys, words, says):
    code, said = run(capsys, *words.split())

    assert (code, says in said.err) == (2, True), said.err


@pytest.mark.parametrize("command", ["grade", "list", "report", "hint ch27/ex01"])
def test_elsewhere_it_says_that_there_are_no_exercises(
    installed, tmp_path, monkeypatch, capsys, command
):
    monkeypatch.chdir(tmp_path)

    code, said = run(capsys, *command.split())

    assert code == 2
    assert "there is no folder exercises" in said.err
