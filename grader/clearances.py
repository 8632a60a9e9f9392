"""What a person has looked at and found harmless.

A clearance is for one exercise and for one content of its file, to the byte: it survives regrading and
other folders, and ends when the file is changed. The last line about a content holds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from grader import journal

__all__ = ["NAME", "Clearance", "add", "digest", "load"]

NAME = "clearances.jsonl"  # in the trusted tree, unless told otherwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearance:
    """Who let a file pass, or took that back, when, and why. Times as in ISO 8601."""

    exercise: str  # "ch27/ex01"
    digest: str  # of the file's content
    submission: str  # the folder it was looked at in, for people
    reason: str
    by: str
    at: str
    withdrawn: bool = False


def digest(content: bytes) -> str:
    """What stands for a file's content."""
    return hashlib.sha256(content).hexdigest()


def load(file: Path) -> Mapping[tuple[str, str], Clearance]:
    """The clearances that hold, by exercise and digest; none if there is no such file.

    Raises:
        BrokenTree: a line isn't one.
    """
    last = {(one.exercise, one.digest): one for one in journal.read(file, Clearance, "clearance")}
    return {key: one for key, one in last.items() if not one.withdrawn}


def add(file: Path, clearance: Clearance) -> None:
    """Append a line, whole or not at all."""
    journal.add(file, clearance)
