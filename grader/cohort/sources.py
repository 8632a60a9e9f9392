"""Where submissions come from: folders, zip files, git mirrors; or a list of such places.

What they hold is anybody's. A zip file is never unpacked: only the files that are asked for are read, up
to the size that an answer may have. Of a mirror only its newest commit is taken.
"""

from __future__ import annotations

import shutil
import stat
import subprocess
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Protocol

from grader import submission
from grader.errors import UsageError
from grader.records import Exercise
from grader.submission import Problem, Source

__all__ = ["Submission", "find"]


class Submission(Protocol):
    """One person's work."""

    @property
    def name(self) -> str:
        """What it is called in every table; no two are called the same."""

    def read(self, exercise: Exercise) -> Source | Problem:
        """The file for `exercise`, or why it can't be graded."""

    def last_commit(self) -> str:
        """When its newest commit says it was made, as in ISO 8601; "" where that isn't known.

        It is read of mirrors alone: of a folder, git would obey settings that are in it.
        """


def find(place: Path, mirrors: Path) -> list[Submission]:
    """The submissions at `place`, in the order of their names.

    Args:
        place: a folder with a folder, zip file or mirror for each; or a text file that lists such
            places, a line each, perhaps with a name and a tab before it. Paths in it are relative to it.
        mirrors: where clones of git mirrors are put; older ones are removed.

    Raises:
        UsageError: there are none, or two have one name.
    """
    shutil.rmtree(mirrors, ignore_errors=True)
    found = list(_listed(place, mirrors) if place.is_file() else _inside(place, mirrors))
    if not found:
        raise UsageError(f"there is no submission in {place}")
    names = sorted(each.name for each in found)
    if twice := {one for one, other in pairwise(names) if one == other}:
        raise UsageError(f"two submissions are called {min(twice)!r}; name them apart")
    return sorted(found, key=lambda each: each.name)


def _inside(place: Path, mirrors: Path) -> Iterator[Submission]:
    if not place.is_dir():
        raise UsageError(f"there is no folder and no list {place}")
    for each in sorted(place.iterdir()):
        if each.name.startswith("."):
            continue
        if each.is_dir() or zipfile.is_zipfile(each):
            yield _at(each.name.removesuffix(".zip").removesuffix(".git"), each, mirrors)


def _listed(place: Path, mirrors: Path) -> Iterator[Submission]:
    try:
        lines = place.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise UsageError(f"{place} can't be read as a list of submissions") from None
    for line in lines:
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, tab, path = line.rpartition("\t")
        target = place.parent / path.strip()
        yield _at(name.strip() if tab else target.name, target, mirrors)


def _at(name: str, path: Path, mirrors: Path) -> Submission:
    if path.is_dir() and (path / "HEAD").is_file() and (path / "objects").is_dir():
        return _Mirror(name, path, mirrors / name)
    if path.is_file() and zipfile.is_zipfile(path):
        return _Zip(name, path)
    return _Folder(name, path)


@dataclass(frozen=True, slots=True)
class _Folder:
    name: str
    path: Path

    def read(self, exercise: Exercise) -> Source | Problem:
        if not self.path.is_dir():
            return Problem(message="the submission is missing")
        return submission.read(self.path, exercise)

    def last_commit(self) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class _Mirror:
    """A bare repository; cloned when it is first asked for."""

    name: str
    path: Path
    clone: Path

    def read(self, exercise: Exercise) -> Source | Problem:
        if not self.clone.is_dir():
            self.clone.parent.mkdir(parents=True, exist_ok=True)
            words = [
                "git",
                "clone",
                "--quiet",
                "--depth=1",
                "--no-local",
                "--no-recurse-submodules",
            ]
            # No hooks of theirs, and no filters: a clone runs nothing that is in it.
            words = [words[0], "-c", "core.hooksPath=/dev/null", *words[1:]]
            done = subprocess.run(
                [*words, str(self.path), str(self.clone)], capture_output=True, check=False
            )
            if done.returncode:
                return Problem(message="the mirror can't be cloned")
        return submission.read(self.clone, exercise)

    def last_commit(self) -> str:
        words = ["git", "-C", str(self.clone), "log", "-1", "--format=%cI"]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        return done.stdout.strip()


@dataclass(frozen=True, slots=True)
class _Zip:
    name: str
    path: Path

    def read(self, exercise: Exercise) -> Source | Problem:
        wanted = f"{exercise.folder}/{exercise.name}.py"
        try:
            with zipfile.ZipFile(self.path) as archive:
                inside = _member(archive.infolist(), wanted)
                if inside is None:
                    return Problem(message=f"`{wanted}` is missing in the zip file")
                if stat.S_ISLNK(inside.external_attr >> 16):
                    return Problem(message=f"`{wanted}` is a link, and not a file")
                with archive.open(inside) as stream:
                    content = stream.read(submission.SIZE_LIMIT + 1)
        except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
            return Problem(message=f"the zip file can't be read: {error}"[:200])
        return submission.check(content, wanted, self.path)

    def last_commit(self) -> str:
        return ""


def _member(members: Sequence[zipfile.ZipInfo], wanted: str) -> zipfile.ZipInfo | None:
    """The file that is nearest to the top, and in exercises/ if it can be."""
    fitting = [
        each for each in members if not each.is_dir() and f"/{each.filename}".endswith(f"/{wanted}")
    ]
    return min(
        fitting,
        key=lambda each: (
            not f"/{each.filename}".endswith(f"/exercises/{wanted}"),
            each.filename.count("/"),
        ),
        default=None,
    )
