"""Where the trusted tree is."""

from __future__ import annotations

from pathlib import Path

__all__ = ["home"]


def home() -> Path:
    """The repository that this grader is in, else the current folder."""
    around = Path(__file__).resolve().parent.parent
    return around if (around / "exercises").is_dir() else Path.cwd()
