"""The autograder for Gradescope, unpacked and run as it is there, but in a folder of ours."""

import json
import os
import shlex
import stat
import subprocess
import sys
import zipfile

import pytest

from grader import cli
from grader.uploads import arrange
from tests.grader.authoring import HEAD, REFERENCE_BODY, write_exercise
from tests.grader.builders import CHAPTERS, STUB, write, write_tree

PASSES = HEAD + REFERENCE_BODY
PROJECT = '[project]\ndependencies = ["pytest>=9.0", "rich>=14.0"]\n'

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Gradescope's machines are Linux")


@pytest.fixture
def tree(tmp_path):
    root = write_exercise(tmp_path / "project")
    write(root, "pyproject.toml", PROJECT)
    return root


def build(tree, out, *words):
    return cli.main(["gradescope", str(out), *words, "--tree", str(tree)])


def unpacked(tree, tmp_path, *words):
    """The folder /autograder after the image was built; what pip would install is this Python's."""
    assert build(tree, tmp_path / "a.zip", *words) == 0
    base = tmp_path / "autograder"
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        archive.extractall(base / "source")
    python = write(base, "venv/bin/python", f'#!/bin/sh\nexec {shlex.quote(sys.executable)} "$@"\n')
    python.chmod(0o755)
    (base / "submission").mkdir()
    return base


def run(base):
    done = subprocess.run(
        ["bash", str(base / "source/run_autograder")],
        env={"PATH": os.environ["PATH"], "AUTOGRADER": str(base), "HOME": str(base)},
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
    file = base / "results/results.json"
    return done, json.loads(file.read_text()) if file.exists() else None


@pytest.mark.parametrize(
    "place",
    [
        "ex01_double.py",
        "ch27_locks/ex01_double.py",
        "ch27/ex01_double.py",
        "exercises/ch27_locks/ex01_double.py",
        "my work/kata-main/exercises/ch27_locks/ex01_double.py",
    ],
)
def test_files_are_found_however_they_are_uploaded(tree, tmp_path, place):
    base = unpacked(tree, tmp_path, "ch27")
    write(base, f"submission/{place}", PASSES)

    done, found = run(base)

    assert done.returncode == 0, done.stderr
    assert (found["score"], found["output"]) == (2, "2/2 points")
    assert [each["status"] for each in found["tests"]] == ["passed", "passed"]
    assert found["tests"][0]["name"] == "ch27/ex01 The number is doubled."


def test_what_was_not_handed_in_or_is_called_otherwise_is_said(tree, tmp_path):
    base = unpacked(tree, tmp_path)
    write(base, "submission/double.py", PASSES)

    _, found = run(base)

    assert (found["score"], sum(each["max_score"] for each in found["tests"])) == (0, 2)
    assert found["output"] == (
        "not handed in: ch27_locks/ex01_double.py\n"
        "of no exercise's name, so not used: double.py\n0/2 points"
    )


def test_a_course_and_a_clearance_go_with_it_and_answers_do_not(tree, tmp_path):
    write(tree, "course.toml", 'title = "x"\n[weights]\nch27 = 5\n')
    write(tree, "adjustments.jsonl", "")
    write(tree, "clearances.jsonl", "")
    base = unpacked(tree, tmp_path, "ch27/ex01")
    write(base, "submission/ex01_double.py", HEAD + "    return 2 * await fetch()\n")

    _, found = run(base)

    names = {str(each.relative_to(base / "source")) for each in base.rglob("source/**/*")}
    texts = [each.read_bytes() for each in (base / "source/kata").rglob("*") if each.is_file()]
    assert found["score"] == 5
    assert {"setup.sh", "run_autograder", "kata/course.toml", "kata/clearances.jsonl"} <= names
    assert (base / "source/kata/requirements.txt").read_text() == "pytest>=9.0\nrich>=14.0\n"
    assert not any("solutions/ch27" in name or "/variants/" in name for name in names)
    assert not any(REFERENCE_BODY.encode() in text for text in texts)
    assert "kata/adjustments.jsonl" not in names


def test_a_submissions_course_and_tests_count_for_nothing(tree, tmp_path):
    base = unpacked(tree, tmp_path)
    write(base, "submission/ex01_double.py", HEAD + "    return 2 * await fetch()\n")
    write(base, "submission/course.toml", 'title = "x"\n[weights]\nch27 = 5\n')
    write(base, "submission/tests/ch27_locks/test_ex01_double.py", "def test_a():\n    '''x'''\n")
    write(base, "submission/conftest.py", "raise SystemExit(0)\n")

    assert run(base)[1]["score"] == 1


def test_where_nothing_can_be_graded_there_is_no_result(tree, tmp_path):
    base = unpacked(tree, tmp_path)
    write(base, "results/results.json", '{"score": 100}')
    (base / "source/kata/exercises/ch27_locks/chapter.toml").write_text("title = ")

    done, found = run(base)

    assert (done.returncode, found) == (2, None)
    assert "chapter.toml" in done.stderr


def test_equal_trees_make_equal_zip_files_with_scripts_to_run(tree, tmp_path):
    build(tree, tmp_path / "a.zip")
    build(tree, tmp_path / "b.zip")

    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        modes = {each.filename: each.external_attr >> 16 for each in archive.infolist()}
    assert all(modes[name] & stat.S_IXUSR for name in ("setup.sh", "run_autograder"))
    assert all(stat.S_ISREG(mode) for mode in modes.values())


@pytest.mark.parametrize("name", ["setup.sh", "run_autograder"])
def test_the_scripts_are_valid(tree, tmp_path, name):
    base = unpacked(tree, tmp_path)

    subprocess.run(["bash", "-n", str(base / "source" / name)], check=True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["ch27"], "OUT has to end in .zip"),
        (["a.zip", "ch99"], "there is no chapter `ch99`"),
        (["a.zip", "--course", "none.toml"], "--course: there is no file none.toml"),
        (["no/folder/a.zip"], "can't be written"),
    ],
)
def test_what_can_not_be_done_is_said(tree, tmp_path, capsys, monkeypatch, words, said):
    monkeypatch.chdir(tmp_path)

    assert cli.main(["gradescope", *words, "--tree", str(tree)]) == 2
    assert said in capsys.readouterr().err


# -- files as they are uploaded

NAMES = {folder: tuple(exercises) for folder, exercises in CHAPTERS.items()}


@pytest.fixture
def loose(tmp_path):
    """Arranges files; returns what is told, and the contents that were put into place."""
    root = write_tree(tmp_path / "tree")

    def put(files, wanted=("ch08/ex01", "ch08/ex02"), names=NAMES):
        place = tmp_path / "uploads"
        place.mkdir()
        for path, text in files.items():
            write(place, path, text)
        told = arrange(place, tmp_path / "out", root, names, wanted)
        found = {each.stem: each.read_text() for each in (tmp_path / "out").rglob("*.py")}
        return told, found

    return put


def test_the_nearest_to_the_top_is_taken_and_the_rest_are_stubs(loose):
    told, found = loose({"old/ex01_stop.py": "old", "ex01_stop.py": "new", ".git/ex02.py": ""})

    assert found == {"ex01_stop": "new", "ex02_clean_up": STUB}
    assert told == "not handed in: ch08_task_cancellation/ex02_clean_up.py\n"


def test_of_two_with_one_name_the_folder_tells(loose):
    names = NAMES | {"ch09_b": ("ex01_stop",)}

    told, found = loose(
        {"ex01_stop.py": "whose?", "ch08/ex01_stop.py": "mine"}, ["ch08/ex01"], names
    )

    assert found == {"ex01_stop": "mine"}
    assert "not used: ex01_stop.py" in told


def test_links_and_what_a_mac_adds_are_left_alone(tmp_path):
    write_tree(tmp_path / "tree")
    (tmp_path / "secret.py").write_text("secret")
    (tmp_path / "uploads").mkdir()
    (tmp_path / "uploads/ex01_stop.py").symlink_to(tmp_path / "secret.py")
    write(tmp_path, "uploads/__MACOSX/ex02_clean_up.py", "x")
    told = arrange(tmp_path / "uploads", tmp_path / "out", tmp_path / "tree", NAMES, ["ch08/ex01"])

    assert told.startswith("not handed in: ch08_task_cancellation/ex01_stop.py")
    text = (tmp_path / "out/exercises/ch08_task_cancellation/ex01_stop.py").read_text()
    assert text == STUB


def test_loose_files_need_a_folder(tree, capsys):
    assert cli.main(["grade", "--tree", str(tree), "--loose"]) == 2
    assert "--loose: name the folder" in capsys.readouterr().err
