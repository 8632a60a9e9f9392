"""What a benchmark hands in: a table, and claims that follow from it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Claim", "Section", "at_least", "at_most"]

Cell = str | int | float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A number and what it should be. `value` is None if it couldn't be measured."""

    text: str  # "grader / one plain pytest"
    value: float | None
    bound: float
    least: bool = False  # whether the bound is the least that it should be, or the most
    unit: str = ""

    @property
    def holds(self) -> bool:
        """Whether it is as it should be; what was not measured does not hold."""
        if self.value is None:
            return False
        return self.value >= self.bound if self.least else self.value <= self.bound


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One benchmark's result."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    claims: tuple[Claim, ...] = ()
    notes: tuple[str, ...] = ()


def at_most(text: str, value: float | None, bound: float, unit: str = "") -> Claim:
    """The smaller the better."""
    return Claim(text=text, value=value, bound=bound, unit=unit)


def at_least(text: str, value: float | None, bound: float, unit: str = "") -> Claim:
    """The larger the better."""
    return Claim(text=text, value=value, bound=bound, least=True, unit=unit)
