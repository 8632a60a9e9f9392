"""Where the trusted tree is, and where the learner works whose tests come from it.

In the project's repository both are one. An installed grader carries a tree of its own, of what grading
needs: then the learner works in the current folder, whose tests, if it has any, are not asked.
"""

from __future__ import annotations

from pathlib import Path

from grader.errors import UsageError

__all__ = ["home", "record", "repository", "workplace"]

_AROUND = Path(__file__).resolve().parent.parent
INSTALLED = _AROUND / "asyncio_kata"  # pyproject.toml puts it there


def home() -> Path:
    """The repository that this grader is in, or what was installed with it, else the current folder."""
    for place in (_AROUND, INSTALLED):
        if (place / "exercises").is_dir():
            return place
    return Path.cwd()


def workplace(tree: Path) -> Path:
    """Where the exercises of the learner are, and what is kept about them, if nobody says otherwise.

    Raises:
        UsageError: an installed grader is called where no exercises are.
    """
    if tree != INSTALLED:
        return tree
    place = Path.cwd()
    if not (place / "exercises").is_dir() and not any(place.glob("ch[0-9][0-9]_*")):
        raise UsageError(
            f"there is no folder exercises in {place}; go to where it is, or name a --submission"
        )
    return place


def record(tree: Path, name: str) -> Path:
    """The file `name` of the tree, in which people write down what they decide.

    Raises:
        UsageError: an installed grader has no such file.
    """
    if tree == INSTALLED:
        option = name.partition(".")[0]
        raise UsageError(
            f"--{option}: name the file to write it into; an installed grader has none"
        )
    return tree / name


def repository() -> Path:
    """As `home`, for what needs all of the project.

    Raises:
        UsageError: only what grading needs was installed.
    """
    place = home()
    if place == INSTALLED:
        raise UsageError(
            "this needs the project's repository, and here is an installed grader only"
        )
    return place
