"""What can stop a run before there is a grade. Each message is one that a user can act on."""

from __future__ import annotations

__all__ = ["BrokenTree", "Refusal", "UsageError"]


class Refusal(Exception):
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
