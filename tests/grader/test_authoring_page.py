"""docs/authoring.md works as it stands: its commands are run and its files written, in order."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from grader.cli import main
from grader.errors import Exit
from tests.grader import authoring
from tests.grader.builders import write

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/authoring.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"(?:^`([^`\n]+)`\n\n)?^```(\w+)\n(.*?)^```\n", re.DOTALL | re.MULTILINE)
TOML = "exercises/ch27_locks/chapter.toml"
LEFT_OUT = "…\n"


@pytest.fixture
def tree(tmp_path):
    """A chapter 27 with as many exercises as there are, each of them as small as can be."""
    entries, primer = [], "# Locks\n\n"
    for number in range(1, 6):
        primer += f"{number}. [ex0{number}_double](ex0{number}_double.py) Double.\n"
        for path, text in authoring.FILES.items():
            if path == TOML:
                entries.append(text.replace("ex01", f"ex0{number}").partition("\n")[2])
            elif not path.endswith(".json"):
                write(tmp_path, path.replace("ex01", f"ex0{number}"), text)
    write(tmp_path, TOML, 'title = "Locks"\n' + "".join(entries))
    write(tmp_path, "exercises/ch27_locks/README.md", primer)
    assert main(["solutions", "--write", "--tree", str(tmp_path)]) == Exit.DONE
    return tmp_path


def test_the_pages_exercise_would_be_the_next_one():
    exercises = sorted(path.name for path in (ROOT / "exercises/ch27_locks").glob("ex*.py"))
    assert exercises[-1].startswith("ex05")


@pytest.mark.timeout(600)
def test_the_sitting_goes_as_the_page_says(tree, capsys, monkeypatch):
    capsys.readouterr()
    monkeypatch.setenv("NOX_CURRENT_SESSION", "as one types it")
    printed = ""
    for file, kind, text in BLOCK.findall(PAGE):
        if kind == "console":
            printed = "".join(run(tree, line, capsys) for line in text.splitlines())
        elif kind == "text":
            assert re.fullmatch(pattern(text), told(printed)), printed
        elif kind == "toml":
            before, _, _ = (
                (tree / TOML).read_text(encoding="utf-8").partition(text.partition("\n")[0])
            )
            (tree / TOML).write_text(before + text, encoding="utf-8")
        else:
            assert (kind, bool(file)) == ("python", True)
            (tree / file).write_text(text, encoding="utf-8")
    assert "all as claimed" in printed


def run(tree, line, capsys):
    """What a command of the page prints: of one of ours in this process, of others nothing."""
    if line == "nox -s lint":
        return ""  # its tools are none of the tests'; CI runs it
    if not line.startswith("nox -s"):
        subprocess.run(line, shell=True, check=True, cwd=tree)
        return ""
    command, *words = line.removeprefix("nox -s ").replace(" -- ", " ").split()
    if "--watch" in words:
        return watched([command, *words, "--tree", str(tree)])
    assert main([command, *words, "--tree", str(tree)]) in (Exit.DONE, Exit.BELOW)
    return capsys.readouterr().out


def watched(words):
    """The first round of a command that goes on."""
    with subprocess.Popen(
        [sys.executable, "-m", "grader", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    ) as process:
        lines = []
        for line in process.stdout:
            lines.append(line)
            if " tried in " in line:
                process.send_signal(signal.SIGINT)
        assert process.wait() == 0
    return "".join(lines)


def told(text):
    """A text without what differs from run to run."""
    text = re.sub(r"Python 3[.\d]+", "Python 3.12.1", text)
    return re.sub(r"tried in [.\d]+ s", "tried in 0.50 s", text).rstrip() + "\n"


def pattern(text):
    return ".*".join(re.escape(part) for part in text.split(LEFT_OUT)).replace(".*", "(?s:.*)")
