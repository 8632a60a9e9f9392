"""See your code beside the reference solution, once you have passed.

EXERCISE is like ch27/ex02. Lines that both have stand side by side; `|` marks those that differ, `<`
those that only you have, `>` those that only the reference has. Other designs are as good: the
reference is one way to keep the promises, not the way.

Exit codes: 0 shown; 2 wrong usage, or not passed yet.
"""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Iterator

from grader.commands._options import only, tree_option
from grader.errors import Exit, UsageError

NARROW = 100  # columns below which nothing is put side by side


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `compare` takes."""
    parser.add_argument("exercise", metavar="EXERCISE", help="which one, such as ch27/ex02")
    parser.add_argument("--anyway", action="store_true", help="also before it has passed")
    tree_option(parser)


def run(options: argparse.Namespace) -> int:
    """Show both, if the last verdict says that this very file passes."""
    from grader import progress, submission, tree
    from grader.reports.text import clean

    root, exercise = only(options, "one exercise is compared at a time")
    standing, _ = progress.state_of(progress.recall(root, [exercise.folder]), exercise)
    if standing is not progress.State.DONE and not options.anyway:
        raise UsageError(
            f"{exercise.id} is {standing.value}: grade it until it passes, then compare; "
            "--anyway shows the reference all the same"
        )
    try:
        reference = (root / exercise.reference).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise UsageError(
            f"{exercise.reference} isn't here, so there is nothing to compare with"
        ) from None
    found = submission.read(tree.workplace(root), exercise)
    if isinstance(found, submission.Problem):
        raise UsageError(clean(found.message))
    mine = clean(found.content.decode("utf-8-sig"))
    print("\n".join(beside(mine.splitlines(), reference.splitlines(), _columns())))
    return Exit.DONE


def beside(left: list[str], right: list[str], columns: int) -> Iterator[str]:
    """Two texts side by side in `columns` columns, or one below the other where that's too narrow."""
    if columns < NARROW:
        yield from difflib.unified_diff(left, right, "yours", "reference", lineterm="", n=10_000)
        return
    half = (columns - 3) // 2
    yield f"{'yours':<{half}}   reference"
    yield f"{'-' * half}   {'-' * half}"
    matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        for n in range(max(b - a, d - c)):
            one = left[a + n] if a + n < b else None
            two = right[c + n] if c + n < d else None
            mark = " " if kind == "equal" else "<" if two is None else ">" if one is None else "|"
            rows = max(len(_folded(one, half)), len(_folded(two, half)))
            for row in range(rows):
                pair = [(*_folded(each, half), *[""] * rows)[row] for each in (one, two)]
                yield f"{pair[0]:<{half}} {mark} {pair[1]}".rstrip()


def _folded(line: str | None, width: int) -> list[str]:
    return [line[n : n + width] for n in range(0, len(line), width)] or [""] if line else [""]


def _columns() -> int:
    import shutil

    return shutil.get_terminal_size((120, 40)).columns
