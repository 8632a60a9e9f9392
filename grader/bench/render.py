"""Benchmarks as Markdown and as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from grader.bench.sections import Cell, Claim, Section

__all__ = ["as_json", "markdown"]

SCHEMA = "kata-bench/1"


def markdown(machine: Mapping[str, str], sections: Iterable[Section]) -> str:
    """A page: where it was measured, then each section's table and claims."""
    lines = ["# Benchmark", ""]
    lines += [f"- {name}: {value}" for name, value in machine.items()]
    for section in sections:
        lines += ["", f"## {section.title}", "", *_table(section.columns, section.rows)]
        if section.claims:
            rows = [_claim(claim) for claim in section.claims]
            lines += ["", *_table(("claim", "measured", "should be", ""), rows)]
        for note in section.notes:
            lines += ["", note]
    return "\n".join(lines) + "\n"


def as_json(machine: Mapping[str, str], sections: Iterable[Section]) -> dict[str, Any]:
    """The same as plain values."""
    return {
        "schema": SCHEMA,
        "machine": dict(machine),
        "sections": [
            {
                "name": section.name,
                "title": section.title,
                "rows": [dict(zip(section.columns, row, strict=True)) for row in section.rows],
                "claims": [asdict(claim) | {"holds": claim.holds} for claim in section.claims],
                "notes": list(section.notes),
            }
            for section in sections
        ],
    }


def _claim(claim: Claim) -> tuple[str, str, str, str]:
    unit = f" {claim.unit}" if claim.unit else ""
    measured = "not measured" if claim.value is None else f"{claim.value:.2f}{unit}"
    bound = f"at {'least' if claim.least else 'most'} {claim.bound:g}{unit}"
    return claim.text, measured, bound, "holds" if claim.holds else "**doesn't hold**"


def _table(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    yield f"| {' | '.join(columns)} |"
    yield f"|{'---|' * len(columns)}"
    for row in rows:
        yield f"| {' | '.join(_cell(cell) for cell in row)} |"


def _cell(cell: Cell) -> str:
    return "" if cell is None else str(cell)
