"""Puts a learner's file back to its stub, and takes that back: nothing that was written is ever lost."""

from __future__ import annotations

import os
import re
from pathlib import Path

from grader import state, submission, tree
from grader.errors import UsageError
from grader.records import Exercise

__all__ = ["latest", "reset", "undo"]

FOLDER = "backups"  # in `.kata`: one folder an exercise, with numbered files in it


def reset(root: Path, exercise: Exercise) -> Path | None:
    """Put the stub in place of the learner's file; return where that was saved to before.

    None if there was nothing to save, because the file was the stub, or wasn't there.

    Raises:
        UsageError: something can't be read or written; the learner's file is as it was then.
    """
    path = submission.home(tree.workplace(root)) / exercise.folder / f"{exercise.name}.py"
    stub = (root / exercise.stubs[0]).read_bytes()
    saved = _save(root, exercise, path)
    _put(path, stub)
    return saved


def undo(root: Path, exercise: Exercise) -> Path | None:
    """Put what was saved last back in its place, and what is there now among the saved.

    Returns:
        Where the present content is now, or None if that was a stub and isn't worth keeping.

    Raises:
        UsageError: nothing was saved, or something can't be read or written.
    """
    last = latest(root, exercise)
    if last is None:
        raise UsageError(f"nothing that could be taken back is saved for {exercise.id}")
    path = submission.home(tree.workplace(root)) / exercise.folder / f"{exercise.name}.py"
    content = _content(last)
    assert content is not None
    saved = _save(root, exercise, path)
    _put(path, content)
    last.unlink(missing_ok=True)
    return saved


def latest(root: Path, exercise: Exercise) -> Path | None:
    """The file that was saved last."""
    return max(_saved(_place(root, exercise)), key=lambda each: int(each.stem), default=None)


def _place(root: Path, exercise: Exercise) -> Path:
    return tree.workplace(root) / state.FOLDER / FOLDER / exercise.id.replace("/", "_")


def _saved(place: Path) -> list[Path]:
    if not place.is_dir():
        return []
    return [each for each in place.iterdir() if re.fullmatch(r"\d+\.py", each.name)]


def _save(root: Path, exercise: Exercise, path: Path) -> Path | None:
    content = _content(path)
    if content is None or any(content == _content(root / stub) for stub in exercise.stubs):
        return None
    place = _place(root, exercise)
    number = max((int(each.stem) for each in _saved(place)), default=0) + 1
    target = place / f"{number:03}.py"
    try:
        place.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        raise UsageError(f"{target} can't be written: {error.strerror}; nothing changed") from None
    return target


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UsageError(f"{path} can't be read: {error.strerror}; nothing changed") from None


def _put(path: Path, content: bytes) -> None:
    """Write in place, not by renaming: editors keep a file open, and links stay links."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise UsageError(f"{path} can't be written: {error.strerror}") from None
