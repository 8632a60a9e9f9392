"""The authors' check from end to end: real processes on a small tree, broken in every way."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from grader import misconceptions
from grader.cli import main
from grader.errors import Exit
from tests.grader.authoring import write_exercise
from tests.grader.builders import edit

REFERENCE = "solutions/ch27_locks/ex01_double.py"
VARIANTS = "tests/ch27_locks/variants/ex01_double"
TABLE = "tests/ch27_locks/misconceptions.json"


@pytest.fixture
def tree(tmp_path):
    return write_exercise(tmp_path)


def solutions(tree, *words):
    return main(["solutions", "--tree", str(tree), *words])


def test_a_tree_that_is_as_claimed(tree, capsys):
    assert solutions(tree, "ch27/ex01", "--json", str(tree / "found.json")) == Exit.DONE

    assert "1 exercise, 6 solutions" in capsys.readouterr().out
    assert json.loads((tree / "found.json").read_text())["disagreements"] == []


def test_writing_the_table(tree, capsys):
    before = misconceptions.read(tree / TABLE)
    (tree / TABLE).unlink()

    assert solutions(tree) == Exit.BELOW
    assert "the table of wrong beliefs is not up to date for ex01_double" in capsys.readouterr().out
    assert solutions(tree, "ch27", "--write") == Exit.DONE
    assert misconceptions.read(tree / TABLE) == before


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (REFERENCE, "2 *", "3 *", "the reference fails `test_a_number` (wrong-value"),
        (
            f"{VARIANTS}/accept_twice.py",
            "number + number",
            "number",
            "this correct design fails `test_a_number`",
        ),
        (
            f"{VARIANTS}/reject_square.py",
            "loses: test_a_number",
            "loses: test_a_number test_a_failure",
            "it passes `test_a_failure`, which its header lists",
        ),
        (
            "tests/ch27_locks/test_ex01_double.py",
            'assert same(await exercise.double(jobs.make("fetch", takes=1, returns=4)), 8)',
            'await exercise.double(jobs.make("fetch", takes=1, returns=4))',
            "`test_a_number` accepts it, and must not",
        ),
        (
            REFERENCE,
            "    except OSError:",
            "    except KeyError:\n        return 5\n    except OSError:",
            "no test reaches line 14 of the reference",
        ),
        ("exercises/ch27_locks/ex01_double.py", "await", "await  ", "differs from its pristine"),
    ],
)
def test_what_is_broken_is_named(tree, capsys, file, old, new, said):
    edit(tree, file, old, new)

    code = solutions(tree)

    printed = capsys.readouterr().out
    assert (code, said in printed) == (Exit.BELOW, True), printed
    assert f"ch27/ex01  {file}" in printed or file.startswith("tests/ch27_locks/test_")


def test_a_table_is_not_written_from_wrong_headers(tree):
    before = (tree / TABLE).read_text()
    edit(tree, f"{VARIANTS}/reject_square.py", "Doubling is squaring.", "It squares.")
    edit(tree, REFERENCE, "2 *", "3 *")

    assert solutions(tree, "--write") == Exit.BELOW
    assert (tree / TABLE).read_text() == before


def test_a_fault_of_the_grader_is_told_apart(tree, capsys):
    edit(tree, "tests/ch27_locks/test_ex01_double.py", "(exercise, jobs)", "(exercise, jobz)")

    assert solutions(tree) == Exit.FAULT
    assert "(the grader itself)" in capsys.readouterr().out


def test_a_broken_tree_is_refused(tree, capsys):
    edit(tree, "exercises/ch27_locks/chapter.toml", "stars = 1", "stars = 9")

    assert solutions(tree) == Exit.REFUSED
    assert "stars" in capsys.readouterr().err


def test_results_that_cannot_be_written(tree, capsys):
    assert solutions(tree, "--json", str(tree / "no/folder.json")) == Exit.REFUSED
    assert "--json" in capsys.readouterr().err


class Watching:
    """`solutions --watch` in a process, and the lines that it prints."""

    def __init__(self, tree, *words):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "grader", "solutions", "--watch", "--tree", str(tree), *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            cwd=Path(__file__).parents[3],
        )

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        self.process.kill()
        self.process.communicate()

    def round(self, end):
        """All lines up to one with `end`, that one included."""
        lines = []
        for line in self.process.stdout:
            lines.append(line)
            if end in line:
                return "".join(lines)
        raise AssertionError("".join(lines))


def test_watching_from_save_to_save(tree):
    with Watching(tree, "ch27/ex01", "--json", str(tree / "found.json")) as view:
        assert "6 tried" in view.round("all as claimed")

        edit(tree, REFERENCE, "2 *", "3 *")
        told = view.round("disagreement")
        assert f"saved {REFERENCE}" in told
        assert f"ch27/ex01  {REFERENCE}\n  problem  the reference fails `test_a_number`" in told
        assert "\n  mend     mend it, or the test in " in told
        assert "1 tried" in told
        assert json.loads((tree / "found.json").read_text())["disagreements"]

        edit(tree, "exercises/ch27_locks/chapter.toml", "stars = 1", "stars = 9")
        told = view.round("mend  ")
        assert "the tree  exercises/ch27_locks/chapter.toml\n  problem  [ex01_double] stars" in told

        edit(tree, "exercises/ch27_locks/chapter.toml", "stars = 9", "stars = 1")
        edit(tree, REFERENCE, "3 *", "2 *")
        view.round("all as claimed")

        view.process.send_signal(signal.SIGINT)
        assert view.process.wait(60) == Exit.DONE


def test_watching_writes_tables_too(tree):
    before = misconceptions.read(tree / TABLE)
    (tree / TABLE).unlink()
    with Watching(tree, "ch27", "--write") as view:
        view.round("all as claimed")
        view.round(f"saved {TABLE}")
        view.round("all as claimed")

    assert misconceptions.read(tree / TABLE) == before


def test_watching_what_is_not_there(tree, capsys):
    assert solutions(tree, "ch27/ex07", "--watch") == Exit.REFUSED
    assert "there is no exercise `ch27/ex07`" in capsys.readouterr().err


@pytest.mark.skipif(os.name != "posix", reason="it needs a pseudo-terminal")
@pytest.mark.parametrize("moment", ["at rest", "at work"])
def test_ctrl_c_ends_watching_well(tree, moment):
    import termios

    import pexpect

    child = pexpect.spawn(
        sys.executable,
        ["-m", "grader", "solutions", "--watch", "--tree", str(tree)],
        encoding="utf-8",
        timeout=100,
        cwd=Path(__file__).parents[3],
    )
    before = termios.tcgetattr(child.child_fd)
    child.expect("all as claimed")
    if moment == "at work":
        edit(tree, REFERENCE, "2 *", "2 * 1 *")
        child.expect("saved")

    child.sendcontrol("c")
    child.expect(pexpect.EOF)

    assert termios.tcgetattr(child.child_fd) == before
    child.close()
    assert child.exitstatus == Exit.DONE
    assert "Traceback" not in child.before
