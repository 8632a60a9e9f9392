"""What the pages say one can type works, and their examples are what they claim to be.

Commands run in a small copy of the project, with chapters 8 and 27 answered; those of one block run one
after the other. What can't run here stands in `NOT_RUN` with its reason, and is checked for form all the
same. A command with … in it is a form, not a command. Primers, and the Python of the README, the toolkit's
page and the verdicts', have tests of their own (test_primers.py, test_toolkit_page.py,
test_verdict_examples.py).
"""

import ast
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
import tomllib
import types
from dataclasses import dataclass
from pathlib import Path

import jsonschema
import pytest
import yaml

from grader import catalogue, cli, course

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(ROOT.glob("docs/**/*.md"))]
HISTORY = ROOT / "docs/decisions"  # their commands were right when it was decided
SITTING = (
    "docs/authoring.md"  # its commands follow from each other; test_authoring_page.py runs them
)

CHAPTERS = ("ch08_task_cancellation", "ch27_locks")

TESTED_ALONE = "a test of its own runs it"
NOT_RUN = {
    "pip": "it installs from a package index",
    "pipx": "it installs from a package index",
    "uvx": "it installs from a package index",
    "git": "it publishes a tag",
    "dask": "it takes a cluster",
    "nox -s cohort -- FOLDER ch27 --scheduler": "it takes a cluster",
    "pytest": TESTED_ALONE,
    "bash .ci/run": "it runs these tests",
    "nox -s tests": "it runs these tests",
    "nox -s lint": "it takes the whole project, and .ci/run runs it",
    "nox -s docs": "it takes an environment of its own, and CI runs it",
    "nox -s build": "it takes an environment of its own, and test_wheel.py does the same",
    "nox -s conformance": "it runs the interpreter's own tests, for minutes",
    "nox -s bench": "it measures for minutes",
    "nox -s mutants": "it grades hundreds of mutants",
    "python -m grader repeat": "it grades 200 times",
    "python -m grader traces": "it runs everything 100 times",
}

LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")
BLOCK = re.compile(
    r"^(?P<indent> *)```(?P<language>\S*)[^\n]*\n(?P<text>.*?)^(?P=indent)```$",
    re.DOTALL | re.MULTILINE,
)
INLINE = re.compile(r"`((?:nox|python|asyncio-kata|pip|pipx|uvx|git|bash|pytest) [^`]+)`")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    page: str
    line: int
    language: str
    text: str

    def __str__(self):
        return f"{self.page}:{self.line}"


def blocks():
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for found in BLOCK.finditer(text):
            yield Block(
                page=str(page.relative_to(ROOT)),
                line=text.count("\n", 0, found.start()) + 1,
                language=found["language"],
                text=textwrap.dedent(found["text"]),
            )


def inline():
    for page in PAGES:
        if page.is_relative_to(HISTORY) or page == ROOT / SITTING:
            continue
        text = BLOCK.sub("", page.read_text(encoding="utf-8"))
        yield from (" ".join(each.split()) for each in INLINE.findall(text))


def commands(text):
    return [shlex.split(line, comments=True) for line in text.splitlines() if line.strip()]


BLOCKS = list(blocks())
SCRIPTS = [each for each in BLOCKS if each.language == "console" and each.page != SITTING]
INSIDE = {shlex.join(each) for block in SCRIPTS for each in commands(block.text)}
SINGLE = sorted({shlex.join(shlex.split(each)) for each in inline() if "…" not in each} - INSIDE)


def reason(command):
    """Why it is not run; "" if it is."""
    text = shlex.join(command) + " "
    return next((why for start, why in NOT_RUN.items() if text.startswith(start + " ")), "")


# -- commands


class Session:
    """What a session of the noxfile sees; it notes what would be run."""

    def __init__(self, words):
        self.posargs, self.ran, self.python = words, [], sys.version[:4].rstrip(".")

    def run(self, *command, **_):
        self.ran.append(list(command))

    def log(self, line):
        """Not looked at."""


def sessions():
    """The sessions of the noxfile, by name, without their installing."""
    found = {}

    def session(function=None, **_):
        if function is None:
            return session
        found[function.__name__] = function
        return function

    fake = types.SimpleNamespace(session=session, needs_version="", options=types.SimpleNamespace())
    fake.Session = Session
    file = ROOT / "noxfile.py"
    names = {"__file__": str(file), "__name__": "noxfile"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "nox", fake)
        patch.setenv("PATH", os.environ["PATH"])  # which the noxfile changes
        exec(compile(file.read_text(encoding="utf-8"), file, "exec"), names)
    names["install"] = lambda *_, **__: None
    return found


def plain(command):
    """The commands without nox: what its session would run."""
    if command[:2] == ["nox", "-s"]:
        name, words = command[2], command[4:]
        assert command[3:4] in ([], ["--"]), f"`{shlex.join(command)}`: words go behind --"
        session = Session(words)
        sessions()[name](session)
        return session.ran
    if command[0] == "asyncio-kata":
        return [["python", "-m", "grader", *command[1:]]]
    return [command]


def well_formed(command):
    """Whether the grader's command takes these words."""
    parser = cli._Parser()
    cli._command(command[3]).arguments(parser)
    try:
        parser.parse_args(command[4:])
    except cli.UsageError:
        return False
    return True


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A clone of a small project, with both chapters answered and graded."""
    origin = tmp_path_factory.mktemp("origin") / "kata"
    ignore = shutil.ignore_patterns("__pycache__", ".kata")
    shutil.copytree(ROOT / "grader", origin / "grader", ignore=ignore)
    for folder in CHAPTERS:
        for room in ("exercises", "solutions", "tests"):
            shutil.copytree(ROOT / room / folder, origin / room / folder, ignore=ignore)
    for name in ("noxfile.py", "pyproject.toml", ".gitignore"):
        shutil.copy(ROOT / name, origin / name)
    git = [
        "git",
        "-c",
        "user.name=a",
        "-c",
        "user.email=a@example.org",
        "-c",
        "init.defaultBranch=main",
    ]
    place = origin.parent / "clone"
    for words in (["init"], ["add", "--all"], ["commit", "-m", "all"], ["clone", ".", place]):
        subprocess.run([*git, *words], cwd=origin, check=True, capture_output=True)
    for folder in CHAPTERS:
        for where in (place, place / "DIR", place / "FOLDER/ada"):
            target = where / "exercises" / folder
            shutil.copytree(ROOT / "solutions" / folder, target, ignore=ignore, dirs_exist_ok=True)
    execute(["python", "-m", "grader", "grade"], place)
    return place


@pytest.fixture
def clone(project, tmp_path):
    """A copy of it, to be changed at will."""
    shutil.copytree(project / "FOLDER", tmp_path / "handed-in")
    return shutil.copytree(project, tmp_path / "clone")


def execute(command, place):
    words = [sys.executable if word == "python" else word for word in command]
    leave = ("CI", "PYTHONPATH", "NOX_CURRENT_SESSION")
    environment = {name: value for name, value in os.environ.items() if name not in leave}
    if command[3:4] == ["watch"]:
        look(words, place, environment)
        return
    if command[3:4] == ["solutions"]:  # for authors, whose exercises are stubs
        subprocess.run(["git", "checkout", "--quiet", "exercises"], cwd=place, check=True)
    done = subprocess.run(
        words, cwd=place, env=environment, capture_output=True, text=True, check=False
    )
    fine = (0, 1) if command[3:4] == ["doctor"] else (0,)  # 1: some protection is off here
    assert done.returncode in fine, f"{shlex.join(command)}\n{done.stdout}{done.stderr}"


def look(words, place, environment):
    """Start what fills a terminal, and leave it."""
    pexpect = pytest.importorskip("pexpect", reason="watch needs a terminal")
    shown = pexpect.spawn(
        words[0],
        words[1:],
        cwd=str(place),
        env=environment | {"TERM": "xterm-256color"},
        timeout=60,
    )
    shown.expect("quit")
    shown.send("q")
    shown.expect(pexpect.EOF)
    shown.close()
    assert shown.exitstatus == 0


@pytest.mark.parametrize("block", SCRIPTS, ids=str)
def test_the_commands_of_a_block_work(clone, block):
    for command in commands(block.text):
        if not reason(command):
            for each in plain(command):
                execute(each, clone)


@pytest.mark.parametrize("text", [each for each in SINGLE if not reason(shlex.split(each))])
def test_a_command_in_a_sentence_works(clone, text):
    for each in plain(shlex.split(text)):
        if len(each) != 4 or well_formed(each):  # else it is a name: `python -m grader render`
            execute(each, clone)


@pytest.mark.parametrize("text", sorted(INSIDE | {*SINGLE}))
def test_there_is_such_a_command(text):
    command = shlex.split(text)
    if command[:2] == ["nox", "-s"]:
        assert command[2] in sessions()
        command = ["python", "-m", "grader", command[2], *command[4:]]
    elif command[:3] == ["python", "-m", "grader"] and len(command) > 3:
        assert command[3] in cli._names()
    if len(command) > 4 and command[3] in cli._names():
        assert well_formed(command)


def test_what_is_not_run_is_still_on_a_page():
    known = [shlex.split(text) for text in INSIDE | {*SINGLE}]

    assert [
        start for start in NOT_RUN if not any(reason(each) == NOT_RUN[start] for each in known)
    ] == []


# -- the other blocks


def check_python(block, _):
    """It can be compiled; what it does is for the tests of its page."""
    compile(block.text, str(block), "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)


def check_json(block, _):
    """It is what the schema says, if it is a grade."""
    found = json.loads(block.text)
    if found.get("schema") == "kata-grade/1":
        jsonschema.validate(found, json.loads((ROOT / "docs/schema/kata-grade-1.json").read_text()))


def check_toml(block, folder):
    """It can be read; as a course, if that is what it is."""
    assert tomllib.loads(block.text)
    if block.text.startswith("title") and "[weights]" in block.text:
        (folder / course.NAME).write_text(block.text, encoding="utf-8")
        assert course.load(folder / course.NAME, catalogue.names(ROOT))


def check_yaml(block, _):
    """It is a workflow, or a part of one."""
    for job in yaml.safe_load(block.text)["jobs"].values():
        assert {"steps", "uses"} & {*job}


CHECKS = {
    "python": check_python,
    "json": check_json,
    "toml": check_toml,
    "yaml": check_yaml,
    "console": lambda block, _: commands(block.text),
    "text": lambda *_: None,  # output; whoever tests the example compares it
    "{toctree}": lambda *_: None,  # the site's
    "{include}": lambda *_: None,
}


@pytest.mark.parametrize("block", BLOCKS, ids=str)
def test_a_block_is_what_it_claims_to_be(block, tmp_path):
    assert block.language in CHECKS, f"{block}: say in CHECKS how a ```{block.language} is tested"
    CHECKS[block.language](block, tmp_path)


# -- links


@pytest.mark.parametrize(
    "page",
    [*PAGES, *sorted(ROOT.glob("exercises/*/README.md"))],
    ids=lambda page: page.parent.name + "/" + page.stem,
)
def test_a_link_leads_to_a_file_of_the_repository(page):
    text = BLOCK.sub("", page.read_text(encoding="utf-8"))

    assert [each for each in LINK.findall(text) if not (page.parent / each).is_file()] == []
