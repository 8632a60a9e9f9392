"""Tells whether files have changed, by looking at them: that works on every file system there is."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

__all__ = ["Saves", "Signature", "signature"]

LOOK = 0.03  # seconds between two looks, at least
_WRITTEN = (".py", ".toml", ".md", ".json")  # by authors; other names are their editors'


class Signature(NamedTuple):
    """What tells a file from another one at the same path."""

    written: int  # in nanoseconds
    size: int
    number: int


def signature(path: Path) -> Signature | None:
    """What is another one as soon as the file has been written to or replaced; None: there is none."""
    try:
        return _of(path.stat())
    except OSError:
        return None


class Saves:
    """Waits for files below some folders to be saved.

    Args:
        root: the tree.
        folders: relative to it; they need not exist.
    """

    def __init__(self, root: Path, folders: Sequence[str]) -> None:
        self._root = root
        self._folders = folders
        self._seen = _snapshot(root, folders)

    def wait(self) -> tuple[str, ...]:
        """The paths, relative to the tree, of files that were written, made or removed since the last call.

        Waits until there are some, and until they are the same at two looks: an editor may still be
        writing. Looking takes a twentieth of the time at most.
        """
        before, pause = self._seen, LOOK
        while True:
            time.sleep(pause)  # real seconds: it waits for a person, and no verdict hangs on it
            began = time.perf_counter()
            last, self._seen = self._seen, _snapshot(self._root, self._folders)
            pause = max(LOOK, 19 * (time.perf_counter() - began))
            if self._seen == last and self._seen != before:
                paths = {*before, *self._seen}
                return tuple(
                    sorted(each for each in paths if before.get(each) != self._seen.get(each))
                )


def _snapshot(root: Path, folders: Iterable[str]) -> dict[str, Signature]:
    """The signatures of all files below `folders`, by their paths; both are relative to `root`."""
    found: dict[str, Signature] = {}
    todo = [*folders]
    while todo:
        folder = todo.pop()
        try:
            with os.scandir(root / folder) as entries:
                for each in entries:
                    path = f"{folder}/{each.name}"
                    if each.name.startswith((".", "__pycache__")):
                        continue
                    if each.is_dir():
                        todo.append(path)
                    elif each.name.endswith(_WRITTEN):
                        found[path] = _of(each.stat())
        except OSError:
            continue  # it is gone, or goes just now: the next look tells
    return found


def _of(found: os.stat_result) -> Signature:
    return Signature(found.st_mtime_ns, found.st_size, found.st_ino)
