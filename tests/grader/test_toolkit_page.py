"""The examples of docs/testing-toolkit.md run as the page says, without anything of the kata."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "testing-toolkit.md"
BLOCK = re.compile(r"^```python\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?", re.DOTALL | re.MULTILINE)
EXAMPLES = [(code, output) for code, output in BLOCK.findall(PAGE.read_text(encoding="utf-8"))]
TESTS = [code for code, _ in EXAMPLES if "def test_" in code]
PROGRAMS = [(code, output) for code, output in EXAMPLES if "def test_" not in code]


@pytest.mark.parametrize("code", TESTS)
def test_a_test_file_on_the_page_passes(tmp_path, code):
    (tmp_path / "pytest.ini").write_text("[pytest]\nasyncio_mode = auto\n")
    (tmp_path / "test_example.py").write_text(code)

    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "grader.testing.plugin", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )

    assert f"{code.count('def test_')} passed" in done.stdout, done.stdout


@pytest.mark.parametrize(("code", "output"), PROGRAMS)
def test_a_program_on_the_page_prints_what_it_says(tmp_path, code, output):
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=tmp_path
    )

    assert (done.stdout, done.stderr) == (output, "")


def test_there_are_examples_of_both_kinds():
    assert TESTS
    assert PROGRAMS
