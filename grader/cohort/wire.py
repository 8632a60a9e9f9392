"""What passes between machines, as plain values: requests, observations, and what both have to agree on.

Exercises travel by their ids: whoever grades has them in a trusted tree of its own. That this tree and
its grader are the same as ours is agreed on beforehand.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from grader import index
from grader.records import Exercise, Moment, Observation, Outcome, Status, Verdict
from grader.submission import Source
from grader.workers.supervisor import Request

__all__ = [
    "differences",
    "from_observation",
    "from_request",
    "terms",
    "to_observation",
    "to_request",
]


def terms(digests: Mapping[str, str], exercises: Iterable[str]) -> dict[str, Any]:
    """What verdicts hang on here, apart from what is graded.

    Args:
        digests: what stands for the trusted files of each exercise of the tree, by their ids.
        exercises: the ids of those that count.
    """
    return {
        "grader": index.grader_digest(),
        "Python": ".".join(map(str, sys.version_info[:2])),
        "platform": sys.platform,
        "exercises": {each: digests.get(each, "") for each in exercises},
    }


def differences(theirs: Mapping[str, Any], ours: Mapping[str, Any]) -> Iterator[str]:
    """In what two machines' terms differ, in words."""
    if theirs["grader"] != ours["grader"]:
        yield "its grader is another version"
    for name in ("Python", "platform"):
        if theirs[name] != ours[name]:
            yield f"its {name} is {theirs[name]}, not {ours[name]}"
    found = theirs["exercises"]
    others = [name for name, value in ours["exercises"].items() if found.get(name) != value]
    if others:
        more = f" and {len(others) - 1} more" if len(others) > 1 else ""
        yield f"its copy of {others[0]}{more} has other tests or stubs"


def from_request(request: Request) -> dict[str, Any]:
    """What has to be known of a request that has a source."""
    assert isinstance(request.source, Source)
    return {
        "exercise": request.exercise.id,
        "text": request.source.content.decode("utf-8"),
        "guard": request.guard,
    }


def to_request(plain: Mapping[str, Any], exercises: Mapping[str, Exercise]) -> Request:
    """The request that was meant; `exercises`: what there is, by ids."""
    exercise = exercises[plain["exercise"]]
    source = Source(path=Path(exercise.path), content=plain["text"].encode("utf-8"))
    return Request(exercise=exercise, source=source, guard=plain["guard"])


def from_observation(seen: Observation) -> dict[str, Any]:
    """Everything that was seen."""
    return _shallow(seen) | {"outcomes": [_shallow(each) for each in seen.outcomes]}


def to_observation(plain: Mapping[str, Any]) -> Observation:
    """What was seen, after JSON has turned enums into words and tuples into lists."""
    changed = {
        "outcomes": tuple(map(_outcome, plain["outcomes"])),
        "status": Status(plain["status"]),
        "violations": tuple(plain["violations"]),
        "layers": tuple((name, state) for name, state in plain["layers"]),
    }
    return Observation(**{**plain, **changed})


def _outcome(plain: Mapping[str, Any]) -> Outcome:
    changed = {
        "verdict": Verdict(plain["verdict"]),
        "advice": tuple(plain["advice"]),
        "timeline": tuple(Moment(*row) for row in plain["timeline"]),
    }
    return Outcome(**{**plain, **changed})


def _shallow(record: Observation | Outcome) -> dict[str, Any]:
    return {each.name: getattr(record, each.name) for each in fields(record)}
