"""Builds the zip file that Gradescope takes as an autograder: two scripts, and what grading needs.

It holds the grader, the hidden tests with their stubs and the tables of misconceptions; no references, no
variants. Gradescope unpacks it into /autograder/source, runs setup.sh once, and run_autograder for each
submission.
"""

from __future__ import annotations

import io
import tomllib
import zipfile
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path

import grader
from grader import clearances, course
from grader.errors import BrokenTree

__all__ = ["build"]

TREE = "kata"  # in the zip file
LEFT_OUT = ("__pycache__", "variants", "mutants.toml")
SCRIPTS = ("setup.sh", "run_autograder")


def build(root: Path, folders: Sequence[str], selection: Sequence[str], plan: Path | None) -> bytes:
    """The zip file's content; equal trees give equal bytes.

    Args:
        root: the trusted tree, a repository of the project.
        folders: the chapters that it needs.
        selection: what is graded, as for `grade`; none: everything that is in it.
        plan: the course.toml to go with it, if any.

    Raises:
        BrokenTree: something that belongs into it is missing.
    """
    words = " ".join(selection)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in SCRIPTS:
            text = (files("grader") / "gradescope" / name).read_text(encoding="utf-8")
            _add(archive, name, text.replace("@SELECTION@", words).encode(), 0o755)
        for name, data in sorted(_tree(root, folders, plan)):
            _add(archive, f"{TREE}/{name}", data, 0o644)
    return content.getvalue()


def _add(archive: zipfile.ZipFile, name: str, data: bytes, mode: int) -> None:
    member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    member.external_attr = (0o100000 | mode) << 16
    member.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(member, data)


def _tree(root: Path, folders: Sequence[str], plan: Path | None) -> Iterator[tuple[str, bytes]]:
    yield "requirements.txt", _requirements(root).encode()
    if plan:
        yield course.NAME, plan.read_bytes()
    if (root / clearances.NAME).is_file():
        yield clearances.NAME, (root / clearances.NAME).read_bytes()
    code = Path(grader.__file__).parent
    yield from _below(code, "grader")
    for folder in folders:
        toml = f"exercises/{folder}/chapter.toml"
        yield toml, (root / toml).read_bytes()
        yield from _below(root / "tests" / folder, f"tests/{folder}")


def _below(place: Path, name: str) -> Iterator[tuple[str, bytes]]:
    for file in place.rglob("*"):
        inside = file.relative_to(place)
        if file.is_file() and not any(part in LEFT_OUT for part in inside.parts):
            yield f"{name}/{inside.as_posix()}", file.read_bytes()


def _requirements(root: Path) -> str:
    """What the grader is built on, a line each."""
    try:
        project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        return "".join(f"{each}\n" for each in project["dependencies"])
    except (OSError, KeyError, tomllib.TOMLDecodeError):
        raise BrokenTree(
            "pyproject.toml", "it doesn't say what to install", "restore the project's file"
        ) from None
