"""The marks that `new` leaves in what it writes: what an author has still to write, and where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from grader import variants
from grader.records import Chapter, Exercise
from grader.solutions.findings import Disagreement

__all__ = ["MARK", "in_chapter", "in_exercise", "is_marked"]

MARK = "TO WRITE:"

_MEND = f"write it in place of the mark, so that no `{MARK}` is left"


def is_marked(path: Path) -> bool:
    """Whether something is still to be written in a file; False if there is none."""
    return any(True for _ in _marks(path))


def in_exercise(root: Path, exercise: Exercise) -> tuple[Disagreement, ...]:
    """What is still to be written of `exercise`, a file each, in the order in which one writes it.

    The pristine stub is left out, for that it is a copy is checked anyhow; and of the reference what it
    has in common with the stub.
    """
    toml = f"exercises/{exercise.folder}/chapter.toml"
    stub, reference = (list(_marks(root / each)) for each in (exercise.path, exercise.reference))
    known = {what for _, what in stub}
    marks = {
        exercise.path: stub,
        exercise.reference: [each for each in reference if each[1] not in known],
    }
    for file in (exercise.test, *_files(root, variants.folder(exercise))):
        marks[file] = list(_marks(root / file))
    marks[toml] = _of_table(root / toml, exercise.name)
    return tuple(_told(exercise.id, file, found) for file, found in marks.items() if found)


def in_chapter(root: Path, chapter: Chapter) -> tuple[Disagreement, ...]:
    """What is still to be written of the chapter itself."""
    folder = f"exercises/{chapter.folder}"
    toml, primer = f"{folder}/chapter.toml", f"{folder}/README.md"
    marks = {toml: _of_table(root / toml, ""), primer: list(_marks(root / primer))}
    return tuple(_told(chapter.id, file, found) for file, found in marks.items() if found)


def _files(root: Path, folder: str) -> list[str]:
    return sorted(f"{folder}/{each.name}" for each in (root / folder).glob("*.py"))


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []


def _marks(path: Path) -> Iterator[tuple[int, str]]:
    """Each mark: its line, and what is to be written there."""
    for number, line in enumerate(_lines(path), 1):
        _, mark, rest = line.partition(MARK)
        if mark:
            yield number, rest.strip().rstrip("\"',)")


def _of_table(path: Path, name: str) -> list[tuple[int, str]]:
    """The marks in one table of a TOML file; "" is what comes before any table."""
    tables = [""]
    for line in _lines(path):
        header = line.startswith("[")
        tables.append(line.partition("]")[0][1:].strip() if header else tables[-1])
    return [mark for mark in _marks(path) if tables[mark[0]] == name]


def _told(place: str, file: str, marks: Sequence[tuple[int, str]]) -> Disagreement:
    lines = (f"line {number}: {what}" for number, what in marks)
    return Disagreement(
        place=place,
        file=f"{file}:{marks[0][0]}",
        problem="\n".join(["still to write", *lines]),
        mend=_MEND,
    )
