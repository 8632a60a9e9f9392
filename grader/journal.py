"""Files in which people's decisions are written down: one JSON object a line, only ever added to.

They lie in the trusted tree or wherever the teacher keeps them; never in a submission, for whoever is
graded could write them. A decision is taken back by another line, so that nothing goes without a trace.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from grader.errors import BrokenTree

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

__all__ = ["add", "read"]

T = TypeVar("T")


def read(file: Path, make: Callable[..., T], what: str) -> list[T]:
    """The lines of `file`, each as `make` makes it of its fields; none if there is no such file.

    Args:
        file: what `add` has written.
        make: raises ValueError or TypeError where the fields aren't right.
        what: a line is, for the message.

    Raises:
        BrokenTree: a line isn't one.
    """
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    found = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found.append(make(**json.loads(line)))
        except (ValueError, TypeError):
            raise BrokenTree(
                file.name, f"line {number} is no {what}", "restore the line from its history"
            ) from None
    return found


def add(file: Path, record: DataclassInstance) -> None:
    """Append a line, whole or not at all."""
    line = json.dumps(asdict(record), ensure_ascii=False) + "\n"
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        os.write(descriptor, line.encode("utf-8"))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
