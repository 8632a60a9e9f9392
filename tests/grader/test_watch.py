"""The full-screen view, driven through a pseudo-terminal, and what it is made of."""

import contextlib
import json
import os
import signal
import sys
import termios
import time
from pathlib import Path

import pytest

from grader.desk import Desk
from grader.progress import State
from grader.records import Status
from grader.watch.editor import editor
from tests.grader.authoring import HEAD, REFERENCE_BODY, write_exercise
from tests.grader.builders import write
from tests.grader.late import EXERCISE, LATE, write_late

PASSES = HEAD + REFERENCE_BODY
FAILS = HEAD + "    return 2 * await fetch()\n"
STUB = HEAD + "    return await fetch()\n"
ROOT = Path(__file__).parents[2]
PATIENCE = 60  # seconds of real time for a busy machine

posix = pytest.mark.skipif(os.name != "posix", reason="it needs a pseudo-terminal")


@pytest.fixture
def tree(tmp_path):
    return write_exercise(tmp_path)


@pytest.fixture
def file(tree):
    return tree / "exercises/ch27_locks/ex01_double.py"


class Terminal:
    """A program in a pseudo-terminal, and what stands on its screen."""

    def __init__(self, command, columns=90, lines=36, **environment):
        import pexpect
        import pyte

        self.ended = (pexpect.EOF, OSError)
        self.quiet = pexpect.TIMEOUT
        self.screen = pyte.Screen(columns, lines)
        self.stream = pyte.Stream(self.screen)
        self.written = ""
        kept = {name: value for name, value in os.environ.items() if name not in ("CI", "NO_COLOR")}
        self.child = pexpect.spawn(
            sys.executable,
            command,
            env=kept | {"TERM": "xterm-256color", "PYTHONPATH": str(ROOT)} | environment,
            dimensions=(lines, columns),
            encoding="utf-8",
            cwd=ROOT,
        )
        self.before = termios.tcgetattr(self.child.child_fd)

    def text(self):
        return "\n".join(self.screen.display)

    def read(self):
        try:
            data = self.child.read_nonblocking(1 << 16, 0.05)
        except self.quiet:
            return True
        except self.ended:
            return False
        self.written += data
        self.stream.feed(data)
        return True

    def wait_for(self, *words, without=()):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.read():
            text = self.text()
            if all(word in text for word in words) and not any(word in text for word in without):
                return
        raise AssertionError(f"{words} did not appear:\n{self.text()}")

    def wait_until_said(self, words):
        """Wait until that has been written, even if it has vanished since."""
        end = time.monotonic() + PATIENCE
        while words not in self.written:
            assert time.monotonic() < end, f"{words} was not written"
            assert self.read(), f"{words} was not written"

    def wait_for_end(self):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.read():
            pass
        after = termios.tcgetattr(self.child.child_fd)
        self.child.close()
        return self.child.exitstatus, after


@pytest.fixture
def watch(tree):
    pytest.importorskip("pexpect")
    pytest.importorskip("pyte")
    pytest.importorskip("textual")
    opened = []

    def start(*words, **environment):
        terminal = Terminal(["-m", "grader", "watch", "--tree", str(tree), *words], **environment)
        opened.append(terminal)
        return terminal

    yield start
    for each in opened:
        with contextlib.suppress(Exception):
            each.child.close(force=True)


@posix
def test_from_the_first_save_to_the_end(watch, file, tree):
    stub = file.read_text()
    log = tree / "log"
    terminal = watch("ch27", "--log", str(log))
    terminal.wait_for("not started", "The number is doubled.", "quit")

    file.write_text(FAILS)
    terminal.wait_for(
        "failing", "1/2", "A failure counts as 0.", "OSError", "A failure is the caller"
    )
    file.write_text(PASSES)
    terminal.wait_for("done", "2/2", "Every behaviour passes")
    terminal.child.send("h")
    terminal.wait_for("a nudge", without=["clearer"])
    terminal.child.send("h")
    terminal.wait_for("a nudge", "clearer")
    terminal.child.send("r")
    terminal.wait_for("not started", "the stub is back")
    assert file.read_text() == stub
    terminal.child.send("u")
    terminal.wait_for("done", "2/2")
    assert file.read_text() == PASSES

    # What is still being drawn at the old size would be mixed with what is drawn at the new one.
    terminal.wait_until_said("saved last again")
    terminal.wait_for("2/2", without=["the stub is back", "saved last again"])
    terminal.child.setwinsize(20, 60)
    terminal.screen.resize(20, 60)
    terminal.wait_for("2/2", "Every behaviour passes")
    terminal.child.send("\x03")
    code, after = terminal.wait_for_end()

    assert code == 0
    assert after[:4] == terminal.before[:4]
    assert terminal.written.rindex("\x1b[?1049l") > terminal.written.rindex("\x1b[?1049h")
    assert terminal.written.rindex("\x1b[?25h") > terminal.written.rindex("\x1b[?25l")
    told = [json.loads(line) for line in log.read_text().splitlines()]
    assert [each["points"] for each in told] == [1, 2, 0, 2]


@posix
def test_what_was_promised_follows_the_verdict(watch, tmp_path):
    late = write_late(tmp_path / "late")
    log = tmp_path / "log"
    terminal = watch("--tree", str(late), "--log", str(log))
    terminal.wait_for("too-late", "promised (the reference's run)")

    write(late, EXERCISE, LATE + "\n")
    terminal.wait_for("too-late", " ms", without=["promised ("])
    terminal.wait_for("too-late", " ms", "promised (the reference's run)")
    terminal.child.send("q")
    terminal.wait_for_end()

    assert len(log.read_text().splitlines()) == 1


@posix
def test_what_befalls_files(watch, file):
    terminal = watch()
    terminal.wait_for("not started")

    file.write_text(PASSES)
    terminal.wait_for("2/2")
    file.unlink()
    terminal.wait_for("is missing")
    file.write_text(PASSES)
    terminal.wait_for("2/2")
    folder = file.parent
    moved = folder.rename(folder.with_name("elsewhere"))
    terminal.wait_for("with its whole folder")
    moved.rename(folder)
    terminal.wait_for("2/2")
    file.write_text("def double(:\n")
    terminal.wait_for("invalid syntax")
    terminal.child.send("q")

    assert terminal.wait_for_end()[0] == 0


@posix
def test_a_demo_has_the_terminal(watch, file):
    file.write_text(PASSES + "\nif __name__ == '__main__':\n    print('played' * 2)\n")
    terminal = watch()
    terminal.wait_for("2/2")

    terminal.child.send("d")
    terminal.wait_for("playedplayed", "Enter goes back")
    terminal.child.send("\r")
    terminal.wait_for("2/2", "quit")
    terminal.child.send("q")

    assert terminal.wait_for_end()[0] == 0


@posix
def test_an_editor_opens_the_line(watch, file, tree):
    script = tree / "vim"
    script.write_text(f'#!/bin/sh\necho "$@" > {tree}/opened\n')
    script.chmod(0o755)
    file.write_text(FAILS)
    terminal = watch(EDITOR=str(script))
    terminal.wait_for("1/2")

    terminal.child.send("e")
    while not (tree / "opened").exists() or not (tree / "opened").read_text():
        terminal.read()
    terminal.wait_for("1/2", "quit")

    assert (tree / "opened").read_text().split()[-1] == str(file)
    assert (tree / "opened").read_text().startswith("+")


@posix
def test_a_signal_ends_it_in_good_order(watch):
    terminal = watch()
    terminal.wait_for("not started")

    terminal.child.kill(signal.SIGTERM)
    code, after = terminal.wait_for_end()

    assert code == 0
    assert after[:4] == terminal.before[:4]


@posix
def test_a_broken_tree_is_told_after_the_terminal_is_given_back(watch, tree):
    (tree / "tests/ch27_locks/misconceptions.json").write_text("{")

    terminal = watch()
    code, _ = terminal.wait_for_end()

    assert code == 2
    assert "misconceptions.json" in terminal.written.rpartition("\x1b[?1049l")[2]


def test_without_a_terminal_it_says_so(tree, capsys):
    from grader import cli

    assert cli.main(["watch", "--tree", str(tree)]) == 2
    assert "needs a terminal" in capsys.readouterr().err


# -- the desk


@pytest.fixture
def desk(tree):
    with Desk(tree, [], lambda: None) as desk:
        yield desk


def changes(desk, exercise):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := desk.changed(exercise):
            return found
    raise AssertionError("nothing was seen")


def test_a_save_is_seen_and_graded(desk, file):
    (exercise,) = desk.exercises
    assert desk.changed(exercise) == []

    file.write_text(PASSES)

    assert changes(desk, exercise) == [exercise]
    assert desk.grade(exercise).points == 2
    assert desk.standing(exercise).state is State.DONE
    assert desk.changed(exercise) == []


@pytest.mark.parametrize("content", [FAILS, PASSES, STUB, STUB + "\n"])
def test_a_save_that_was_seen_in_two_steps_is_graded_once(desk, file, content):
    (exercise,) = desk.exercises
    file.write_text(content)
    assert changes(desk, exercise) == [exercise]
    desk.grade(exercise)
    now = file.stat().st_mtime_ns

    os.utime(file, ns=(now, now - 1000))  # as if the verdict had come between the steps
    assert desk.changed(exercise) == []
    os.utime(file, ns=(now, time.time_ns() + 1000))
    assert changes(desk, exercise) == [exercise]
    desk.grade(exercise)
    file.write_text(HEAD + "    return 7\n")
    os.utime(file, ns=(now, now))
    assert changes(desk, exercise) == [exercise]


def test_what_passed_before_needs_no_run(desk, file):
    (exercise,) = desk.exercises
    file.write_text(PASSES)
    desk.grade(exercise)
    desk._workers.close()

    assert desk.grade(exercise).points == 2


def test_a_half_written_file_is_waited_for(desk, file, monkeypatch):
    (exercise,) = desk.exercises
    file.write_text(PASSES[: len(PASSES) // 2])

    def rest(seconds):
        file.write_text(PASSES)

    monkeypatch.setattr("grader.desk.time.sleep", rest)
    monkeypatch.setattr("grader.desk.HALF_WRITTEN", 1e9)

    assert desk.grade(exercise).points == 2


def test_a_broken_file_is_told_once_it_is_old(desk, file):
    (exercise,) = desk.exercises
    file.write_text("def double(:\n")
    os.utime(file, (0, 0))

    assert desk.grade(exercise).status is Status.ERROR


@pytest.mark.parametrize("replaced", [False, True])
def test_a_changed_test_counts_at_once(desk, file, tree, replaced):
    (exercise,) = desk.exercises
    file.write_text(PASSES)
    desk.grade(exercise)
    test = tree / exercise.test
    new = test.with_suffix(".new") if replaced else test  # as git does, and many an editor
    new.write_text(test.read_text().replace("returns=4)), 8)", "returns=5)), 11)"))
    new.replace(test)

    (changed,) = changes(desk, exercise)

    assert desk.grade(changed).points == 1


def test_a_chapter_that_is_away_for_a_while(desk, file):
    (exercise,) = desk.exercises
    file.write_text(PASSES)
    desk.grade(exercise)
    moved = file.parent.rename(file.parent.with_name("elsewhere"))
    assert changes(desk, exercise) == [exercise]
    missing = desk.grade(exercise)
    moved.rename(file.parent)

    assert changes(desk, exercise) == [exercise]

    assert missing.status is Status.ERROR
    assert desk.grade(exercise).points == 2


def test_what_was_promised_is_added_once(tmp_path):
    with Desk(write_late(tmp_path), [], lambda: None) as desk:
        (exercise,) = desk.exercises
        assert not desk.promise(exercise)
        grade = desk.grade(exercise)

        assert not grade.behaviours[0].promised
        assert desk.promise(exercise)
        assert not desk.promise(exercise)
        shown = desk.standing(exercise).grade
        assert shown.behaviours[0].promised
        assert (shown.points, shown.possible) == (grade.points, grade.possible)


# -- the editor


@pytest.mark.parametrize(
    ("environment", "command", "in_terminal"),
    [
        ({"EDITOR": "vim"}, ("vim", "+7", "/f.py"), True),
        ({"VISUAL": "nano -w", "EDITOR": "vim"}, ("nano", "-w", "+7", "/f.py"), True),
        ({"EDITOR": "code"}, ("code", "--goto", "/f.py:7"), False),
        ({"EDITOR": "code --wait"}, ("code", "--wait", "--goto", "/f.py:7"), True),
        ({"EDITOR": "ed 'a"}, ("ed", "'a", "/f.py"), True),
        ({"EDITOR": "subl"}, ("subl", "/f.py"), False),
        ({"EDITOR": " "}, None, None),
        ({}, None, None),
    ],
)
def test_the_command_of_an_editor(environment, command, in_terminal):
    found = editor(Path("/f.py"), 7, environment)

    assert (found and found.command) == command
    assert (found and found.in_terminal) == in_terminal
