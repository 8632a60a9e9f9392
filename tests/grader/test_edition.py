"""What is handed out to students: everything to learn and be graded with, and no answer."""

import json

import pytest

from grader import cli
from tests.grader.authoring import HEAD, REFERENCE_BODY, write_exercise


@pytest.fixture
def tree(tmp_path):
    root = write_exercise(tmp_path / "project")
    (root / "README.md").write_text("read me")
    (root / "tests/ch27_locks/mutants.toml").write_text("")
    (root / "exercises/ch27_locks/ex01_double.py").write_text("somebody's answer")
    return root


def hand_out(tree, out, *words):
    return cli.main(["student", str(out), "--tree", str(tree), *words])


def texts(out):
    return {
        str(each.relative_to(out)): each.read_text() for each in out.rglob("*") if each.is_file()
    }


def test_it_can_be_graded_and_has_no_answers(tree, tmp_path, capsys):
    assert hand_out(tree, tmp_path / "out") == 0
    files = texts(tmp_path / "out")
    stub = tmp_path / "out/exercises/ch27_locks/ex01_double.py"

    assert stub.read_text() == HEAD + "    return await fetch()\n"
    assert not any(
        REFERENCE_BODY in text or "(await fetch()) ** 2" in text for text in files.values()
    )
    assert not any(name.startswith("solutions") or "variants" in name for name in files)
    assert not any(name.endswith("mutants.toml") for name in files)
    stub.write_text(HEAD + REFERENCE_BODY)
    capsys.readouterr()
    assert cli.main(["grade", "--tree", str(tmp_path / "out"), "--json", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["points"] == 2


def test_misconceptions_are_still_told(tree, tmp_path, capsys):
    hand_out(tree, tmp_path / "out")
    stub = tmp_path / "out/exercises/ch27_locks/ex01_double.py"
    stub.write_text(HEAD + "    return 2 * await fetch()\n")

    cli.main(["grade", "--tree", str(tmp_path / "out"), "--fresh"])

    assert "A failure is the caller's affair." in capsys.readouterr().out


def test_without_tests_it_says_where_verdicts_come_from(tree, tmp_path, capsys):
    hand_out(tree, tmp_path / "out", "--without-tests")

    code = cli.main(["grade", "--tree", str(tmp_path / "out")])

    said = capsys.readouterr().err
    assert code == 2
    assert "hidden tests are not handed out" in said
    assert said.count("\n") == 1
    assert not any("test_a_number" in text for text in texts(tmp_path / "out").values())


def test_nothing_is_overwritten(tree, tmp_path, capsys):
    (tmp_path / "out").mkdir()
    (tmp_path / "out/file").write_text("mine")

    assert hand_out(tree, tmp_path / "out") == 2
    assert hand_out(tree, tree / "out") == 2
    assert texts(tmp_path / "out") == {"file": "mine"}
