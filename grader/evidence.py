"""Reads a grade that was made elsewhere, and scores it anew from its verdicts.

Where learner code has run, nothing is certain any more; so what comes from there is evidence. Points,
totals and beliefs in it are not looked at: they are worked out again from the verdicts, against what the
trusted tree expects. What doesn't fit makes an exercise need a look, as in any other run.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from grader.errors import UsageError
from grader.judge import judge
from grader.pipeline import environment
from grader.records import (
    Catalogue,
    Exercise,
    Grade,
    Judgement,
    Moment,
    Observation,
    Outcome,
    Status,
    Verdict,
)
from grader.reports.json import SCHEMA
from grader.score import NO_TERMS, Terms, score

__all__ = ["LIMIT", "read"]

LIMIT = 64 << 20  # bytes
_TEXTS = ("code", "message", "expected", "observed", "next", "traceback", "output")


def read(
    text: bytes,
    known: Catalogue,
    cleared: Mapping[str, str] | None = None,
    terms: Terms | None = None,
) -> Grade:
    """The grade that the evidence in `text` amounts to.

    Args:
        text: what `grade --json` wrote.
        known: the trusted catalogue, with every exercise that the evidence may speak of.
        cleared: why a person lets exercises pass, by their ids. What the evidence says of that counts
            for nothing.
        terms: what the course makes of points.

    Raises:
        UsageError: it is no such JSON.
    """
    if len(text) > LIMIT:
        raise UsageError(f"the evidence is larger than {LIMIT >> 20} MiB, so it can't be a grade")
    try:
        content = json.loads(text)
        if content["schema"] != SCHEMA:
            raise UsageError(f"the evidence is of schema {content['schema']!r}, not {SCHEMA}")
        told = list(_exercises(content))
        layers = tuple(content["environment"]["layers"].items())
        judgements = list(_judgements(told, known, layers, cleared or {}))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UsageError(f"the evidence can't be read as a grade: {error!r}"[:300]) from None
    return score(known, judgements, environment=environment(), terms=terms or NO_TERMS)


def _exercises(content: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for chapter in content["chapters"]:
        yield from chapter["exercises"]


def _judgements(
    told: list[Mapping[str, Any]],
    known: Catalogue,
    layers: tuple[tuple[str, str], ...],
    cleared: Mapping[str, str],
) -> Iterator[Judgement]:
    by_id = {each.id: each for chapter in known.chapters for each in chapter.exercises}
    seen: set[str] = set()
    for one in told:
        name = one["id"]
        if name not in by_id or name in seen:
            raise ValueError(f"it speaks of {name!r}, which is unknown or told twice")
        seen.add(name)
        yield _judgement(one, by_id[name], layers, cleared.get(name, ""))


def _judgement(
    one: Mapping[str, Any],
    exercise: Exercise,
    layers: tuple[tuple[str, str], ...],
    cleared: str,
) -> Judgement:
    status = Status(one["status"])
    outcomes = tuple(_outcome(each) for each in one["behaviours"])
    observation = Observation(
        exercise=exercise.id,
        outcomes=outcomes if status is not Status.NOT_AVAILABLE else (),
        status=status,
        message=str(one["message"]),
        line=_line(one["line"]),
        violations=tuple(map(str, one["notices"])),
        layers=tuple((str(name), str(state)) for name, state in layers),
    )
    return judge(exercise, observation, cleared=cleared)


def _outcome(one: Mapping[str, Any]) -> Outcome:
    texts = {name: str(one[name]) for name in _TEXTS}
    return Outcome(
        behaviour=str(one["id"]),
        case=0,  # it isn't told
        verdict=Verdict(one["verdict"]),
        line=_line(one["line"]),
        advice=tuple(map(str, one["advice"])),
        timeline=tuple(_moment(row) for row in one.get("timeline", ())),
        **texts,
    )


def _moment(row: list[Any]) -> Moment:
    time, task, event, detail, line, number = row
    return Moment(float(time), str(task), str(event), str(detail), _line(line), int(number))


def _line(value: Any) -> int | None:
    return value if type(value) is int and 0 < value < 1 << 31 else None
