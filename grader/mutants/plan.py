"""Makes the mutants of an exercise's reference, each with an id that stays the same."""

from __future__ import annotations

import ast
import difflib
import enum
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.errors import BrokenTree
from grader.mutants import general
from grader.mutants.operators import changes
from grader.mutants.program import Program
from grader.records import Exercise
from grader.workers.inspection import without_demo

__all__ = ["Kind", "Mutant", "of"]


class Kind(enum.StrEnum):
    """Whose mistakes they are."""

    ASYNCIO = "asyncio"
    GENERAL = "general"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A reference with one change.

    `operator`, `place` and `nth` say which one without line numbers, so that it is found again after the
    file was formatted or has grown.
    """

    exercise: Exercise
    kind: Kind
    id: str  # "ch27/ex02:drop-await@23", with .2 after it for the second on that line
    operator: str
    line: int
    place: str  # the code that is changed, or its first line: "await measure()"
    nth: int  # of those with this operator at such a place in the exercise, from 1
    text: str  # all of the mutant
    diff: str  # to the reference; both without comments


def of(root: Path, exercise: Exercise, kinds: Collection[Kind]) -> tuple[Mutant, ...]:
    """The mutants of `exercise`: by line those of asyncio, then the general ones.

    A change that makes no difference, doesn't compile, or comes to the same as one before is no mutant.

    Raises:
        BrokenTree: there is no reference that could be changed.
        UsageError: what makes general mutants isn't installed.
    """
    try:
        source = (root / exercise.reference).read_text(encoding="utf-8")
        original = Program(source).source()
    except (OSError, SyntaxError, ValueError) as error:
        raise BrokenTree(exercise.reference, f"it can't be read ({error})", "mend it") from None
    seen = {original}
    lines: Counter[tuple[str, int]] = Counter()
    places: Counter[tuple[str, str]] = Counter()
    found: list[Mutant] = []
    for kind, operator, line, place, text in _made(source, kinds):
        lines[operator, line] += 1
        places[operator, place] += 1
        if text in seen or not _compiles(text):
            continue
        seen.add(text)
        which = f".{lines[operator, line]}" if lines[operator, line] > 1 else ""
        found.append(
            Mutant(
                exercise=exercise,
                kind=kind,
                id=f"{exercise.id}:{operator}@{line}{which}",
                operator=operator,
                line=line,
                place=place,
                nth=places[operator, place],
                text=text,
                diff=_diff(original, text),
            )
        )
    return tuple(sorted(found, key=lambda each: (each.kind, each.line)))


def _made(source: str, kinds: Collection[Kind]) -> Iterator[tuple[Kind, str, int, str, str]]:
    if Kind.ASYNCIO in kinds:
        for number in range(sum(1 for _ in changes(Program(source)))):
            program = Program(source)  # a fresh one: a change uses it up
            change = list(changes(program))[number]
            line, place = _place(change.node)
            change.make()
            yield Kind.ASYNCIO, change.operator, line, place, program.source()
    if Kind.GENERAL in kinds:
        graded = _demo_blanked(source)
        numbered = graded.splitlines()
        for operator, line, text in general.mutated(graded):
            try:
                plain = ast.unparse(ast.parse(text)) + "\n"
            except SyntaxError:
                continue
            yield Kind.GENERAL, operator, line, numbered[line - 1].strip(), plain


def _demo_blanked(source: str) -> str:
    """`source` with empty lines in the place of its demo, so that the others keep their numbers."""
    tree = ast.parse(source)
    kept = without_demo(tree).body
    lines = source.splitlines()
    for node in tree.body:
        if node not in kept and node.end_lineno is not None:
            lines[node.lineno - 1 : node.end_lineno] = [""] * (node.end_lineno - node.lineno + 1)
    return "\n".join([*lines, ""])


def _place(node: ast.AST) -> tuple[int, str]:
    """The line and the code of what is changed; of a `try` that is its `finally`."""
    shown, head = node, ""
    if isinstance(node, ast.Try):
        shown, head = node.finalbody[0], "finally: "
    line: int = getattr(shown, "lineno", 0)
    return line, head + ast.unparse(shown).partition("\n")[0]


def _compiles(text: str) -> bool:
    try:
        compile(text, "mutant", "exec", dont_inherit=True)
    except SyntaxError:
        return False
    return True


def _diff(original: str, text: str) -> str:
    lines = difflib.unified_diff(original.splitlines(), text.splitlines(), lineterm="", n=2)
    return "\n".join([*lines][2:])
