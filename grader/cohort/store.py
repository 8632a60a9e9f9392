"""What is known of a cohort, in one SQLite file: it grows as verdicts come, and survives a kill.

A verdict belongs to a content, not to a person: whoever handed in the same file for the same exercise
has the same. It also belongs to what it was tried with; when that changes, it is found no more.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, Self

__all__ = ["File", "Row", "Store"]

_TABLES = """
CREATE TABLE IF NOT EXISTS file (
    submission TEXT NOT NULL, exercise TEXT NOT NULL, digest TEXT NOT NULL, problem TEXT NOT NULL,
    line INTEGER, likeness TEXT NOT NULL, PRIMARY KEY (submission, exercise)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS verdict (
    exercise TEXT NOT NULL, digest TEXT NOT NULL, basis TEXT NOT NULL, status TEXT NOT NULL,
    points INTEGER NOT NULL, possible INTEGER NOT NULL, misconception TEXT NOT NULL,
    notices TEXT NOT NULL, seconds REAL NOT NULL, grade TEXT NOT NULL,
    PRIMARY KEY (exercise, digest, basis)
) WITHOUT ROWID;
"""


class File(NamedTuple):
    """What one submission has for one exercise: a content, or a problem."""

    submission: str
    exercise: str
    digest: str  # of the content; of the problem's words if there is none
    problem: str
    line: int | None
    likeness: str  # its fingerprint, to find what is nearly the same; "" if stub


class Row(NamedTuple):
    """One submission's result for one exercise."""

    submission: str
    exercise: str
    status: str
    points: int
    possible: int
    misconception: str
    notices: str  # a line each
    seconds: float  # of processor time
    digest: str
    likeness: str
    weight: int = 1  # in the course; it is in the points already, as is
    adjustment: int = 0  # what a person has added or taken
    adjusted: str = ""  # who, when and why; "" if nobody

    @property
    def earned(self) -> int:
        """The points without what a person has changed."""
        return self.points - self.adjustment


class Store:
    """The file. A context manager, to be closed."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._base = sqlite3.connect(path, isolation_level=None)
        self._base.execute("PRAGMA journal_mode=WAL")
        self._base.execute("PRAGMA synchronous=NORMAL")
        self._base.executescript(_TABLES)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._base.close()

    def keep_files(self, files: Iterable[File]) -> None:
        """Remember what all submissions have; what isn't told of any more is forgotten."""
        with self._base:
            self._base.execute("BEGIN")
            self._base.execute("DELETE FROM file")
            self._base.executemany("INSERT INTO file VALUES (?, ?, ?, ?, ?, ?)", files)

    def missing(self, exercise: str, basis: str) -> list[File]:
        """A file for each content of `exercise` that has no verdict yet."""
        found = self._base.execute(
            "SELECT min(submission), exercise, digest, problem, line, likeness FROM file "
            "WHERE exercise = ? AND NOT EXISTS (SELECT 1 FROM verdict WHERE verdict.exercise = "
            "file.exercise AND verdict.digest = file.digest AND basis = ?) "
            "GROUP BY digest ORDER BY min(submission)",
            (exercise, basis),
        )
        return [File(*row) for row in found]

    def keep_verdict(
        self, exercise: str, digest: str, basis: str, grade: dict[str, Any], seconds: float
    ) -> None:
        """Remember a verdict, at once."""
        self._base.execute(
            "INSERT OR REPLACE INTO verdict VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                exercise,
                digest,
                basis,
                grade["status"],
                grade["points"],
                grade["possible"],
                grade["misconception"],
                "\n".join(grade["notices"]),
                seconds,
                json.dumps(grade, separators=(",", ":")),
            ),
        )

    def set_aside(self) -> list[tuple[str, str, bool]]:
        """Exercise and digest of contents that needed a look; whether they have been cleared."""
        found = self._base.execute(
            "SELECT exercise, digest, json_extract(grade, '$.cleared') != '' AS cleared FROM verdict "
            "WHERE status = 'needs_a_look' OR cleared"
        )
        return [(exercise, digest, bool(cleared)) for exercise, digest, cleared in found]

    def forget(self, exercise: str, digest: str) -> None:
        """Drop the verdicts on a content, so that it is graded again."""
        self._base.execute(
            "DELETE FROM verdict WHERE exercise = ? AND digest = ?", (exercise, digest)
        )

    def rows(self, bases: Iterable[tuple[str, str]]) -> Iterator[Row]:
        """The results, by submission and exercise; `bases`: what each exercise's verdicts stand on."""
        columns = "status, points, possible, misconception, notices, seconds, file.digest, likeness"
        return (Row(*row) for row in self._joined(columns, bases))

    def grades(self, bases: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Submission, exercise and its grade as JSON, in the order of `rows`."""
        for submission, exercise, grade in self._joined("grade", bases):
            yield submission, exercise, json.loads(grade)

    def _joined(self, columns: str, bases: Iterable[tuple[str, str]]) -> sqlite3.Cursor:
        with self._base:
            self._base.execute("CREATE TEMP TABLE IF NOT EXISTS now (exercise PRIMARY KEY, basis)")
            self._base.execute("DELETE FROM now")
            self._base.executemany("INSERT INTO now VALUES (?, ?)", bases)
        return self._base.execute(
            f"SELECT file.submission, file.exercise, {columns} FROM file "  # noqa: S608 - our words
            "JOIN now USING (exercise) "
            "JOIN verdict ON verdict.exercise = file.exercise AND verdict.digest = file.digest "
            "AND verdict.basis = now.basis ORDER BY file.submission, file.exercise"
        )
