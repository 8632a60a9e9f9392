"""What is noticed when files are saved."""

import threading

import pytest

from grader import looks
from tests.grader.builders import write


@pytest.fixture
def saves(tmp_path):
    write(tmp_path, "tests/ch27_locks/test_ex01_double.py", "old")
    return looks.Saves(tmp_path, ["tests/ch27_locks", "exercises/ch27_locks"])


@pytest.mark.parametrize(
    "path",
    [
        "tests/ch27_locks/test_ex01_double.py",
        "tests/ch27_locks/variants/ex01_double/accept_new.py",
        "exercises/ch27_locks/chapter.toml",
    ],
)
def test_a_file_that_was_written_or_made(tmp_path, saves, path):
    write(tmp_path, path, "new text")

    assert saves.wait() == (path,)


def test_a_file_that_was_removed(tmp_path, saves):
    (tmp_path / "tests/ch27_locks/test_ex01_double.py").unlink()

    assert saves.wait() == ("tests/ch27_locks/test_ex01_double.py",)


def test_files_of_an_editor_are_passed_over(tmp_path, saves):
    for name in ("test_ex01_double.py~", ".test_ex01_double.py.swp", "4913", "__pycache__/a.py"):
        write(tmp_path, f"tests/ch27_locks/{name}", "")
    write(tmp_path, "tests/ch27_locks/misconceptions.json", "{}")

    assert saves.wait() == ("tests/ch27_locks/misconceptions.json",)


def test_it_waits_until_there_is_something(tmp_path, saves):
    found = []
    waiting = threading.Thread(target=lambda: found.append(saves.wait()))
    waiting.start()
    assert found == []

    write(tmp_path, "tests/ch27_locks/test_ex01_double.py", "new text")
    waiting.join(60)

    assert found == [("tests/ch27_locks/test_ex01_double.py",)]


def test_a_signature_is_of_this_content(tmp_path):
    file = write(tmp_path, "a.py", "1")
    first = looks.signature(file)
    write(tmp_path, "a.py", "22")

    assert looks.signature(file) not in (None, first)
    assert looks.signature(tmp_path / "none.py") is None
