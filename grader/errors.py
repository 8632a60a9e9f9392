"""How a run can end: the exit codes, and what stops it before there is a grade."""

from __future__ import annotations

import enum

__all__ = ["BrokenTree", "Exit", "Refusal", "UsageError"]


class Exit(enum.IntEnum):
    """What a command tells the shell."""

    DONE = 0
    BELOW = 1  # less than what was demanded
    REFUSED = 2  # wrong usage, or a broken tree
    FAULT = 3  # the grader's own
    STOPPED = 130  # by Ctrl-C


class Refusal(Exception):  # noqa: N818 - not every refusal is an error of somebody's
    """The run can't go on, and it isn't the grader's fault; the message says what to mend.

    Commands don't catch it: the command line prints its message and exits with 2.
    """


class UsageError(Refusal):
    """What was asked for doesn't exist or makes no sense."""


class BrokenTree(Refusal):
    """The trusted tree is damaged or unfinished.

    Attributes:
        file: the offending file or folder, relative to the tree.
        problem: what is wrong with it.
        mend: what to do about it.
    """

    def __init__(self, file: str, problem: str, mend: str) -> None:
        super().__init__(f"{file}: {problem}; {mend}")
        self.file = file
        self.problem = problem
        self.mend = mend
