"""Begin a new exercise, or a new chapter: every file that it takes, with marks at what is to write.

NAME is the chapter and the exercise's own name, with the next free number in it: ch27/ex06_retry; or
a new chapter's name, such as ch37_pools. `solutions` lists what is still to be written, file by file.
docs/authoring.md goes through all of it with an example.

Exit codes: 0 written; 2 wrong usage or a broken tree, and nothing was written.
"""

from __future__ import annotations

import argparse
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from grader.errors import Exit, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

KINDS = ("blank", "broken", "partial")
_NAME = re.compile(r"(ch[0-9]{2})(_[a-z0-9_]*[a-z0-9])?(?:/(ex[0-9]{2})_([a-z0-9_]*[a-z0-9]))?")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `new` takes."""
    parser.add_argument("name", metavar="NAME", help="such as ch27/ex06_retry, or ch37_pools")
    parser.add_argument(
        "--kind",
        choices=KINDS,
        default="blank",
        help="what the stub gives: nothing (blank, the default), a bug to mend, or a part",
    )
    parser.add_argument(
        "--tree",
        metavar="DIR",
        type=Path,
        help="the tree to write to; by default the repository of this grader",
    )


def run(options: argparse.Namespace) -> int:
    """Check the name, write the files, and say what to do with them."""
    from grader import catalogue, tree

    root = (options.tree or tree.repository()).resolve()
    folders = catalogue.folders(root)
    found = _NAME.fullmatch(options.name)
    if re.fullmatch(r"ch[0-9]{2}/ex[0-9]{2}", options.name):
        raise UsageError(
            f"`{options.name}` needs a word more, which says what it is about: {options.name}_retry"
        )
    if meant := re.fullmatch(r"(ch[0-9]{2})(?:_[a-z0-9_]*)?_(ex[0-9]{2}_.+)", options.name):
        raise UsageError(f"`{options.name}` is no chapter; did you mean {meant[1]}/{meant[2]}?")
    if not found or "__" in options.name or not (found[2] or found[3]):
        raise UsageError(
            f"`{options.name}` is no name for an exercise or a chapter; they are like "
            "ch27/ex06_retry and ch37_pools, in lower case, with two digits"
        )
    number, slug, exercise, own = found.groups()
    folder = next((each for each in folders if each.startswith(number)), "")
    if not exercise:
        return _begin_chapter(root, folders, folder, options.name)
    if not folder or (slug and folder != number + slug):
        raise UsageError(
            f"there is no chapter {number}{slug or ''}; "
            + (f"{number} is {folder}" if folder else _first(folders, number))
        )
    return _begin_exercise(root, folder, f"{exercise}_{own}", options.kind)


def _begin_chapter(root: Path, folders: Sequence[str], folder: str, name: str) -> int:
    from grader.solutions import scaffold

    _check_number("ch", name, int(folders[-1][2:4]) + 1, folder)
    files = scaffold.chapter(name)
    scaffold.create(root, files)
    _tell(tuple(files), f"{_command('new')} {name[:4]}/ex01_SLUG", "begins its first exercise")
    return Exit.DONE


def _begin_exercise(root: Path, folder: str, name: str, kind: str) -> int:
    from grader import catalogue
    from grader.records import Kind
    from grader.solutions import scaffold

    (chapter,) = catalogue.load(root, [folder], table=False).chapters
    names = [each.name for each in chapter.exercises]
    taken = next((each for each in names if each[:4] == name[:4]), "")
    _check_number("ex", name, int(names[-1][2:4]) + 1 if names else 1, taken)
    files = scaffold.exercise(folder, name, Kind(kind))
    primer, toml = f"exercises/{folder}/README.md", f"exercises/{folder}/chapter.toml"
    changes = {}
    if (root / primer).is_file():
        text = (root / primer).read_text(encoding="utf-8")
        changes[primer] = scaffold.listed(text, name, names[-1] if names else "")
    # The last: what isn't in there is in nobody's way.
    text = (root / toml).read_text(encoding="utf-8").rstrip()
    changes[toml] = f"{text}\n\n{scaffold.entry(name, Kind(kind))}"
    scaffold.create(root, files, changes)
    command = f"{_command('solutions')} {folder[:4]}/{name[:4]} --watch"
    _tell((*files, *changes), command, "says after each save what is still to write, or to mend")
    return Exit.DONE


def _check_number(letters: str, name: str, following: int, taken: str) -> None:
    free = f"{letters}{following:02}{name[4:]}"
    if taken:
        raise UsageError(f"{name[:4]} is {taken} already; the next free name is {free}")
    if int(name[2:4]) != following:
        raise UsageError(f"{name[:4]} would leave a gap; the next free name is {free}")


def _first(folders: Sequence[str], number: str) -> str:
    return (
        f"there are {folders[0][:4]} to {folders[-1][:4]}, and `{_command('new')} {number}_SLUG` "
        "begins a new one"
    )


def _tell(files: Sequence[str], command: str, what: str) -> None:
    print("wrote")
    for each in files:
        print(f"  {each}")
    print(f"\nnext  {command}\n      {what}")


def _command(name: str) -> str:
    if os.environ.get("NOX_CURRENT_SESSION"):
        return f"nox -s {name} --"
    return f"python -m grader {name}"
