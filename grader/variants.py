"""Reads the headers of variants: which design one is, or which belief it holds and what it loses.

Nothing here runs a variant; its header is taken from the syntax tree.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path

from grader.errors import BrokenTree
from grader.records import Exercise

__all__ = ["STUB", "Variant", "find", "folder", "read"]

STUB = "reject_stub"  # the variant whose code is the pristine stub

_NAME = re.compile(r"(accept|reject)_[a-z0-9_]+")
_FIELD = re.compile(r"(kills|loses|requires-python)\s*:\s*(.*)")
_ALMOST = re.compile(r"[A-Za-z][A-Za-z_-]*:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A solution kept to test the tests. Paths are relative to the trusted tree."""

    name: str  # "reject_no_lock"
    path: str  # where its header is
    code: str  # where its code is: the same file, or the pristine stub
    accept: bool
    belief: str  # of an accept variant: which design it is
    kills: tuple[str, ...] = ()  # behaviours that it must fail
    loses: tuple[str, ...] = ()  # all the behaviours that it fails, kills included
    requires_python: str = ""


def folder(exercise: Exercise) -> str:
    """Where the variants of `exercise` lie in the trusted tree."""
    return f"tests/{exercise.folder}/variants/{exercise.name}"


def find(root: Path, exercise: Exercise) -> tuple[Variant, ...]:
    """Every variant of `exercise`, by name; none if the tree carries no variants.

    Raises:
        BrokenTree: a file there has a wrong name or header.
    """
    place = root / folder(exercise)
    if not place.is_dir():
        return ()
    files = sorted(each for each in place.iterdir() if each.suffix == ".py")
    return tuple(read(root, exercise, each.stem) for each in files)


def read(root: Path, exercise: Exercise, name: str) -> Variant:
    """The variant `name` of `exercise`.

    Raises:
        FileNotFoundError: there is no such variant.
        BrokenTree: its name or header is wrong.
    """
    path = f"{folder(exercise)}/{name}.py"
    if not _NAME.fullmatch(name):
        raise BrokenTree(
            path, "no variant is called so", "call it accept_….py or reject_….py, in lower case"
        )
    text = _docstring((root / path).read_bytes(), path)
    belief, fields = _header(text, path)
    accept = name.startswith("accept_")
    kills, loses = tuple(fields.get("kills", ())), tuple(fields.get("loses", ()))
    if accept:
        for key in ("kills", "loses"):
            if key in fields:
                raise BrokenTree(path, f"an accept variant {key} nothing", f"delete `{key}:`")
    else:
        _check_lists(path, exercise, kills, loses)
    return Variant(
        name=name,
        path=path,
        code=f"tests/{exercise.folder}/stubs/{exercise.name}.py" if name == STUB else path,
        accept=accept,
        belief=belief,
        kills=kills,
        loses=loses,
        requires_python="".join(fields.get("requires-python", ())),
    )


def _docstring(source: bytes, path: str) -> str:
    try:
        text = ast.get_docstring(ast.parse(source))
    except (SyntaxError, ValueError) as error:
        raise BrokenTree(path, f"it doesn't parse ({error})", "mend the syntax") from None
    if not text:
        raise BrokenTree(
            path, "it has no header", "begin with a docstring that states the design or the belief"
        )
    return text


def _header(text: str, path: str) -> tuple[str, dict[str, list[str]]]:
    """The belief, and the words of each field. A field goes on in the indented lines below it."""
    belief: list[str] = []
    fields: dict[str, list[str]] = {}
    field: list[str] | None = None
    for line in text.splitlines():
        start = _FIELD.fullmatch(line)
        if start and start[1] in fields:
            raise BrokenTree(path, f"`{start[1]}:` is there twice", "make one line of them")
        if start:
            field = fields[start[1]] = start[2].split()
        elif field is None:
            belief += line.split()
        elif line.startswith((" ", "\t")):
            field += line.split()
        elif line.strip():
            what = "field" if _ALMOST.match(line) else "line"
            raise BrokenTree(
                path,
                f"a {what} of its header isn't understood: {line!r}",
                "after the belief come only kills:, loses: and requires-python:, "
                "their further lines indented",
            )
    if not belief:
        raise BrokenTree(path, "its header states no belief", "write it as the first sentence")
    return " ".join(belief), fields


def _check_lists(
    path: str, exercise: Exercise, kills: tuple[str, ...], loses: tuple[str, ...]
) -> None:
    known = {behaviour.id for behaviour in exercise.behaviours}
    for key, names in (("kills", kills), ("loses", loses)):
        if not names:
            raise BrokenTree(
                path, f"it {key} nothing", f"add `{key}:` and the behaviours that it must fail"
            )
        for name in names:
            if name not in known:
                raise BrokenTree(
                    path,
                    f"`{key}:` names `{name}`, which is no behaviour of {exercise.id}",
                    f"use names of {exercise.test}",
                )
            if names.count(name) > 1:
                raise BrokenTree(path, f"`{key}:` names `{name}` twice", "delete one")
    for name in kills:
        if name not in loses:
            raise BrokenTree(
                path, f"it kills `{name}` but doesn't list it under `loses:`", "add it there too"
            )
