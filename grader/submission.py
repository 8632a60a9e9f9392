"""Finds a learner's file in a submission and reads it; never parses, imports or runs it.

A submission is a tree that holds `exercises/`, or is that folder itself (so `solutions` works).
Its content is anybody's: only regular files inside the tree, of a sane size, are read.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from grader.records import Exercise

__all__ = ["SIZE_LIMIT", "Problem", "Source", "check", "home", "locate", "read"]

SIZE_LIMIT = 256 * 1024  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A learner's file: where it is and its content, which is valid UTF-8."""

    path: Path
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why there is nothing to grade, in words for the learner. `line` counts from 1."""

    message: str
    line: int | None = None


def home(submission: Path) -> Path:
    """The folder in `submission` that holds the chapters."""
    inner = submission / "exercises"
    return inner if inner.is_dir() else submission


def locate(submission: Path, exercise: Exercise) -> Path | Problem:
    """Where the learner's file for `exercise` is, once its size and encoding have been checked."""
    found = read(submission, exercise)
    return found if isinstance(found, Problem) else found.path


def read(submission: Path, exercise: Exercise) -> Source | Problem:
    """The learner's file for `exercise`, or why it can't be graded."""
    base = home(submission)
    path = base / exercise.folder / f"{exercise.name}.py"
    shown = f"{exercise.folder}/{exercise.name}.py"
    try:
        if not path.resolve(strict=True).is_relative_to(submission.resolve()):
            return Problem(message=f"`{shown}` is a link that leads out of the submission")
        content = _content(path)
    except (FileNotFoundError, NotADirectoryError):
        return Problem(message=_missing(path, shown, exercise.id))
    except (OSError, RuntimeError) as error:  # RuntimeError: a loop of links, before 3.13
        reason = getattr(error, "strerror", None) or "its links lead in a circle"
        return Problem(message=f"`{shown}` can't be read: {reason}")
    if content is None:
        return Problem(message=f"`{shown}` is not a file")
    return check(content, shown, path)


def check(content: bytes, shown: str, path: Path) -> Source | Problem:
    """What was read of a file, at most a byte more than the limit, if it can be an answer.

    Args:
        content: of the file.
        shown: how it is called in messages.
        path: where it is.
    """
    if len(content) > SIZE_LIMIT:
        return Problem(
            message=f"`{shown}` is larger than {SIZE_LIMIT // 1024} KiB, so it can't be an answer"
        )
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        return Problem(
            message=f"`{shown}` is not UTF-8 text (byte 0x{content[error.start]:02x}); save it as UTF-8",
            line=_line(content, error.start),
        )
    if b"\0" in content:
        return Problem(
            message=f"`{shown}` contains a null byte; an editor should show it, delete it",
            line=_line(content, content.index(b"\0")),
        )
    return Source(path=path, content=content)


def _content(path: Path) -> bytes | None:
    """At most a byte more than the limit; None if it isn't a regular file.

    Asked of the open descriptor, so that nothing can be swapped in between, and without blocking,
    so that a named pipe doesn't make us wait.
    """
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with open(descriptor, "rb") as stream:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return None
        return stream.read(SIZE_LIMIT + 1)


def _line(content: bytes, offset: int) -> int:
    return content.count(b"\n", 0, offset) + 1


def _missing(path: Path, shown: str, exercise: str) -> str:
    """Names the file that was probably renamed, if there is just one with this number."""
    folder = path.parent
    if not folder.is_dir():
        return f"`{shown}` is missing, with its whole folder"
    number = path.name[:5]  # "ex01_"
    like = [name for name in os.listdir(folder) if name.startswith(number) and name[-3:] == ".py"]
    if len(like) == 1:
        return f"`{shown}` is missing; if `{ascii(like[0])[1:-1]}` is it, rename it back"
    return f"`{shown}` is missing; `python -m grader reset {exercise}` puts its stub there"
