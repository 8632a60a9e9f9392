"""What every benchmark is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Plan"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Where, how often, and whom to tell what goes on."""

    root: Path  # the trusted tree
    repeats: int  # rounds that count
    selection: tuple[str, ...] = ()  # as `grade` takes it; of benchmarks that can do with a part
    submissions: int = 1000  # of the cohort
    seed: int = 1  # of what is drawn
    tell: Callable[[str], None]
