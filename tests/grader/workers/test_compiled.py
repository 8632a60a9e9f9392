"""Hidden tests are compiled once, and kept by who started the child that did it."""

import base64
import os

import pytest

from grader.workers import compiled
from grader.workers.supervisor import Workers
from tests.grader.workers.workplace import QUICK, RIGHT, TEST, request, verdicts, write_tree

CONTENT = base64.b64encode(b"code").decode()
NAME = "test_ex01_double.cpython-399-pytest-9.9.9.pyc"
PASSED = {"test_one": "passed", "test_two": "passed", "test_three": "passed"}


@pytest.fixture
def exercise(tmp_path):
    return write_tree(tmp_path)


@pytest.fixture
def test(tmp_path, exercise):
    return aged(tmp_path / exercise.test)


def aged(path, seconds=3600):
    """The same file, as if it had been written that long ago."""
    date = path.stat().st_mtime - seconds
    os.utime(path, (date, date))
    return path


def young(path):
    """The same file, as if it had been written just now, however slow the machine is."""
    return aged(path, -3600)


def kept(test):
    return sorted(test.parent.glob("__pycache__/*"))


def run(root, exercise, content=RIGHT):
    with Workers(root=root, jobs=1, settings=QUICK) as workers:
        ((_, seen),) = workers.run([request(exercise, content)])
    assert seen.violations == ()
    return verdicts(seen)


def test_a_test_is_compiled_once(tmp_path, exercise, test):
    assert run(tmp_path, exercise) == PASSED
    (file,) = kept(test)
    number = file.stat().st_ino

    assert run(tmp_path, exercise) == PASSED
    assert [each.stat().st_ino for each in kept(test)] == [number]


def test_what_is_kept_is_what_runs(tmp_path, exercise, test):
    run(tmp_path, exercise)
    (file,) = kept(test)
    content = file.read_bytes()
    assert content.count(b"test_three") > 0

    file.write_bytes(content.replace(b"test_three", b"test_thr33"))

    with Workers(root=tmp_path, jobs=1, settings=QUICK) as workers:
        ((_, seen),) = workers.run([request(exercise, RIGHT)])
    assert "test_thr33" in seen.message


def test_a_test_that_has_changed_is_compiled_anew(tmp_path, exercise, test):
    run(tmp_path, exercise)
    (file,) = kept(test)
    number = file.stat().st_ino

    test.write_text(TEST.replace("(2), 4)", "(2), 5)"))
    young(test)
    assert run(tmp_path, exercise) == PASSED | {"test_two": "failed"}
    assert file.stat().st_ino == number

    aged(test, 3 * 3600)
    assert run(tmp_path, exercise) == PASSED | {"test_two": "failed"}
    assert file.stat().st_ino != number


def test_nothing_is_kept_of_a_test_that_has_just_been_written(tmp_path, exercise, test):
    young(test)

    assert run(tmp_path, exercise) == PASSED
    assert kept(test) == []


def test_what_is_broken_is_compiled_anew(tmp_path, exercise, test):
    run(tmp_path, exercise)
    (file,) = kept(test)
    file.write_bytes(b"nothing of the kind")

    assert run(tmp_path, exercise) == PASSED
    assert file.read_bytes() != b"nothing of the kind"


def test_a_folder_in_the_way_costs_time_only(tmp_path, exercise, test):
    (test.parent / "__pycache__").write_text("no folder")

    assert run(tmp_path, exercise) == PASSED


def test_a_file_in_the_way_is_one_chapters_affair(tmp_path):
    for name in ("ch01_a", "ch02_b", "ch03_c"):
        (tmp_path / "tests" / name).mkdir(parents=True)
    (tmp_path / "tests/ch02_b/__pycache__").write_text("no folder")

    compiled.make_room(tmp_path)

    made = {each.parent.name for each in tmp_path.glob("tests/*/__pycache__") if each.is_dir()}
    assert made == {"ch01_a", "ch03_c"}


def test_what_is_told_is_written(test):
    compiled.make_room(test.parents[2])
    compiled.keep(test, NAME, CONTENT)

    (file,) = kept(test)
    assert (file.name, file.read_bytes()) == (NAME, b"code")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (f"../{NAME}", CONTENT),
        (f"/tmp/{NAME}", CONTENT),
        (f"{NAME}\n", CONTENT),
        (f"{NAME}\0", CONTENT),
        ("test_ex02_other.cpython-399.pyc", CONTENT),
        ("test_ex01_double_more.cpython-399.pyc", CONTENT),
        ("test_ex01_double.py", CONTENT),
        ("test_ex01_double.x/../../test_ex01_double.pyc", CONTENT),
        ("", CONTENT),
        (NAME, "no base 64"),
        (NAME, "ü"),
        (f"test_ex01_double.{'x' * 300}.pyc", CONTENT),
    ],
)
def test_nothing_else_is_written(test, name, content):
    compiled.make_room(test.parents[2])
    before = sorted(test.parent.rglob("*"))

    compiled.keep(test, name, content)

    assert sorted(test.parent.rglob("*")) == before


def test_what_cannot_be_put_in_its_place_leaves_nothing(test):
    compiled.make_room(test.parents[2])
    place = test.parent / "__pycache__" / NAME
    place.mkdir()

    compiled.keep(test, NAME, CONTENT)

    assert kept(test) == [place]


def test_nothing_is_written_for_a_test_that_is_gone(test):
    compiled.make_room(test.parents[2])
    test.unlink()

    compiled.keep(test, NAME, CONTENT)

    assert kept(test) == []
