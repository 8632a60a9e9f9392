"""What people change about points is written down, holds at every grading, and is always shown."""

import json

import pytest

from grader import adjustments, cli
from grader.errors import BrokenTree
from tests.grader.authoring import HEAD, write_exercise
from tests.grader.builders import adjustment, write

FAILS = HEAD + "    return 2 * await fetch()\n"


@pytest.fixture
def tree(tmp_path):
    write(tmp_path, "ada/exercises/ch27_locks/ex01_double.py", FAILS)
    return write_exercise(tmp_path / "tree")


def adjust(tree, *words, who="ada", exercise="ch27/ex01"):
    return cli.main(["adjust", who, exercise, *words, "--tree", str(tree)])


def grade(capsys, tree, *words):
    capsys.readouterr()
    command = ["grade", "--tree", str(tree), "--submission", f"{tree}/../ada", "--json", "-"]
    assert cli.main([*command, *words]) == 0
    (found,) = json.loads(capsys.readouterr().out)["chapters"][0]["exercises"]
    return found


@pytest.mark.parametrize(
    ("words", "points"),
    [
        (["--add", "1"], 2),
        (["--add", "-1"], 0),
        (["--add", "99"], 2),
        (["--add", "-99"], 0),
        (["--set", "0"], 0),
        (["--set", "2"], 2),
        (["--set", "99"], 2),
    ],
)
def test_points_are_given_taken_and_set_within_what_is_possible(tree, capsys, words, points):
    assert adjust(tree, *words, "--reason", "told me", "--by", "Eve") == 0

    found = grade(capsys, tree)

    assert (found["points"], found["possible"], found["adjustment"]) == (points, 2, points - 1)
    assert found["adjusted"].startswith("Eve on 2")
    assert found["adjusted"].endswith(": told me")


def test_it_holds_for_new_versions_but_not_for_others(tree, capsys):
    adjust(tree, "--add", "-1", "--reason", "late")
    write(tree.parent, "ada/exercises/ch27_locks/ex01_double.py", FAILS + "# more\n")

    assert grade(capsys, tree)["points"] == 0
    assert grade(capsys, tree, "--name", "bob")["points"] == 1


def test_the_last_one_holds_and_nothing_is_forgotten(tree, capsys):
    adjust(tree, "--add", "-1", "--reason", "late")
    adjust(tree, "--set", "2", "--reason", "ill", "--by", "Eve")
    said = capsys.readouterr().out
    after = grade(capsys, tree)["points"]
    adjust(tree, "--withdraw", "--reason", "was not")
    found = grade(capsys, tree)

    assert "takes the place of" in said
    assert (after, found["points"], found["adjusted"]) == (2, 1, "")
    assert len((tree / adjustments.NAME).read_text().splitlines()) == 3


def test_points_are_those_of_the_course(tree, capsys):
    write(tree, "course.toml", 'title = "x"\n[weights]\nch27 = 10\n')
    adjust(tree, "--add", "-3", "--reason", "late")

    found = grade(capsys, tree)

    assert (found["points"], found["possible"]) == (7, 20)


def test_a_place_stands_for_its_name(tree, capsys):
    adjust(tree, "--set", "2", "--reason", "x", who=f"{tree}/../ada")

    assert grade(capsys, tree)["points"] == 2


def test_a_score_anew_has_it_too(tree, capsys):
    before = grade(capsys, tree)
    evidence = {
        "schema": "kata-grade/1",
        "environment": {"layers": {}},
        "chapters": [{"exercises": [before | {"points": 2, "adjustment": 1}]}],
    }
    file = write(tree.parent, "evidence.json", json.dumps(evidence))
    adjust(tree, "--add", "-1", "--reason", "late", who="org/ada")
    seen = []
    for name in ("org/ada", "org/bob"):
        capsys.readouterr()
        command = ["render", str(file), "--tree", str(tree), "--name", name, "--json", "-"]
        assert cli.main(command) == 0
        seen.append(json.loads(capsys.readouterr().out)["points"])

    assert seen == [0, 1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--reason", "x"], "--add --set --withdraw"),
        (["--add", "1"], "--reason"),
        (["--add", "1", "--reason", " "], "--reason: say why"),
        (["--add", "1.5", "--reason", "x"], "a whole number"),
        (["--set", "-1", "--reason", "x"], "a whole number from 0"),
        (["--add", "1", "--set", "1", "--reason", "x"], "not allowed with"),
        (["--withdraw", "--reason", "x"], "ch27/ex01 of ada isn't adjusted"),
    ],
)
def test_what_makes_no_sense_is_refused(tree, capsys, words, said):
    assert adjust(tree, *words) == 2
    assert said in capsys.readouterr().err
    assert not (tree / adjustments.NAME).exists()


def test_a_file_that_is_named_has_to_be_there(tree, capsys):
    command = ["grade", "--tree", str(tree), "--submission", f"{tree}/../ada"]

    assert cli.main([*command, "--adjustments", "none.jsonl"]) == 2
    assert "--adjustments: there is no file" in capsys.readouterr().err


@pytest.mark.parametrize("damage", ['{"points": 1}', "[]", "x", '{"points": true}'])
def test_a_damaged_line_is_named(tmp_path, damage):
    file = tmp_path / adjustments.NAME
    adjustments.add(file, adjustment(1))
    with file.open("a") as stream:
        stream.write(damage + "\n")

    with pytest.raises(BrokenTree, match="line 2 is no adjustment"):
        adjustments.load(file)
