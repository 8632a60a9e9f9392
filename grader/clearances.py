"""What a person has looked at and found harmless: a file that is only ever added to.

One JSON object a line, in the trusted tree or wherever the teacher keeps it; never in a submission,
for whoever is graded could write it. A clearance is for one exercise and for one content of its
file, to the byte: it survives regrading and other folders, and ends when the file is changed. The
last line about a content holds, so that taking one back leaves a trace, too.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from grader.errors import BrokenTree

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
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    found: dict[tuple[str, str], Clearance] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            one = Clearance(**json.loads(line))
        except (ValueError, TypeError):
            raise BrokenTree(
                file.name, f"line {number} is no clearance", "restore the line from its history"
            ) from None
        found[one.exercise, one.digest] = one
    return {key: one for key, one in found.items() if not one.withdrawn}


def add(file: Path, clearance: Clearance) -> None:
    """Append a line, whole or not at all."""
    line = json.dumps(asdict(clearance), ensure_ascii=False) + "\n"
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        os.write(descriptor, line.encode("utf-8"))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
