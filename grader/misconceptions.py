"""The table of wrong beliefs: its file, and which belief a learner's failures give away.

`tests/chNN_*/misconceptions.json` holds what grading needs of the variants, so that a tree without
variants grades just as well: for each exercise the keepers (behaviours that the stub passes) and
the reject variants' beliefs with their signatures. `python -m grader solutions --write` makes it;
nobody edits it by hand.

    {"schema": "kata-misconceptions/1",
     "exercises": {
       "ex01_account": {
         "keepers": ["test_a_balance_too_small"],
         "misconceptions": [
           {"variant": "reject_no_lock", "belief": "One thread, so no races.",
            "signatures": [{"test_a": "lost-update", "test_b": "wrong-value"}]}]}}}
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.records import Misconception, Outcome, Verdict

__all__ = ["SCHEMA", "Match", "Table", "match", "read", "render", "signature", "write"]

SCHEMA = "kata-misconceptions/1"

# How far a run came before it was cut off says nothing about what the learner believes, and an
# internal error is no failure at all.
_SAYS_NOTHING = {Verdict.PASSED, Verdict.NOT_REACHED, Verdict.INTERNAL_ERROR}

Signature = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What the file says about one exercise."""

    keepers: tuple[str, ...] = ()
    misconceptions: tuple[Misconception, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The belief that fits a learner's failures. `exact`: it explains them all."""

    belief: str
    exact: bool
    behaviours: frozenset[str]  # the failures that it explains


def signature(outcomes: Iterable[Outcome]) -> Signature:
    """The failures among `outcomes`, as a set of (behaviour, failure code).

    An outcome without a code counts under the name of its verdict ("timed-out").
    """
    return frozenset(
        (outcome.behaviour, outcome.code or outcome.verdict.value.replace("_", "-"))
        for outcome in outcomes
        if outcome.verdict not in _SAYS_NOTHING
    )


def match(misconceptions: Sequence[Misconception], failures: Signature) -> Match | None:
    """The belief whose signature equals `failures`, else the largest signature that they contain.

    Equally large signatures: the first in the table wins. Beliefs with one and the same signature
    can't be told apart, so they are all named.
    """
    signatures = [alternative for each in misconceptions for alternative in each.signatures]
    contained = [each for each in signatures if each and each <= failures]
    if not contained:
        return None
    best = max(contained, key=len)  # the first of the largest
    beliefs = dict.fromkeys(each.belief for each in misconceptions if best in each.signatures)
    return Match(
        belief=" Or: ".join(beliefs),
        exact=best == failures,
        behaviours=frozenset(behaviour for behaviour, _ in best),
    )


def read(path: Path) -> dict[str, Table]:
    """What the file at `path` says, by exercise name.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: it isn't what `write` writes; the message says what is wrong.
    """
    content = json.loads(path.read_bytes())
    if not isinstance(content, dict) or content.get("schema") != SCHEMA:
        raise ValueError(f'its schema is not "{SCHEMA}"')
    try:
        return {name: _table(entry) for name, entry in content["exercises"].items()}
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"it has not the form of {SCHEMA} ({error!r})") from None


def render(tables: Mapping[str, Table]) -> str:
    """The text of the file for `tables`: the same for equal tables, and kind to line-wise diffs."""
    content = {
        "schema": SCHEMA,
        "exercises": {
            name: {
                "keepers": list(table.keepers),
                "misconceptions": [
                    {
                        "variant": each.variant,
                        "belief": each.belief,
                        "signatures": [dict(sorted(pairs)) for pairs in each.signatures],
                    }
                    for each in table.misconceptions
                ],
            }
            for name, table in sorted(tables.items())
        },
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def write(path: Path, tables: Mapping[str, Table]) -> None:
    """Replace the file at `path` in one step: a reader sees the old one or the new one."""
    new = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        new.write_text(render(tables), encoding="utf-8", newline="\n")
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def _table(entry: Any) -> Table:
    return Table(
        keepers=_words(entry["keepers"]),
        misconceptions=tuple(
            Misconception(
                belief=_word(each["belief"]),
                variant=_word(each["variant"]),
                signatures=tuple(
                    frozenset((_word(name), _word(code)) for name, code in pairs.items())
                    for pairs in each["signatures"]
                ),
            )
            for each in entry["misconceptions"]
        ),
    )


def _words(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError(f"not a list: {value!r}")
    return tuple(_word(each) for each in value)


def _word(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"not a string: {value!r}")
    return value
