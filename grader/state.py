"""Small files about one learner's work, in the folder `.kata` of their tree.

All of them can be lost without harm: what can't be read is set aside and counts as nothing, and where
nothing can be written, nothing is kept. Git ignores the folder, and no grading of others looks at it.
"""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import Any

__all__ = ["FOLDER", "read", "write"]

FOLDER = ".kata"


def read(root: Path, name: str) -> dict[str, Any]:
    """The content of a file, a JSON object; {} if there is none. A broken one is renamed `NAME.broken`."""
    path = root / FOLDER / name
    try:
        found = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError):
        found = None
    if isinstance(found, dict):
        return found
    with contextlib.suppress(OSError):
        path.replace(path.with_name(f"{name}.broken"))
    return {}


def write(root: Path, name: str, content: dict[str, Any]) -> bool:
    """Replace a file, in one step or not at all; whether that could be done."""
    path = root / FOLDER / name
    new = path.with_name(f".{name}.{os.getpid()}")
    try:
        path.parent.mkdir(exist_ok=True)
        new.write_text(json.dumps(content, separators=(",", ":")) + "\n", encoding="utf-8")
        new.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            new.unlink(missing_ok=True)
        return False
    return True
