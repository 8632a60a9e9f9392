"""What the authors' check comes to: disagreements between what is claimed and what is so."""

from __future__ import annotations

from dataclasses import dataclass

from grader.errors import BrokenTree

__all__ = ["Disagreement", "broken"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """Something that an author has to mend. `ours`: the grader broke, and nothing is known."""

    place: str  # "ch27/ex02", or "ch27" for what concerns a chapter
    file: str  # relative to the tree; may end in ":LINE"
    problem: str  # what is so, and what should be
    mend: str  # what to do; the last line may be one to paste
    ours: bool = False


def broken(place: str, error: BrokenTree) -> Disagreement:
    """The refusal of a file as a disagreement among others."""
    return Disagreement(place=place, file=error.file, problem=error.problem, mend=error.mend)
