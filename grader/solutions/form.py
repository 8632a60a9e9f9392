"""The form of a chapter's files: what can be seen without running anything.

What makes grading impossible has been refused by the catalogue already; this is about what merely
must not be published.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from grader.records import Chapter, Exercise
from grader.solutions import promises, unwritten
from grader.solutions.findings import Disagreement

__all__ = ["check_chapter", "check_exercise"]


def check_exercise(root: Path, exercise: Exercise) -> tuple[Disagreement, ...]:
    """What is wrong with the stub and the reference as they stand."""
    return (
        *_check_stub(root, exercise),
        *_check_promises(root, exercise),
        *_check_listed(root, exercise),
    )


def check_chapter(root: Path, chapter: Chapter) -> tuple[Disagreement, ...]:
    """What is missing in the chapter's folders, or lies there and belongs to nothing."""
    return (
        *unwritten.in_chapter(root, chapter),
        *_check_primer(root, chapter),
        *_check_strays(root, chapter),
    )


def _check_stub(root: Path, exercise: Exercise) -> Iterator[Disagreement]:
    pristine = exercise.stubs[0]
    try:
        same = (root / exercise.path).read_bytes() == (root / pristine).read_bytes()
    except FileNotFoundError:
        yield Disagreement(
            place=exercise.id,
            file=exercise.path,
            problem="the stub is missing",
            mend=f"cp {pristine} {exercise.path}",
        )
        return
    if not same:
        yield Disagreement(
            place=exercise.id,
            file=exercise.path,
            problem="the stub differs from its pristine copy",
            mend=f"if the stub is right\ncp {exercise.path} {pristine}",
        )


def _check_promises(root: Path, exercise: Exercise) -> Iterator[Disagreement]:
    try:
        stub = (root / exercise.stubs[0]).read_text(encoding="utf-8")
        reference = (root / exercise.reference).read_text(encoding="utf-8")
        found = promises.differences(stub, reference)
    except FileNotFoundError:
        found = ("there is no reference",)
    except (SyntaxError, ValueError) as error:
        found = (f"stub or reference can't be read: {error}",)
    for problem in found:
        yield Disagreement(
            place=exercise.id,
            file=exercise.reference,
            problem=problem,
            mend="make stub and reference promise the same, word for word",
        )


def _check_primer(root: Path, chapter: Chapter) -> Iterator[Disagreement]:
    primer = f"exercises/{chapter.folder}/README.md"
    if not (root / primer).is_file():
        yield Disagreement(
            place=chapter.id,
            file=primer,
            problem="the chapter has no primer",
            mend="write it: a page with all that its exercises need",
        )


def _check_listed(root: Path, exercise: Exercise) -> Iterator[Disagreement]:
    primer = root / "exercises" / exercise.folder / "README.md"
    if primer.is_file() and f"{exercise.name}.py" not in primer.read_text(encoding="utf-8"):
        yield Disagreement(
            place=exercise.id,
            file=f"exercises/{exercise.folder}/README.md",
            problem="the primer doesn't list the exercise",
            mend=f"add a line to its exercises\n[{exercise.name}]({exercise.name}.py) ★ What one does.",
        )


def _check_strays(root: Path, chapter: Chapter) -> Iterator[Disagreement]:
    names = {each.name for each in chapter.exercises}
    files = {f"{name}.py" for name in names}
    for folder, expected in (
        (f"exercises/{chapter.folder}", {*files, "README.md", "chapter.toml"}),
        (f"solutions/{chapter.folder}", files),
        (
            f"tests/{chapter.folder}",
            {f"test_{file}" for file in files}
            | {"stubs", "variants", "misconceptions.json", "mutants.toml"},
        ),
        (f"tests/{chapter.folder}/stubs", files | names),
        (f"tests/{chapter.folder}/variants", names),
    ):
        place = root / folder
        found = sorted(place.iterdir()) if place.is_dir() else []
        for each in found:
            if each.name not in expected and not each.name.startswith((".", "__pycache__")):
                yield Disagreement(
                    place=chapter.id,
                    file=f"{folder}/{each.name}",
                    problem="it belongs to no exercise",
                    mend=f"list its exercise in exercises/{chapter.folder}/chapter.toml, or delete it",
                )
