"""Writes the repository that is handed out to students: all that they need, and no answers.

It holds pristine stubs, primers, hidden tests, the table of misconceptions (signatures and beliefs, no
code), the grader and its pages; no references, no variants, no tests of the grader. Without tests, too,
if wished: then verdicts come only from where the course grades.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from grader import catalogue
from grader.errors import UsageError

__all__ = ["write"]

TOP = (
    "noxfile.py", "pyproject.toml", "course.toml", "README.md", "LICENSE", "CHANGELOG.md",
    "CONTRIBUTING.md", ".gitignore", ".vscode", ".github", "docs", "grader", "exercises",
)  # fmt: skip
LEFT_OUT = ("__pycache__", "*.pyc", "variants", "mutants.toml", ".kata", "*.egg-info")
AUTHORS_ONLY = (".github/workflows/ci.yml", ".github/workflows/release.yml")


def write(root: Path, out: Path, *, tests: bool = True) -> int:
    """Write the edition of the tree at `root` into the folder `out`; return the number of exercises.

    Args:
        root: the trusted tree.
        out: a folder that doesn't exist yet, or is empty.
        tests: whether the hidden tests go with it.

    Raises:
        UsageError: `out` holds something, lies in the tree's own rooms, or can't be written.
        BrokenTree: the tree is damaged.
    """
    known = catalogue.load(root)
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UsageError(f"{out} is not empty; name a new folder")
    if out.resolve().is_relative_to(root):
        raise UsageError(f"{out} is inside of {root}; name a folder beside it")
    try:
        out.mkdir(parents=True, exist_ok=True)
        for source in _top(root):
            target = out / source.name
            if source.is_dir():
                ignore = shutil.ignore_patterns(*LEFT_OUT)
                shutil.copytree(source, target, ignore=ignore)
            else:
                shutil.copy(source, target)
        for name in AUTHORS_ONLY:
            (out / name).unlink(missing_ok=True)
        for chapter in known.chapters:
            if tests:
                source = root / "tests" / chapter.folder
                ignore = shutil.ignore_patterns(*LEFT_OUT)
                shutil.copytree(source, out / "tests" / chapter.folder, ignore=ignore)
            for exercise in chapter.exercises:
                shutil.copy(root / exercise.stubs[0], out / exercise.path)
    except OSError as error:
        raise UsageError(f"{out} can't be written: {error.strerror or error}") from None
    return sum(len(chapter.exercises) for chapter in known.chapters)


def _top(root: Path) -> Iterator[Path]:
    for name in TOP:
        if (root / name).exists():
            yield root / name
