"""Synthetic submissions: what a course might hand in, from one seed.

Each file is a stub, the reference, another right design, a wrong one, or no answer at all. Where files
shall differ, each ends with a comment of its own, which changes nothing else.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from grader import requirements, variants
from grader.records import Exercise

__all__ = ["FAULTS", "MIX", "write"]

MIX = {"stub": 15, "reference": 30, "accept": 20, "reject": 30, "fault": 5}  # in percent
FAULTS: Mapping[str, tuple[int, bytes]] = {  # how often, compared with others, and the content
    "syntax": (8, b"def (:\n"),
    "raises": (8, b"1 / 0\n"),
    "encoding": (4, b"\xff\xfe\n"),
    "missing": (4, b""),
    "endless": (1, b"while True:\n    pass\n"),  # costs two seconds of processor time each
}


def write(
    root: Path,
    exercises: Sequence[Exercise],
    place: Path,
    *,
    count: int,
    seed: int,
    differ: bool,
    faults: Sequence[str] = tuple(FAULTS),
) -> Counter[str]:
    """Write submissions, a folder each; return how often each kind of file was drawn.

    Args:
        root: the trusted tree, with solutions and variants.
        exercises: what they hand in.
        place: the folder for them.
        count: how many.
        seed: of the draw.
        differ: whether no two files have the same content.
        faults: the kinds that may occur.
    """
    draw = random.Random(seed)  # noqa: S311 - nobody has to guess it
    contents = {each.id: _contents(root, each) for each in exercises}
    odds = [FAULTS[each][0] for each in faults]
    drawn: Counter[str] = Counter()
    for number in range(count):
        for exercise in exercises:
            kind = draw.choices([*MIX], [*MIX.values()])[0]
            drawn[kind] += 1
            if kind == "fault":
                content = FAULTS[draw.choices(faults, odds)[0]][1]
            else:
                content = draw.choice(contents[exercise.id][kind])
            if not content:
                continue
            if differ:
                content += f"\n# {number} {exercise.id}\n".encode()
            path = place / f"s{number:04}" / exercise.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        (place / f"s{number:04}").mkdir(parents=True, exist_ok=True)  # even if all is missing
    return drawn


def _contents(root: Path, exercise: Exercise) -> dict[str, list[bytes]]:
    """What there is of each kind; the reference where there is no variant."""
    reference = (root / exercise.reference).read_bytes()
    found: dict[str, list[bytes]] = {
        "stub": [(root / exercise.stubs[0]).read_bytes()],
        "reference": [reference],
        "accept": [],
        "reject": [],
    }
    for each in variants.find(root, exercise):
        if requirements.allows(each.requires_python, sys.version_info[:3]):
            kind = "accept" if each.accept else "reject"
            found[kind].append((root / each.code).read_bytes())
    return {kind: files or [reference] for kind, files in found.items()}
