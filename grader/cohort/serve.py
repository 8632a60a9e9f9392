"""A grader that is asked over its standard input, a line of JSON at a time: `python -m grader.cohort.serve`.

The first line says which tree and which terms; the answer, in what this machine differs. If that is
nothing, each line that follows is a list of requests, and each is answered by a line: its number in
the list, and what was seen. It ends with its input.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from grader import index
from grader.cohort import wire
from grader.errors import Refusal
from grader.records import Exercise
from grader.workers.supervisor import Workers


def main() -> None:
    """Serve until nobody asks any more."""
    with os.fdopen(os.dup(1), "w", encoding="ascii") as answers:
        os.dup2(2, 1)  # whatever is printed is no answer

        def tell(answer: Any) -> None:
            answers.write(json.dumps(answer) + "\n")
            answers.flush()

        hello = json.loads(sys.stdin.readline())
        root = Path(hello["tree"])
        with Workers(root=root, jobs=1) as workers:
            exercises, differences = _agree(root, hello)
            tell(differences)
            for line in () if differences else sys.stdin:
                requests = [wire.to_request(each, exercises) for each in json.loads(line)]
                numbers = {id(request): number for number, request in enumerate(requests)}
                for request, seen in workers.run(requests):
                    tell([numbers[id(request)], wire.from_observation(seen)])


def _agree(root: Path, hello: dict[str, Any]) -> tuple[dict[str, Exercise], list[str]]:
    """The exercises by their ids, and in what we differ from what is asked for."""
    try:
        found = index.load(root, hello["folders"], index.grader_digest())
    except Refusal as refusal:
        return {}, [f"its tree {root} is broken or missing ({refusal})"]
    ours = hello["terms"]
    differences = wire.differences(wire.terms(found.digests, ours["exercises"]), ours)
    chapters = found.catalogue.chapters
    return {each.id: each for chapter in chapters for each in chapter.exercises}, [*differences]


if __name__ == "__main__":
    main()
