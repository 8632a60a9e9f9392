"""Reads the trusted tree into records: chapters, exercises, their behaviours and wrong beliefs.

Nothing is imported or run, and only the chapters asked for are read.
A tree that can't be graded is refused with one message, which names the file and the mend; what
is merely bad form (a missing primer, a stray file) is for the authors' check.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Container, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from grader import behaviours, misconceptions, variants
from grader.errors import BrokenTree, UsageError
from grader.records import Catalogue, Chapter, Exercise, Kind
from grader.requirements import is_specifier
from grader.tree import home

__all__ = ["folders", "home", "load", "names"]

HINTS = 3
STARS = (1, 2, 3)

_FOLDER = re.compile(r"ch[0-9]{2}(_[a-z0-9]+)+")
_MEANT_AS_FOLDER = re.compile(r"ch[0-9]", re.IGNORECASE)
_NAME = re.compile(r"ex[0-9]{2}(_[a-z0-9]+)+")
_ENTRY_KEYS = "title, stars, kind, hints, merged, requires-python, platforms and grants"


def folders(root: Path) -> tuple[str, ...]:
    """The chapter folders of the tree at `root`, in order, such as "ch27_locks".

    Folders that aren't named like a chapter are none of ours and left alone.

    Raises:
        BrokenTree: there are none, two with one number, or one whose name is nearly right.
    """
    place = root / "exercises"
    if not place.is_dir():
        raise BrokenTree("exercises", f"no such folder in {root}", "run in the project's folder")
    found: dict[str, str] = {}
    for name in sorted(each.name for each in place.iterdir() if each.is_dir()):
        if not _MEANT_AS_FOLDER.match(name):
            continue
        if not _FOLDER.fullmatch(name):
            raise BrokenTree(
                f"exercises/{name}",
                "a chapter's folder isn't called so",
                "name it like ch27_locks, or move it away",
            )
        other = found.setdefault(name[:4], name)
        if other != name:
            raise BrokenTree(
                f"exercises/{name}", f"exercises/{other} is {name[:4]} too", "move one of them away"
            )
    if not found:
        raise BrokenTree("exercises", "it holds no chapter", "restore the project's files")
    return tuple(found.values())


def names(root: Path) -> dict[str, tuple[str, ...]]:
    """What the exercises of the tree at `root` are called, by their chapter's folder: quick, by the stubs.

    Raises:
        BrokenTree: as `folders` does.
    """
    found = {}
    for folder in folders(root):
        stubs = root / "tests" / folder / "stubs"
        files = sorted(each.stem for each in stubs.glob("ex*.py"))
        found[folder] = tuple(name for name in files if _NAME.fullmatch(name))
    return found


def load(root: Path, chapters: Sequence[str] | None = None, *, table: bool = True) -> Catalogue:
    """The tree at `root`, or only the folders `chapters` of it, in their order.

    Args:
        root: the trusted tree.
        chapters: names of folders, as `folders` returns them; None: all.
        table: take keepers and beliefs from misconceptions.json. Where that lacks an exercise,
            and with False for all of them, keepers come from the header of reject_stub.py and
            there are no beliefs; so authors can grade before the table is written.

    Raises:
        BrokenTree: something is missing, malformed or contradicts itself.
        UsageError: there are no tests at all, for this is an edition without them.
    """
    wanted = folders(root) if chapters is None else chapters
    if not (root / "tests").is_dir():
        raise UsageError(
            "the hidden tests are not handed out with this repository: verdicts come from where "
            "your course grades, so push your work and look there"
        )
    return Catalogue(
        root=root, chapters=tuple(_chapter(root, folder, table=table) for folder in wanted)
    )


def _chapter(root: Path, folder: str, *, table: bool) -> Chapter:
    file = f"exercises/{folder}/chapter.toml"
    content = _toml(root, file)
    head = _Entry(file, "", {k: v for k, v in content.items() if not isinstance(v, dict)})
    title = head.text("title")
    head.finish("title")
    entries = {
        name: _Entry(file, f"[{name}] ", values)
        for name, values in content.items()
        if isinstance(values, dict)
    }
    _check_names(file, tuple(entries))
    tables = _tables(root, folder) if table else {}
    exercises = tuple(
        _exercise(root, folder, name, entry, tables, table=table) for name, entry in entries.items()
    )
    _check_listed(folder, entries, tables)
    return Chapter(id=folder[:4], folder=folder, title=title, exercises=exercises)


def _exercise(
    root: Path,
    folder: str,
    name: str,
    entry: _Entry,
    tables: dict[str, misconceptions.Table],
    *,
    table: bool,
) -> Exercise:
    exercise = Exercise(
        id=f"{folder[:4]}/{name[:4]}",
        name=name,
        folder=folder,
        title=entry.text("title"),
        kind=entry.kind(),
        stars=entry.stars(),
        hints=entry.hints(),
        merged=entry.texts("merged"),
        requires_python=entry.specifier(),
        platforms=entry.texts("platforms"),
        grants=entry.texts("grants"),
        stubs=_stubs(root, folder, name),
        behaviours=behaviours.read(root, f"tests/{folder}/test_{name}.py"),
    )
    entry.finish(_ENTRY_KEYS)
    if name in tables:
        _check_table(exercise, tables[name])
        keepers, beliefs = tables[name].keepers, tables[name].misconceptions
    else:
        keepers, beliefs = _keepers_by_header(root, exercise, needed=table), ()
    return replace(
        exercise,
        misconceptions=beliefs,
        behaviours=tuple(
            replace(each, keeper=True) if each.id in keepers else each
            for each in exercise.behaviours
        ),
    )


# -- chapter.toml


def _toml(root: Path, file: str) -> dict[str, Any]:
    try:
        with (root / file).open("rb") as stream:
            return tomllib.load(stream)
    except FileNotFoundError:
        raise BrokenTree(file, "it is missing", "restore it, or write it if it's new") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BrokenTree(file, f"it isn't valid TOML ({error})", "mend that place") from None


class _Entry:
    """One table of chapter.toml, read key by key; `finish` refuses what nobody asked for."""

    def __init__(self, file: str, where: str, values: dict[str, Any]) -> None:
        self._file = file
        self._where = where
        self._values = dict(values)

    def _wrong(self, key: str, needs: str) -> BrokenTree:
        return BrokenTree(self._file, f"{self._where}{key} isn't right", f"it needs {needs}")

    def text(self, key: str) -> str:
        value = self._values.pop(key, None)
        if not isinstance(value, str) or not value.strip():
            raise self._wrong(key, f'{key} = "some text"')
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._values.pop(key, [])
        if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
            raise self._wrong(key, "a list of strings")
        return tuple(value)

    def hints(self) -> tuple[str, ...]:
        hints = self.texts("hints")
        if len(hints) != HINTS:
            raise BrokenTree(
                self._file,
                f"{self._where}has {len(hints) or 'no'} hint{'s' * (len(hints) != 1)}",
                f"write hints = [{HINTS} strings], from a nudge to nearly the answer",
            )
        return hints

    def kind(self) -> Kind:
        value = self._values.pop("kind", None)
        if value not in tuple(Kind):
            raise self._wrong("kind", " or ".join(f'kind = "{each}"' for each in Kind))
        return Kind(value)

    def stars(self) -> int:
        value = self._values.pop("stars", None)
        if type(value) is not int or value not in STARS:
            raise self._wrong("stars", "stars = 1, 2 or 3")
        return value

    def specifier(self) -> str:
        value = self._values.pop("requires-python", "")
        if not isinstance(value, str) or (value and not is_specifier(value)):
            raise self._wrong("requires-python", 'a comparison such as ">=3.12"')
        return value

    def finish(self, known: str) -> None:
        for key in self._values:
            raise BrokenTree(
                self._file, f"{self._where}has an unknown key `{key}`", f"known are {known}"
            )


def _check_names(file: str, names: Sequence[str]) -> None:
    before = ""
    for name in names:
        if not _NAME.fullmatch(name):
            raise BrokenTree(file, f"[{name}] is no exercise's name", "name it like [ex01_account]")
        if name[:4] == before[:4]:
            raise BrokenTree(file, f"[{before}] and [{name}] are both {name[:4]}", "renumber one")
        if name < before:
            raise BrokenTree(file, f"[{name}] stands after [{before}]", "put the tables in order")
        before = name


# -- the files beside it


def _stubs(root: Path, folder: str, name: str) -> tuple[str, ...]:
    current = f"tests/{folder}/stubs/{name}.py"
    if not (root / current).is_file():
        raise BrokenTree(
            current, "it is missing", f"copy the pristine exercises/{folder}/{name}.py there"
        )
    older = root / "tests" / folder / "stubs" / name
    names = sorted(each.name for each in older.iterdir()) if older.is_dir() else []
    released = (f"tests/{folder}/stubs/{name}/{each}" for each in names if each.endswith(".py"))
    return (current, *released)


def _tables(root: Path, folder: str) -> dict[str, misconceptions.Table]:
    file = _table_file(folder)
    try:
        return misconceptions.read(root / file)
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise BrokenTree(file, f"it can't be read: {error}", _anew(folder)) from None


def _check_table(exercise: Exercise, table: misconceptions.Table) -> None:
    known = {behaviour.id for behaviour in exercise.behaviours}
    named = set(table.keepers)
    for each in table.misconceptions:
        named.update(name for signature in each.signatures for name, _ in signature)
    for name in sorted(named - known):
        raise BrokenTree(
            _table_file(exercise.folder),
            f"it names `{name}`, which {exercise.test} doesn't hold",
            _anew(exercise.folder),
        )


def _keepers_by_header(root: Path, exercise: Exercise, *, needed: bool) -> tuple[str, ...]:
    try:
        stub = variants.read(root, exercise, variants.STUB)
    except BrokenTree:
        if needed:
            raise
        return ()  # the authors' check, which needs no keepers yet, tells about it
    except FileNotFoundError:
        if needed and exercise.kind is not Kind.BLANK:
            raise BrokenTree(
                _table_file(exercise.folder),
                f"it doesn't say what the stub of {exercise.name} passes",
                _anew(exercise.folder),
            ) from None
        return ()
    return tuple(each.id for each in exercise.behaviours if each.id not in stub.loses)


def _check_listed(
    folder: str, names: Container[str], tables: dict[str, misconceptions.Table]
) -> None:
    for name in tables:
        if name not in names:
            raise BrokenTree(
                _table_file(folder), f"it names `{name}`, which isn't listed", _anew(folder)
            )


def _table_file(folder: str) -> str:
    return f"tests/{folder}/misconceptions.json"


def _anew(folder: str) -> str:
    return f"write it anew with `python -m grader solutions --write {folder[:4]}`"
