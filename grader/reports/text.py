"""Makes text that came from a learner's process safe to show: no escapes, no surprises, bounded."""

from __future__ import annotations

import re

from grader.records import ExerciseGrade

__all__ = ["bounded", "by_hand", "clean"]

_ESCAPES = re.compile(
    r"""
    (?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]                    # CSI: colours, cursor movements
    | (?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f]).*?(?:\x07|\x1b\\|\x9c|\Z)  # OSC, DCS: titles, links
    | \x1b[ -/]*[0-~]                                   # two-letter ones
    """,
    re.VERBOSE | re.DOTALL,
)
_LINE_ENDS = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_UNSEEN = re.compile(  # controls, joiners and marks that reorder text, half characters
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    r"\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_COMMANDS = re.compile(r"^[ \t]*:(?=:)|##(?=\[)", re.MULTILINE)


def clean(text: str) -> str:
    """`text` without terminal escapes; other invisible characters become visible escapes.

    Only line feeds and spaces are left to lay it out. What GitHub's runner would take for a
    workflow command (`::error::…`, `##[…]`) is broken up with a space.
    """
    text = _LINE_ENDS.sub("\n", _ESCAPES.sub("", text)).expandtabs(4)
    text = _UNSEEN.sub(lambda found: ascii(found[0])[1:-1], text)
    return _COMMANDS.sub(r"\g<0> ", text)


def bounded(text: str, *, lines: int, columns: int) -> str:
    """At most `lines` lines of `columns` characters; what is left out is counted, never hidden."""
    everything = text.rstrip("\n").split("\n")
    kept = [
        line
        if len(line) <= columns
        else f"{line[:columns]}… ({len(line) - columns} more characters)"
        for line in everything[:lines]
    ]
    left = len(everything) - lines
    if left > 0:
        kept.append(f"… ({left} more line{'s' * (left != 1)})")
    return "\n".join(kept)


def by_hand(exercise: ExerciseGrade) -> str:
    """What a person has changed about the points, and why; "" if nobody has."""
    if not exercise.adjusted:
        return ""
    why = " ".join(clean(exercise.adjusted).split())
    return f"adjusted by hand from {exercise.earned} to {exercise.points} points by {why}"
