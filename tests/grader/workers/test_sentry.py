"""What the audit hook refuses by itself, without the kernel's layers."""

import subprocess
import sys

import pytest

from tests.grader.builders import write

PROGRAM = """
import os, sys
from grader.workers import sentry
os.chdir(sys.argv[2])
watch = sentry.post(root=sys.argv[1], folder=sys.argv[2], path="x.py", grants=())
watch.running(True)
try:
    {}
except OSError as error:
    print(type(error).__name__)
print(watch.take())
"""


def told(tmp_path, line):
    write(tmp_path, "tree/solutions/x.py", "")
    write(tmp_path, "work/own/mine/x", "")
    places = [str(tmp_path / "tree"), str(tmp_path / "work" / "own")]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(line), *places],
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.split("\n")


@pytest.mark.parametrize(
    "folder", ["sys.argv[1]", "os.path.dirname(sys.argv[1])", "'/'", "'../..'"]
)
def test_no_folder_around_the_graders_is_opened(tmp_path, folder):
    assert told(tmp_path, f"os.open({folder}, os.O_RDONLY)") == ["PermissionError", "[]", ""]


def test_files_of_the_grader_are_not_read(tmp_path):
    seen = told(tmp_path, "open(sys.argv[1] + '/solutions/x.py')")

    assert seen == ["PermissionError", "['it tried to read files of the grader']", ""]


@pytest.mark.parametrize("folder", ["'.'", "'mine'", "'/usr'"])
def test_other_folders_are(tmp_path, folder):
    assert told(tmp_path, f"os.open({folder}, os.O_RDONLY)") == ["[]", ""]


def test_what_lies_around_can_be_listed(tmp_path):
    assert told(tmp_path, "os.listdir('/')") == ["[]", ""]
