"""Every failure code has its page, and every page its code."""

import ast
import re
from pathlib import Path

import pytest

from grader.testing._codes import NEXT

PROJECT = Path(__file__).parents[2]
PAGES = PROJECT / "docs/verdicts"


def codes_of_workers():
    """The codes that are written out in calls of the workers: `code="busy-loop"`."""
    for file in (PROJECT / "grader/workers").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.keyword)
                and node.arg == "code"
                and isinstance(node.value, ast.Constant)
            ):
                yield node.value.value


CODES = sorted({*NEXT, *codes_of_workers()} - {""})


@pytest.mark.parametrize("code", CODES)
def test_the_page_of(code):
    lines = (PAGES / f"{code}.md").read_text(encoding="utf-8").splitlines()
    assert lines[0] == f"# {code}"
    assert re.fullmatch(r"[A-Z].*\.", lines[2])
    assert any(line.startswith("What to do: ") for line in lines)
    assert max(map(len, lines)) <= 110


def test_there_are_no_other_pages():
    assert sorted(page.stem for page in PAGES.glob("*.md")) == sorted([*CODES, "README"])


def test_the_index_has_each_page_with_its_first_sentence():
    index = (PAGES / "README.md").read_text(encoding="utf-8")
    for code in CODES:
        brief = (PAGES / f"{code}.md").read_text(encoding="utf-8").splitlines()[2]
        assert f"- [{code}]({code}.md): {brief}\n" in index
