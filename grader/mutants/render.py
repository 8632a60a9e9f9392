"""Renders what became of mutants: a score for each chapter, one mutant in full, or all as plain values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from grader.mutants.explained import Plea, Reason, find
from grader.mutants.plan import Kind
from grader.mutants.trying import Fate, Tried

__all__ = ["as_json", "in_full", "scores", "share", "survivors"]

SCHEMA = "kata-mutants/1"


def scores(tried: Sequence[Tried], reasons: Sequence[Reason]) -> Iterator[str]:
    """Killed and tried of each kind, by chapter; and what became of asyncio's survivors."""
    chapters = sorted({_chapter(each) for each in tried})
    yield f"{'':8}{'asyncio':>12}{'equivalent':>12}{'open':>6}{'general':>12}"
    for chapter in chapters:
        yield _row(chapter, [each for each in tried if _chapter(each) == chapter], reasons)
    if len(chapters) > 1:
        yield _row("all", tried, reasons)


def share(tried: Sequence[Tried], reasons: Sequence[Reason]) -> Fraction:
    """How many of asyncio's mutants were killed, of those that aren't equivalent; 1 if there are none."""
    killed, known = _count(tried, Kind.ASYNCIO)
    known -= _pleas(tried, reasons, Plea.EQUIVALENT)
    return Fraction(killed, known) if known else Fraction(1)


def survivors(tried: Sequence[Tried], reasons: Sequence[Reason]) -> Iterator[str]:
    """The survivors for which there is a reason, with it; and the general ones, which need none."""
    for each in tried:
        if each.fate is not Fate.SURVIVED:
            continue
        if reason := find(reasons, each.mutant):
            yield f"{each.mutant.id}  {each.mutant.place}"
            yield f"  {reason.verdict}: {reason.reason}"
        elif each.mutant.kind is Kind.GENERAL:
            yield f"{each.mutant.id}  {each.mutant.place}"


def in_full(tried: Tried) -> Iterator[str]:
    """One mutant: what was changed, and what became of it."""
    yield f"{tried.mutant.id}: {tried.fate}"
    yield tried.mutant.diff
    yield from (f"fails {each}" for each in tried.failures)
    if tried.message:
        yield tried.message


def as_json(tried: Sequence[Tried], reasons: Sequence[Reason]) -> dict[str, Any]:
    """Everything as plain values."""
    return {
        "schema": SCHEMA,
        "mutants": [
            {
                "id": each.mutant.id,
                "exercise": each.mutant.exercise.id,
                "kind": each.mutant.kind.value,
                "operator": each.mutant.operator,
                "line": each.mutant.line,
                "place": each.mutant.place,
                "nth": each.mutant.nth,
                "diff": each.mutant.diff,
                "fate": each.fate.value,
                "failures": list(each.failures),
                "message": each.message,
                "verdict": reason.verdict.value if reason else "",
                "reason": reason.reason if reason else "",
            }
            for each in tried
            for reason in [find(reasons, each.mutant)]
        ],
    }


def _chapter(tried: Tried) -> str:
    return tried.mutant.exercise.id.partition("/")[0]


def _count(tried: Sequence[Tried], kind: Kind) -> tuple[int, int]:
    known = [each for each in tried if each.mutant.kind is kind and each.fate is not Fate.FAULT]
    return sum(each.fate is Fate.KILLED for each in known), len(known)


def _pleas(tried: Sequence[Tried], reasons: Sequence[Reason], plea: Plea) -> int:
    survived = (each.mutant for each in tried if each.fate is Fate.SURVIVED)
    found = (find(reasons, each) for each in survived)
    return sum(each is not None and each.verdict is plea for each in found)


def _row(name: str, tried: Sequence[Tried], reasons: Sequence[Reason]) -> str:
    asyncio, general = (
        f"{killed}/{known}" if known else "-" for killed, known in (_count(tried, k) for k in Kind)
    )
    equivalent, open_ = (_pleas(tried, reasons, plea) for plea in Plea)
    return f"{name:8}{asyncio:>12}{equivalent:>12}{open_:>6}{general:>12}"
