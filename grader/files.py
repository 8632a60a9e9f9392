"""Looks at a learner's file for a report: how it is called there, and the lines that will be shown."""

from __future__ import annotations

import re
from pathlib import Path

from grader import submission
from grader.records import ExerciseGrade
from grader.reports.terminal import LearnerFile
from grader.reports.text import clean

__all__ = ["learner_file"]


def learner_file(grade: ExerciseGrade, submitted: Path) -> LearnerFile:
    """The file as its writer knows it; its lines only if one of them is going to be shown."""
    exercise = grade.exercise
    path = submission.home(submitted) / exercise.folder / f"{exercise.name}.py"
    shown = str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
    lines: tuple[str, ...] = ()
    if grade.line or any(each.outcome.line for each in grade.behaviours):
        found = submission.read(submitted, exercise)
        if isinstance(found, submission.Source):
            # Not splitlines, which knows more ends of lines than Python does.
            lines = tuple(re.split(r"\r\n?|\n", found.content.decode("utf-8-sig")))
    return LearnerFile(shown=clean(shown), lines=lines)
