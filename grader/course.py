"""Reads course.toml: which exercises of the trusted tree a course counts, and how much.

It is the teacher's: it is taken from the trusted tree or from where the teacher says, never from a
submission. Deadlines in it are only shown: no verdict and no score depends on a date.
"""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from grader import __version__, catalogue, select
from grader.errors import BrokenTree, UsageError

__all__ = ["NAME", "Course", "find", "load"]

NAME = "course.toml"  # in the trusted tree
MOST = 1000  # that a weight may be
T = TypeVar("T")
_KEYS = ("title", "grader", "count", "weights", "deadlines")


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What counts, in the order of the chapters."""

    title: str
    weights: Mapping[str, int]  # of every exercise that counts, by its id
    deadlines: Mapping[str, str]  # as in ISO 8601, of exercises that have one
    names: Mapping[str, Sequence[str]]  # of all exercises that there are, by their chapter's folder

    def narrow(self, patterns: Sequence[str]) -> list[str]:
        """The ids of the exercises that `patterns` ask for and that count; no patterns: all that count.

        Raises:
            UsageError: there is none.
        """
        found = [each for each in select.ids(self.names, patterns) if each in self.weights]
        if not found:
            raise UsageError(f"nothing of `{' '.join(patterns)}` counts in the course")
        return found


def find(root: Path, told: Path | None) -> Course | None:
    """The course that `told` names, else the one in the trusted tree at `root`, else none.

    Raises:
        UsageError: `told` isn't there.
        BrokenTree: something in it isn't right.
    """
    if told is not None and not told.is_file():
        raise UsageError(f"--course: there is no file {told}")
    file = told or root / NAME
    return load(file, catalogue.names(root)) if file.is_file() else None


def load(file: Path, names: Mapping[str, Sequence[str]]) -> Course:
    """The course that `file` describes.

    Args:
        file: a course.toml.
        names: of the exercises that there are, by their chapter's folder.

    Raises:
        BrokenTree: something in it isn't right, or it is made for another version of the grader.
    """
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BrokenTree(file.name, f"it isn't valid TOML ({error})", "mend that place") from None
    return _Reader(file.name, content, names).course()


class _Reader:
    """Takes the content apart, key by key; each complaint names the key and the mend."""

    def __init__(
        self, file: str, content: Mapping[str, Any], names: Mapping[str, Sequence[str]]
    ) -> None:
        self._file = file
        self._content = content
        self._names = names

    def course(self) -> Course:
        for key in self._content:
            if key not in _KEYS:
                raise self._wrong(key, "is no key of a course", _meant(key, _KEYS))
        title = self._content.get("title")
        if not isinstance(title, str) or not title.strip():
            raise self._wrong("title", "isn't right", 'it needs title = "some text"')
        self._check_version()
        counted = self._counted()
        weights = dict.fromkeys(counted, 1) | self._by_exercise("weights", counted, self._weight)
        deadlines = self._by_exercise("deadlines", counted, self._deadline)
        return Course(title=title.strip(), weights=weights, deadlines=deadlines, names=self._names)

    def _wrong(self, key: str, problem: str, mend: str) -> BrokenTree:
        return BrokenTree(self._file, f"`{key}` {problem}", mend)

    def _check_version(self) -> None:
        wanted = self._content.get("grader", __version__)
        if not isinstance(wanted, str):
            raise self._wrong("grader", "isn't right", f'it needs grader = "{__version__}"')
        if wanted != __version__:
            raise self._wrong(
                "grader",
                f"is {wanted!r}, and this is version {__version__}",
                f'check out {wanted} of the project, or read CHANGELOG.md and write "{__version__}"',
            )

    def _counted(self) -> tuple[str, ...]:
        patterns = self._content.get("count", [])
        if not isinstance(patterns, list) or not all(isinstance(each, str) for each in patterns):
            raise self._wrong("count", "isn't right", 'it needs a list such as ["ch08-ch12"]')
        for pattern in patterns:
            self._ids("count", pattern)
        return select.ids(self._names, patterns)

    def _by_exercise(
        self, key: str, counted: Iterable[str], read: Callable[[str, object], T]
    ) -> dict[str, T]:
        """A table's values by exercise; an exercise's own line goes before its chapter's."""
        table = self._content.get(key, {})
        if not isinstance(table, dict):
            raise self._wrong(key, "isn't right", f"it needs a table that begins with [{key}]")
        found: dict[str, T] = {}
        lines: dict[str, tuple[bool, str]] = {}  # which one an exercise's value is from
        for pattern, value in table.items():
            where = f"{key}.{pattern}"
            own = "/" in pattern
            ids = set(self._ids(where, pattern)).intersection(counted)
            if not ids:
                raise self._wrong(where, "doesn't count", "add it to `count`, or take the line out")
            ready = read(where, value)
            for each in sorted(ids):
                was_own, other = lines.get(each, (own, ""))
                if other and was_own == own:
                    raise self._wrong(where, f"speaks of {each} as `{other}` does", "keep one")
                if not was_own or own:
                    found[each], lines[each] = ready, (own, pattern)
        return found

    def _ids(self, where: str, pattern: str) -> tuple[str, ...]:
        try:
            return select.ids(self._names, [pattern])
        except UsageError as error:
            problem, _, mend = str(error).partition("; ")
            raise self._wrong(where, f"can't be: {problem}", mend) from None

    def _weight(self, where: str, value: object) -> int:
        if type(value) is not int or not 1 <= value <= MOST:
            raise self._wrong(
                where,
                f"is {value!r}",
                f"it needs a whole number from 1 to {MOST}; what isn't to count stays out of `count`",
            )
        return value

    def _deadline(self, where: str, value: object) -> str:
        if not isinstance(value, datetime.datetime) or value.tzinfo is None:
            raise self._wrong(
                where, "isn't right", "it needs a time such as 2030-11-03T23:59:00+01:00, unquoted"
            )
        return value.isoformat()


def _meant(key: str, known: Sequence[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(key, known, n=1)
    return f"did you mean `{close[0]}`?" if close else f"there are {', '.join(known)}"
