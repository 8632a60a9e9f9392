"""The wheel grades by itself, in a folder that holds exercises and nothing else, and carries no answer.

It is built from an exported tree, without git. `nox -s build` checks the real one, with a real installer.
"""

import json
import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CHAPTER = "ch27_locks"
ANSWERS = [
    *(ROOT / "solutions" / CHAPTER).glob("*.py"),
    *(ROOT / "tests" / CHAPTER / "variants").glob("*/*.py"),
]


def run(command, where):
    environment = {name: value for name, value in os.environ.items() if name[:6] != "PYTHON"}
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=where, env=environment
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def export(tree):
    """The project with one chapter, and with what a learner has written in its exercises."""
    ignore = shutil.ignore_patterns("__pycache__", "_version.py")
    for name in ("grader", f"exercises/{CHAPTER}", f"tests/{CHAPTER}"):
        shutil.copytree(ROOT / name, tree / name, ignore=ignore)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tree / name)
    for answer in (ROOT / "solutions" / CHAPTER).glob("*.py"):
        shutil.copy(answer, tree / "exercises" / CHAPTER)
    return tree


def install(wheel, place):
    """The Python of an environment with this wheel; what it depends on is taken from ours."""
    venv.create(place, with_pip=False)
    (python,) = [*place.glob("bin/python"), *place.glob("Scripts/python.exe")]
    script = "import sysconfig; print(sysconfig.get_path('purelib'), end='')"
    library = Path(run([python, "-c", script], place))
    zipfile.ZipFile(wheel).extractall(library)
    (library / "dependencies.pth").write_text(str(Path(pytest.__file__).parents[1]))
    return python


@pytest.mark.timeout(300)
def test_an_installed_wheel_grades_and_holds_no_answer(tmp_path):
    for name in ("build", "hatchling", "hatch_vcs"):
        pytest.importorskip(name, reason=f"a wheel can't be built without the package {name}")
    tree = export(tmp_path / "tree")
    shutil.copytree(ROOT / "solutions" / CHAPTER, tmp_path / "work/exercises" / CHAPTER)

    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path]
    run([*command, tree], tree)
    (wheel,) = tmp_path.glob("*.whl")
    python = install(wheel, tmp_path / "environment")
    grade = json.loads(
        run([python, "-m", "grader", "grade", "ch27", "--json", "-"], tmp_path / "work")
    )

    assert (grade["complete"], grade["percent"]) == (True, 100)
    assert grade["environment"]["grader"] == "0.1.0.dev0"  # for there are no tags
    with zipfile.ZipFile(wheel) as content:
        carried = {content.read(name) for name in content.namelist()}
    assert [str(answer) for answer in ANSWERS if answer.read_bytes() in carried] == []
