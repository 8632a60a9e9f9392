"""A learner's file is found and read, or there is one clear sentence about why not."""

import os

import pytest

from grader.submission import SIZE_LIMIT, Problem, Source, locate, read
from tests.grader.builders import exercise, write

EXERCISE = exercise()
FILE = "ch27_things/ex01_thing.py"


def problem(root):
    found = read(root, EXERCISE)
    assert isinstance(found, Problem)
    assert locate(root, EXERCISE) == found
    assert "\n" not in found.message
    return found.message


@pytest.mark.parametrize("folder", ["exercises/", ""])
def test_a_submission_holds_exercises_or_is_that_folder(tmp_path, folder):
    path = write(tmp_path, folder + FILE, "x = 'ä'\n")
    assert read(tmp_path, EXERCISE) == Source(path=path, content="x = 'ä'\n".encode())
    assert locate(tmp_path, EXERCISE) == path


def test_with_an_exercises_folder_nothing_else_counts(tmp_path):
    write(tmp_path, FILE, "")
    (tmp_path / "exercises").mkdir()
    assert "is missing, with its whole folder" in problem(tmp_path)


def test_a_link_inside_the_submission_is_followed(tmp_path):
    target = write(tmp_path, "mine.py", "x = 1\n")
    (tmp_path / "ch27_things").mkdir()
    (tmp_path / FILE).symlink_to(target)
    assert read(tmp_path, EXERCISE).content == b"x = 1\n"


def test_the_submission_itself_may_be_a_link(tmp_path):
    write(tmp_path, "real/" + FILE, "x = 1\n")
    (tmp_path / "link").symlink_to("real")
    assert read(tmp_path / "link", EXERCISE).content == b"x = 1\n"


def test_a_link_out_of_the_submission_is_not_followed(tmp_path):
    write(tmp_path, "solutions/ex01_thing.py", "x = 1\n")
    (tmp_path / "fork/ch27_things").mkdir(parents=True)
    (tmp_path / "fork" / FILE).symlink_to(tmp_path / "solutions/ex01_thing.py")
    assert "a link that leads out of the submission" in problem(tmp_path / "fork")


def test_nor_is_a_folder_that_is_such_a_link(tmp_path):
    write(tmp_path, "solutions/" + FILE, "x = 1\n")
    (tmp_path / "fork").mkdir()
    (tmp_path / "fork/exercises").symlink_to(tmp_path / "solutions")
    assert "a link that leads out of the submission" in problem(tmp_path / "fork")


def test_a_circle_of_links_ends(tmp_path):
    (tmp_path / "ch27_things").mkdir()
    (tmp_path / FILE).symlink_to(tmp_path / FILE)
    assert "can't be read" in problem(tmp_path)


def test_a_broken_link_is_a_missing_file(tmp_path):
    (tmp_path / "ch27_things").mkdir()
    (tmp_path / FILE).symlink_to(tmp_path / "nowhere")
    assert "is missing" in problem(tmp_path)


def test_a_missing_file_is_to_be_copied_back(tmp_path):
    (tmp_path / "ch27_things").mkdir()
    assert problem(tmp_path) == (
        f"`{FILE}` is missing; `python -m grader reset ch27/ex01` puts its stub there"
    )


def test_a_renamed_file_is_recognized(tmp_path):
    write(tmp_path, "ch27_things/ex01_think.py", "")
    write(tmp_path, "ch27_things/ex02_thing.py", "")
    assert "if `ex01_think.py` is it, rename it back" in problem(tmp_path)


def test_a_file_in_place_of_the_folder_is_a_missing_file(tmp_path):
    write(tmp_path, "ch27_things", "")
    assert "is missing" in problem(tmp_path)


def test_a_folder_in_place_of_the_file(tmp_path):
    (tmp_path / FILE).mkdir(parents=True)
    assert f"`{FILE}`" in problem(tmp_path)


def test_a_named_pipe_does_not_make_us_wait(tmp_path):
    (tmp_path / "ch27_things").mkdir()
    os.mkfifo(tmp_path / FILE)
    assert problem(tmp_path) == f"`{FILE}` is not a file"


def test_an_unreadable_file_says_so(tmp_path):
    write(tmp_path, FILE, "").chmod(0)
    if os.access(tmp_path / FILE, os.R_OK):
        pytest.skip("whoever runs this may read everything")
    assert "can't be read: Permission denied" in problem(tmp_path)


def test_a_file_of_the_greatest_size_is_read(tmp_path):
    write(tmp_path, FILE, "#" * SIZE_LIMIT)
    assert len(read(tmp_path, EXERCISE).content) == SIZE_LIMIT


def test_a_larger_file_is_not(tmp_path):
    write(tmp_path, FILE, "#" * (SIZE_LIMIT + 1))
    assert "is larger than 256 KiB" in problem(tmp_path)


def test_other_encodings_are_named_with_their_line(tmp_path):
    write(tmp_path, FILE, "").write_bytes("# one\n# zwei: ä\n".encode("latin-1"))
    assert "is not UTF-8 text (byte 0xe4); save it as UTF-8" in problem(tmp_path)
    assert read(tmp_path, EXERCISE).line == 2


def test_a_null_byte_is_named_with_its_line(tmp_path):
    write(tmp_path, FILE, "x = 1\n\n\0")
    assert "contains a null byte" in problem(tmp_path)
    assert read(tmp_path, EXERCISE).line == 3
