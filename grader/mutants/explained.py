"""Survivors that are right to survive, each with its reason: `tests/chNN_*/mutants.toml`.

A reason is listed under its exercise, and says by operator and code (never by line) which mutant it is for:

    [[ex01_account]]
    operator = "drop-await"
    place = "await self._store.read()"
    nth = 2  # of several with the same operator and code; without it the first
    verdict = "equivalent"  # or "open"
    requires-python = "<3.13"  # if it survives only there
    reason = "…"
"""

from __future__ import annotations

import enum
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader import requirements
from grader.errors import BrokenTree
from grader.mutants.plan import Kind, Mutant
from grader.mutants.trying import Fate, Tried
from grader.records import Chapter
from grader.solutions.findings import Disagreement

__all__ = ["FILE", "Plea", "Reason", "check", "find", "reasons"]

FILE = "mutants.toml"
PYTHONS = "requires-python"
FIELDS = {"operator": str, "place": str, "nth": int, "verdict": str, "reason": str, PYTHONS: str}


class Plea(enum.StrEnum):
    """Why a mutant may survive."""

    EQUIVALENT = "equivalent"  # it does all that is promised, in every case that is promised
    OPEN = "open"  # it does something else where nothing is promised, or where no test can look


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why one mutant may survive."""

    file: str  # where it is written
    exercise: str  # "ch27/ex01"
    operator: str
    place: str
    nth: int = 1
    verdict: Plea
    reason: str

    def fits(self, mutant: Mutant) -> bool:
        """Whether it is about `mutant`."""
        own = (self.exercise, self.operator, self.place, self.nth)
        return own == (mutant.exercise.id, mutant.operator, mutant.place, mutant.nth)


def reasons(
    root: Path, chapter: Chapter, python: tuple[int, ...] = sys.version_info[:3]
) -> tuple[Reason, ...]:
    """Those that are written down for `chapter` and hold on `python`; none without a file.

    Raises:
        BrokenTree: the file can't be read, or says what it shouldn't.
    """
    file = _path(chapter.folder)
    try:
        content = tomllib.loads((root / file).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()
    except (OSError, ValueError) as error:
        raise BrokenTree(file, f"it can't be read ({error})", "mend it") from None
    known = {each.name: each.id for each in chapter.exercises}
    found: list[Reason] = []
    for name, entries in content.items():
        if name not in known or not isinstance(entries, list):
            raise BrokenTree(
                file, f"`{name}` is no exercise", f"begin each entry like [[{min(known)}]]"
            )
        for entry in entries:
            if not _complete(entry):
                raise BrokenTree(
                    file,
                    f"an entry of `{name}` isn't complete: {entry}",
                    "give it operator, place, verdict (equivalent or open), reason and, if need be, nth "
                    "and requires-python",
                )
            if not requirements.allows(entry.pop(PYTHONS, ""), python):
                continue
            verdict = Plea(entry["verdict"])
            found.append(
                Reason(**entry | {"file": file, "exercise": known[name], "verdict": verdict})
            )
    return tuple(found)


def find(known: Sequence[Reason], mutant: Mutant) -> Reason | None:
    """The reason that is about `mutant`, if there is one."""
    return next((each for each in known if each.fits(mutant)), None)


def check(known: Sequence[Reason], tried: Sequence[Tried]) -> Iterator[Disagreement]:
    """What is to be mended, in the grader, the tests or the reasons.

    Args:
        known: the reasons that are written down for the exercises of `tried`.
        tried: every mutant of some exercises.
    """
    for each in tried:
        mutant = each.mutant
        if each.fate is Fate.FAULT:
            yield Disagreement(
                place=mutant.id,
                file=mutant.exercise.reference,
                problem=f"the grader itself failed on it: {each.message}\n{mutant.diff}",
                mend="mend the grader or the hidden test; nothing is known about this mutant",
                ours=True,
            )
        elif (
            each.fate is Fate.SURVIVED
            and mutant.kind is Kind.ASYNCIO
            and find(known, mutant) is None
        ):
            yield Disagreement(
                place=mutant.id,
                file=mutant.exercise.test,
                problem=f"no hidden test notices\n{mutant.diff}",
                mend="sharpen a test or add one; or, if what is promised is kept all the same, take out of "
                "the reference what it doesn't need, or say in "
                f"{_path(mutant.exercise.folder)} why\n{_entry(mutant)}",
            )
    for one in known:
        fits = [each for each in tried if one.fits(each.mutant)]
        if not fits or fits[0].fate is Fate.KILLED:
            yield Disagreement(
                place=fits[0].mutant.id if fits else one.exercise,
                file=one.file,
                problem=f"{one.operator} at `{one.place}` (nth = {one.nth}) "
                + ("is killed, and needs no reason" if fits else "is no mutant any more"),
                mend="delete its entry" if fits else "bring its entry up to date, or delete it",
            )


def _path(folder: str) -> str:
    return f"tests/{folder}/{FILE}"


def _entry(mutant: Mutant) -> str:
    quote = "'" if "'" not in mutant.place else "'''"
    nth = f"\nnth = {mutant.nth}" if mutant.nth > 1 else ""
    return (
        f'[[{mutant.exercise.name}]]\noperator = "{mutant.operator}"\n'
        f'place = {quote}{mutant.place}{quote}{nth}\nverdict = "…"\nreason = "…"'
    )


def _complete(entry: object) -> bool:
    return (
        isinstance(entry, dict)
        and {"operator", "place", "verdict", "reason"} <= entry.keys() <= FIELDS.keys()
        and all(isinstance(value, FIELDS[key]) and value for key, value in entry.items())
        and entry["verdict"] in set(Plea)
    )
