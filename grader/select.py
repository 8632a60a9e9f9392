"""Turns what somebody asked for into exercises: `ch27`, `ch27/ex02`, `ch08-ch27`, paths of files.

In two steps, so that only the chapters needed are ever read: `chapters` works on folder names
alone, `select` on the catalogue of those that it returned. Paths are taken as text: the file need
not exist, and may lie in anybody's tree.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grader.errors import UsageError
from grader.records import Catalogue, Exercise

__all__ = ["chapters", "ids", "select"]

_CHAPTER = re.compile(r"ch[0-9]{1,2}(_\w*)?(-\w+)?", re.IGNORECASE)
_RANGE = re.compile(r"(ch|ex)([0-9]{1,2})(?:_\w+)?-(?:ch|ex)?([0-9]{1,2})(?:_\w+)?")
_ROOMS = {"exercises", "solutions", "tests"}
_FEW = 8  # names that are all listed
_LONG = 80  # characters of a name that are worth reading


def chapters(folders: Sequence[str], patterns: Sequence[str]) -> tuple[str, ...]:
    """Those of `folders` that hold what `patterns` ask for, in their order; no patterns: all.

    Raises:
        UsageError: a pattern names a chapter that there isn't; says what may have been meant.
    """
    wanted: set[str] = set()
    for pattern in patterns:
        wanted.update(_choose(folders, _parse(pattern).chapter, pattern, "chapter"))
    return tuple(folder for folder in folders if folder in wanted or not patterns)


def select(catalogue: Catalogue, patterns: Sequence[str]) -> tuple[Exercise, ...]:
    """The exercises that `patterns` ask for, each once, in the order of `catalogue`.

    Raises:
        UsageError: a pattern names a chapter or an exercise that there isn't, or a chapter without any.
    """
    names = {
        chapter.folder: tuple(each.name for each in chapter.exercises)
        for chapter in catalogue.chapters
    }
    wanted = set(ids(names, patterns))
    everything = (each for chapter in catalogue.chapters for each in chapter.exercises)
    return tuple(each for each in everything if each.id in wanted)


def ids(names: Mapping[str, Sequence[str]], patterns: Sequence[str]) -> tuple[str, ...]:
    """The ids of the exercises that `patterns` ask for, each once; no patterns: all.

    Args:
        names: of exercises, such as "ex02_tally", by their chapter's folder.
        patterns: as for `select`.

    Raises:
        UsageError: a pattern names a chapter or an exercise that there isn't, or a chapter without any.
    """
    wanted: set[str] = set()
    for pattern in patterns:
        asked = _parse(pattern)
        for folder in _choose(tuple(names), asked.chapter, pattern, "chapter"):
            if names[folder]:
                found = _choose(names[folder], asked.exercise, pattern, "exercise")
                wanted.update(f"{folder[:4]}/{name[:4]}" for name in found)
    everything = (f"{folder[:4]}/{name[:4]}" for folder, own in names.items() for name in own)
    chosen = tuple(each for each in everything if each in wanted or not patterns)
    if not chosen:
        raise UsageError(f"{_either(tuple(names))} has no exercise yet; `new` begins one")
    return chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A pattern taken apart; "" stands for all."""

    chapter: str
    exercise: str


def _parse(pattern: str) -> _Asked:
    parts = [part for part in re.split(r"[/\\]", pattern.strip()) if part not in ("", ".")]
    at = max((n for n, part in enumerate(parts) if _CHAPTER.fullmatch(part)), default=None)
    if at is None:
        is_room = bool(pattern.strip()) and (not parts or parts[-1] in _ROOMS)
        return _Asked(chapter="" if is_room else pattern.strip() or '""', exercise="")
    inside = [part for part in parts[at + 1 :] if part not in ("variants", "stubs")]
    name = inside[0] if inside else ""
    name = name.removeprefix("test_").removesuffix(".py")
    return _Asked(chapter=_padded(parts[at]), exercise=_padded(name))


def _padded(name: str) -> str:
    """`Ch8` as `ch08`: in lower case, each number with two digits."""
    return re.sub(r"(?<=ch|ex)([0-9])(?![0-9])", r"0\1", name.lower())


def _choose(names: Sequence[str], asked: str, pattern: str, what: str) -> tuple[str, ...]:
    """Those of `names` (ch27_locks, ex02_tally) meant by `asked`: a name, its number, a range."""
    if not asked:
        return tuple(names)
    if span := _RANGE.fullmatch(asked):
        first, last = int(span[2]), int(span[3])
        if first > last:
            raise UsageError(f"`{pattern}` runs backwards; turn it round")
        found = tuple(name for name in names if first <= int(name[2:4]) <= last)
    else:
        found = tuple(name for name in names if asked in (name, name[:4]))
    if not found:
        shown = pattern if len(pattern) <= _LONG else f"{pattern[:_LONG]}…"
        raise UsageError(f"there is no {what} `{shown}`; {_advice(names, asked)}")
    return found


def _advice(names: Sequence[str], asked: str) -> str:
    if asked.startswith("ex") and names[0].startswith("ch"):
        return f"name its chapter too, as in {names[0][:4]}/{asked}"
    if asked.isdecimal() and (numbered := [each for each in names if each[2:4] == asked.zfill(2)]):
        return f"did you mean {numbered[0][:4]}?"
    if close := _close(names, asked):
        return f"did you mean {_either(close)}?"
    if len(names) <= _FEW:
        return f"there {'is' if len(names) == 1 else 'are'} {', '.join(names)}"
    return f"there are {names[0]} to {names[-1]}"


def _close(names: Sequence[str], asked: str) -> tuple[str, ...]:
    """Up to three of `names` that look like `asked`, wholly, by number or by what follows it."""
    from difflib import get_close_matches  # only wanted when something went wrong

    forms = {form: name for name in names for form in (name[:4], name[5:], name)}
    close = get_close_matches(asked.lower()[:_LONG], forms, n=6, cutoff=0.7)
    return tuple(dict.fromkeys(forms[form] for form in close))[:3]


def _either(names: Sequence[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} or {last}" if most else last
