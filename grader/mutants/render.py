"""Renders what became of mutants: a score for each chapter, one mutant in full, or all as plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from grader.mutants.plan import Kind, Mutant
from grader.mutants.trying import Fate, Tried

__all__ = ["as_json", "in_full", "scores", "share", "survivors"]

SCHEMA = "kata-mutants/1"

Why = Callable[[Mutant], str]  # the reason that is written down for a survivor, or ""


def scores(tried: Sequence[Tried]) -> Iterator[str]:
    """Killed and tried of each kind, by chapter."""
    chapters = sorted({_chapter(each) for each in tried})
    yield f"{'':8}{'asyncio':>16}{'general':>20}"
    for chapter in chapters:
        yield _row(chapter, [each for each in tried if _chapter(each) == chapter])
    if len(chapters) > 1:
        yield _row("all", tried)


def share(tried: Sequence[Tried], kind: Kind) -> Fraction:
    """How many of a kind were killed, of those about which something is known; 1 if there are none."""
    killed, known = _count(tried, kind)
    return Fraction(killed, known) if known else Fraction(1)


def survivors(tried: Sequence[Tried], why: Why) -> Iterator[str]:
    """The survivors for which there is a reason, with it; and the general ones, which need none."""
    for each in tried:
        if each.fate is not Fate.SURVIVED:
            continue
        mutant, known = each.mutant, why(each.mutant)
        if known:
            yield f"{mutant.id}  {mutant.place}\n  survives: {known}"
        elif mutant.kind is Kind.GENERAL:
            yield f"{mutant.id}  {mutant.place}"


def in_full(tried: Tried, why: Why) -> Iterator[str]:
    """One mutant: what was changed, and what became of it."""
    yield f"{tried.mutant.id}: {tried.fate}"
    yield tried.mutant.diff
    yield from (f"fails {each}" for each in tried.failures)
    if tried.message:
        yield tried.message
    if tried.fate is Fate.SURVIVED and why(tried.mutant):
        yield f"survives: {why(tried.mutant)}"


def as_json(tried: Sequence[Tried], why: Why) -> dict[str, Any]:
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
                "reason": why(each.mutant),
            }
            for each in tried
        ],
    }


def _chapter(tried: Tried) -> str:
    return tried.mutant.exercise.id.partition("/")[0]


def _count(tried: Sequence[Tried], kind: Kind) -> tuple[int, int]:
    known = [each for each in tried if each.mutant.kind is kind and each.fate is not Fate.FAULT]
    return sum(each.fate is Fate.KILLED for each in known), len(known)


def _row(name: str, tried: Sequence[Tried]) -> str:
    cells = []
    for kind in Kind:
        killed, known = _count(tried, kind)
        percent = f"{100 * killed // known:>4} %" if known else ""
        cells.append(f"{f'{killed}/{known}' if known else '-':>12}{percent:6}")
    return f"{name:8}{'  '.join(cells)}".rstrip()
