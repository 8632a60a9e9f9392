"""Hidden tests as pytest has compiled them, kept beside them for the next run.

pytest rewrites the asserts of a test before it compiles it, which takes as long as many a behaviour.
It keeps what it has made; but a child must not write there. So a child tells it, before it has seen
anything of the learner's, and who started the child writes it (docs/decisions/0085).
"""

from __future__ import annotations

import base64
import contextlib
import io
import os
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

__all__ = ["keep", "make_room", "tell"]

CACHE = "__pycache__"
SETTLED = 2.0  # seconds for which a date counts, where it counts longest


def make_room(root: Path) -> None:
    """Make the folders in which compiled tests are kept: children may read only what is there before them."""
    for chapter in (root / "tests").glob("ch*"):
        with contextlib.suppress(OSError):  # a tree that can't be written to, for instance
            (chapter / CACHE).mkdir(exist_ok=True)


def tell(send: Callable[[Path, str], None]) -> None:
    """Have pytest, in this process, tell what it has compiled instead of writing it.

    Args:
        send: gets the path where it looks for that the next time, and what it looks for, in base 64.
    """
    from _pytest.assertion import rewrite

    # Both are private. With a pytest that has no such functions, each run compiles anew.
    make = getattr(rewrite, "_write_pyc_fp", None)
    if make is None or not hasattr(rewrite, "_write_pyc"):
        return

    def write(_: object, code: Any, source: Any, path: Path) -> bool:
        content = io.BytesIO()
        make(content, source, code)
        send(path, base64.b64encode(content.getvalue()).decode("ascii"))
        return True

    rewrite._write_pyc = write  # type: ignore[assignment]  # which is more exact


def keep(test: Path, name: str, content: str) -> None:
    """Write what a child has told where pytest looks for it. That may fail, and costs time only.

    A test that has just been written may be written once more, with the same date and size, by which some
    pytests go. So nothing is kept of it yet.

    Args:
        test: the hidden test that the child has collected.
        name: of the file; nothing is written if it can't be one that pytest makes of this test.
        content: in base 64.
    """
    if not re.fullmatch(rf"{re.escape(test.stem)}\.[\w.-]+\.pyc", name):
        return
    path = test.parent / CACHE / name
    part = path.with_name(f"{name}.{os.getpid()}")
    try:
        if time.time() - test.stat().st_mtime > SETTLED:
            part.write_bytes(base64.b64decode(content, validate=True))
            part.replace(path)
    except (OSError, ValueError):
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
