"""`python -m grader`: see `cli`."""

from grader.cli import entry

entry()
