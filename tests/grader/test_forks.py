"""The workflow's very steps, played against forks: honest ones, unfinished ones, and ones that cheat.

What GitHub does is done here by hand: checkouts are clones, artefacts are copies. The installation is
left out (this grader is the one that is installed); every `run` step is the workflow's own text.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.grader.authoring import HEAD, REFERENCE_BODY, write_exercise

yaml = pytest.importorskip("yaml")
ROOT = Path(__file__).parents[2]
WORKFLOW = yaml.safe_load((ROOT / ".github/workflows/grade.yml").read_text())
FILE = "exercises/ch27_locks/ex01_double.py"
TEST = "tests/ch27_locks/test_ex01_double.py"
PASSES = HEAD + REFERENCE_BODY
FAILS = HEAD + "    return 2 * await fetch()\n"

pytestmark = pytest.mark.skipif(os.name != "posix", reason="GitHub's runner is Linux")


def git(folder, *words):
    named = ["-c", "user.name=N", "-c", "user.email=e@example.org", "-c", "init.defaultBranch=main"]
    allowed = ["-c", "protocol.file.allow=always"]
    subprocess.run(["git", *named, *allowed, *words], cwd=folder, check=True, capture_output=True)


def commit(folder, message="change"):
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "-m", message)


@pytest.fixture(scope="module")
def upstream(tmp_path_factory):
    folder = tmp_path_factory.mktemp("upstream")
    write_exercise(folder)
    git(folder, "init", "--quiet")
    commit(folder)
    return folder


class Run:
    """What one run of the workflow came to."""

    def __init__(self, folder):
        self.folder = folder
        self.printed = {}
        self.codes = {}
        self.summary = ""

    @property
    def grade(self):
        return json.loads((self.folder / "report/grade.json").read_text())


def play(upstream, fork, tmp_path):
    """Play both jobs."""
    result = Run(tmp_path)
    for job in ("run", "report"):
        place = tmp_path / job
        place.mkdir()
        for step in WORKFLOW["jobs"][job]["steps"]:
            used = step.get("uses", "")
            given = step.get("with", {})
            if used.startswith("actions/checkout"):
                assert given["persist-credentials"] is False
                source = upstream if given["path"] == "trusted" else fork
                git(place, "clone", "--quiet", str(source), given["path"])
            elif used.startswith("actions/download-artifact"):
                shutil.copy(tmp_path / "run/evidence.json", place)
            elif "run" in step and "pip install" not in step["run"]:
                summary = place / "summary-of-the-step"
                done = subprocess.run(
                    ["bash", "-e", "-o", "pipefail", "-c", step["run"]],
                    cwd=place,
                    env={
                        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
                        "PYTHONPATH": str(ROOT),
                        "HOME": str(place),
                        "CI": "true",
                        "SELECTION": "",
                        "GITHUB_STEP_SUMMARY": str(summary),
                    },
                    capture_output=True,
                    text=True,
                    check=False,
                )
                result.printed[step["name"]] = done.stdout + done.stderr
                result.codes[step["name"]] = done.returncode
                if summary.exists():
                    result.summary = summary.read_text()
        assert job == "report" or (place / "evidence.json").exists(), result.printed
    return result


@pytest.fixture
def fork(upstream, tmp_path):
    git(tmp_path, "clone", "--quiet", str(upstream), "fork")
    return tmp_path / "fork"


def honest(fork):
    (fork / FILE).write_text(PASSES)


def unchanged(fork):
    pass


def half(fork):
    (fork / FILE).write_text(FAILS)


def edited_tests(fork):
    half(fork)
    (fork / TEST).write_text(
        "async def test_a_number():\n    '''x'''\nasync def test_a_failure():\n    '''y'''\n"
    )


def edited_grader(fork):
    half(fork)
    (fork / "grader").mkdir()
    (fork / "grader/__init__.py").write_text("raise SystemExit(0)\n")
    (fork / "grader/__main__.py").write_text("print('2/2 points')\n")


def added_startup_files(fork):
    half(fork)
    trick = "import os\nos.environ['KATA_LAYERS'] = ''\nprint('started')\n"
    for name in ("sitecustomize.py", "usercustomize.py", "conftest.py", "pytest.py", "coverage.py"):
        for place in (fork, fork / "exercises", (fork / FILE).parent):
            (place / name).write_text(trick)
    (fork / "pyproject.toml").write_text("[tool.pytest.ini_options]\naddopts = '--co'\n")
    (fork / "pytest.ini").write_text("[pytest]\naddopts = --co\n")


def deleted_files(fork):
    (fork / FILE).unlink()
    shutil.rmtree(fork / "tests")


def renamed_exercise(fork):
    (fork / FILE).rename(fork / "exercises/ch27_locks/ex01_mine.py")


def link_to_the_reference(fork):
    (fork / FILE).unlink()
    (fork / FILE).symlink_to("../../../trusted/solutions/ch27_locks/ex01_double.py")


def linked_folder(fork):
    shutil.rmtree(fork / "exercises/ch27_locks")
    (fork / "exercises/ch27_locks").symlink_to("../../trusted/solutions/ch27_locks")


def huge_file(fork):
    with (fork / FILE).open("wb") as stream:
        for _ in range(200):
            stream.write(b"#" * (1 << 20))


def submodule(fork):
    half(fork)
    other = fork.parent / "other"
    other.mkdir()
    git(other, "init", "--quiet")
    (other / "ex01_double.py").write_text(PASSES)
    commit(other)
    git(fork, "rm", "--quiet", "-r", "-f", "exercises/ch27_locks")
    git(fork, "submodule", "--quiet", "add", str(other), "exercises/ch27_locks")


def printing_commands(fork):
    words = "::set-output name=x::y\\n::error::forged\\n::add-mask::points"
    (fork / FILE).write_text(FAILS.replace("    return", f"    print('{words}')\n    return"))


def own_clearance(fork):
    (fork / FILE).write_text(
        FAILS.replace("    return", "    import gc; gc.get_objects()\n    return")
    )
    (fork / "clearances.jsonl").write_text('{"exercise": "ch27/ex01", "digest": "x"}\n')


KINDS = {
    honest: 2,
    unchanged: 0,
    half: 1,
    edited_tests: 1,
    edited_grader: 1,
    added_startup_files: 1,
    deleted_files: 0,
    renamed_exercise: 0,
    link_to_the_reference: 0,
    linked_folder: 0,
    huge_file: 0,
    submodule: 0,
    printing_commands: 1,
    own_clearance: 0,
}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_fork_earns_what_its_code_earns(upstream, fork, tmp_path, kind):
    kind(fork)
    commit(fork)

    run = play(upstream, fork, tmp_path)

    assert run.grade["points"] == KINDS[kind]
    assert run.grade["possible"] == 2
    assert f"## {KINDS[kind]}/2 points" in run.summary
    assert set(run.codes.values()) == {0}
    assert f"::notice title=total::{KINDS[kind]}/2 points" in run.printed["Score"]


def test_what_learners_print_begins_no_command(upstream, fork, tmp_path):
    printing_commands(fork)
    commit(fork)

    run = play(upstream, fork, tmp_path)

    lines = run.printed["Grade"].splitlines()
    token = re.fullmatch(r"::stop-commands::([0-9a-f]{32})", lines[0])[1]
    assert lines.index(f"::{token}::") > max(n for n, line in enumerate(lines) if "forged" in line)
    for line in run.printed["Score"].splitlines():
        if line.startswith("::"):
            assert re.match(r"::(error file=|notice title=total::)", line)


def test_a_fork_behind_upstream_is_graded_by_the_new_tests(upstream, fork, tmp_path):
    honest(fork)
    commit(fork)
    newer = tmp_path / "newer"
    git(tmp_path, "clone", "--quiet", str(upstream), "newer")
    test = newer / TEST
    test.write_text(test.read_text().replace("returns=4)), 8)", "returns=4)), 9)"))
    commit(newer)

    assert play(newer, fork, tmp_path).grade["points"] == 1


@pytest.mark.parametrize(
    "forge",
    [
        lambda evidence: evidence | {"points": 2, "percent": 100},
        lambda evidence: {**evidence, "chapters": evidence["chapters"] * 2},
        lambda evidence: {"schema": "kata-grade/1"},
        lambda evidence: [],
    ],
)
def test_forged_totals_and_forms_earn_nothing(upstream, fork, tmp_path, forge, capsys):
    from grader import cli

    half(fork)
    commit(fork)
    run = play(upstream, fork, tmp_path)
    file = tmp_path / "forged.json"
    file.write_text(json.dumps(forge(json.loads((tmp_path / "run/evidence.json").read_text()))))

    code = cli.main(
        ["render", str(file), "--tree", str(upstream), "--format", f"json={tmp_path}/out.json"]
    )

    assert run.grade["points"] == 1
    if code == 0:
        assert json.loads((tmp_path / "out.json").read_text())["points"] == 1
    else:
        assert code == 2
        assert "evidence" in capsys.readouterr().err
