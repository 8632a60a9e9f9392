"""Workflows ask for no more than they need, and pin what they run; CI names what docs/platforms.md lists."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
FILES = sorted(ROOT.glob(".github/workflows/*.yml"))
READING = {"contents": "read"}
PINNED = re.compile(r"uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")


def workflow(name):
    return yaml.safe_load((ROOT / ".github/workflows" / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_workflow_may_only_read(file):
    found = workflow(file.name)

    assert found["permissions"] == {}
    assert all(job["permissions"] == READING for job in found["jobs"].values())


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_actions_are_pinned_by_hash_and_keep_no_credentials(file):
    lines = [
        line.strip().removeprefix("- ") for line in file.read_text(encoding="utf-8").splitlines()
    ]
    steps = [step for job in workflow(file.name)["jobs"].values() for step in job["steps"]]
    checkouts = [step for step in steps if step.get("uses", "").startswith("actions/checkout@")]

    assert [each for each in lines if each.startswith("uses:") and not PINNED.match(each)] == []
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


def test_an_action_has_one_version_everywhere():
    used = {each for file in FILES for each in re.findall(r"uses: (\S+)@", file.read_text())}
    pins = {each for file in FILES for each in re.findall(r"uses: (\S+@\S+)", file.read_text())}

    assert len(used) == len(pins)


def test_ci_runs_on_every_system_and_python_of_the_platforms_page():
    matrix = workflow("ci.yml")["jobs"]["tests"]["strategy"]["matrix"]
    page = (ROOT / "docs/platforms.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (3\.\d+) \|", page, re.MULTILINE)
    (supported,) = re.findall(
        r"^SUPPORTED = \((.*)\)$", (ROOT / "noxfile.py").read_text(), re.MULTILINE
    )
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert [each.partition("-")[0] for each in matrix["system"]] == ["ubuntu", "macos", "windows"]
    assert matrix["python"] == rows == re.findall(r'"(.*?)"', supported)
    assert project["requires-python"] == f">={rows[0]}"
