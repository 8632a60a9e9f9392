"""A copy of the catalogue that is quick to read, with a digest of what each exercise stands on.

Reading 170 hidden tests for their docstrings takes longer than anything else that a run without
work does. So what the catalogue says of a chapter is kept in `.kata/index.json` of the
learner's tree, and holds as long as the chapter's files, to the byte, and the grader are the same. It is
for a learner's own tree: whoever grades others reads the catalogue itself.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from grader import state
from grader.records import Behaviour, Catalogue, Chapter, Exercise, Kind

__all__ = ["NAME", "Index", "digest", "grader_digest", "load"]

NAME = "index.json"
_TUPLES = ("hints", "merged", "platforms", "grants", "stubs")


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """The catalogue without beliefs, and the digest of each exercise's trusted files, by its id."""

    catalogue: Catalogue
    digests: Mapping[str, str]


def digest(*parts: bytes) -> str:
    """What stands for some contents, in their order."""
    total = hashlib.blake2b(digest_size=16)
    for part in parts:
        total.update(len(part).to_bytes(8, "big") + part)
    return total.hexdigest()


def grader_digest() -> str:
    """What stands for the code of this grader."""
    home = os.path.dirname(__file__)
    found = []
    for folder, _, names in os.walk(home):
        found += [f"{folder}/{name}" for name in names if name[-3:] in (".py", "ini")]
    return digest(*(content for _, content in _contents(Path("/"), sorted(found))))


def load(root: Path, folders: Sequence[str], grader: str, *, keep: Path | None = None) -> Index:
    """The chapters in `folders` of the trusted tree at `root`, from the copy where that holds.

    Args:
        root: the trusted tree.
        folders: the chapters' folders, as `catalogue.folders` gives them.
        grader: the grader's digest, for what it makes of a chapter may change with it.
        keep: the tree in which the copy is; by default that at `root`.

    Raises:
        BrokenTree: as the catalogue does.
    """
    keep = keep or root
    kept = state.read(keep, NAME)
    chapters: list[Chapter] = []
    digests: dict[str, str] = {}
    fresh: dict[str, Any] = {}
    for folder in folders:
        files = dict(_files(root, folder))
        now = digest(grader.encode(), *(name.encode() + b"\0" + files[name] for name in files))
        found = _restored(kept.get(folder), now)
        if found is None:
            from grader import catalogue

            (chapter,) = catalogue.load(root, [folder]).chapters
            own = {each.id: _own_digest(each, files) for each in chapter.exercises}
            fresh[folder] = {"digest": now, "chapter": _stored(chapter), "exercises": own}
            found = chapter, own
        chapters.append(found[0])
        digests |= found[1]
    if fresh:
        state.write(keep, NAME, kept | fresh)
    return Index(catalogue=Catalogue(root=root, chapters=tuple(chapters)), digests=digests)


def _files(root: Path, folder: str) -> Iterator[tuple[str, bytes]]:
    """What the catalogue looks at in a chapter: the path and content of each file, in order."""
    tests = f"tests/{folder}"
    yield from _contents(root, [f"exercises/{folder}/chapter.toml", f"{tests}/misconceptions.json"])
    yield from _contents(root, _python(root, tests))
    stubs = _python(root, f"{tests}/stubs")
    yield from _contents(root, stubs)
    for name in stubs:  # the older ones have a folder with its name
        yield from _contents(root, _python(root, name.removesuffix(".py")))
    variants = sorted(_names(root / tests / "variants"))
    yield from _contents(root, (f"{tests}/variants/{each}/reject_stub.py" for each in variants))


def _python(root: Path, folder: str) -> list[str]:
    return sorted(f"{folder}/{name}" for name in _names(root / folder) if name[-3:] == ".py")


def _names(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []


def _contents(root: Path, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    for name in names:
        try:
            with open(f"{root}/{name}", "rb", buffering=0) as stream:
                yield name, stream.read()
        except OSError:
            continue  # the catalogue says what is missing


def _own_digest(exercise: Exercise, files: Mapping[str, bytes]) -> str:
    """What stands for what one exercise is tried with: what is said about it, its test, its stubs."""
    record = json.dumps(_stored_exercise(exercise), sort_keys=True).encode()
    return digest(record, *(files.get(name, b"") for name in (exercise.test, *exercise.stubs)))


def _stored(chapter: Chapter) -> dict[str, Any]:
    exercises = [_stored_exercise(each) for each in chapter.exercises]
    return {
        "id": chapter.id,
        "folder": chapter.folder,
        "title": chapter.title,
        "exercises": exercises,
    }


def _stored_exercise(exercise: Exercise) -> dict[str, Any]:
    kept = asdict(replace(exercise, misconceptions=()))
    del kept["misconceptions"]
    return kept


def _restored(kept: Any, now: str) -> tuple[Chapter, dict[str, str]] | None:
    """The chapter as it was stored, if that was the same, and its exercises' digests; else None."""
    try:
        if kept["digest"] != now:
            return None
        chapter = kept["chapter"]
        exercises = tuple(_exercise(each) for each in chapter["exercises"])
        digests = {each.id: str(kept["exercises"][each.id]) for each in exercises}
        return Chapter(**(chapter | {"exercises": exercises})), digests
    except (TypeError, KeyError, ValueError):
        return None


def _exercise(kept: dict[str, Any]) -> Exercise:
    values = {name: tuple(kept[name]) for name in _TUPLES}
    behaviours = tuple(Behaviour(**each) for each in kept["behaviours"])
    return Exercise(**(kept | values | {"kind": Kind(kept["kind"]), "behaviours": behaviours}))
