"""What the protections around learners' code cost: everything graded with all of them, and without.

Run as a program, `python -m grader.bench.layers ROOT all|none`, it grades the references of a tree
and prints the milliseconds of processor time that a child needs for an exercise.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from grader import catalogue
from grader.bench import AT_A_TIME, corpus
from grader.bench.plan import Plan
from grader.bench.sections import Section, at_most
from grader.bench.timing import environment
from grader.errors import Refusal
from grader.judge import judge
from grader.records import Status
from grader.workers.supervisor import Request, Settings, Workers

__all__ = ["layers", "main"]

ALL = Settings()
NONE = Settings(guard=False, without=("files", "network", "processes"))
WORDS = {"all": ALL, "none": NONE}


def layers(plan: Plan) -> Section:
    """A generated tree, with every protection and with none that can be left off."""
    found: dict[str, list[tuple[float, float]]] = {word: [] for word in WORDS}
    with tempfile.TemporaryDirectory(prefix="kata-bench-") as folder:
        root = Path(folder).resolve()
        count = len(corpus.write(root))
        for turn in range(plan.repeats + 1):
            for word, pairs in found.items():
                plan.tell(f"{word} layers, {f'{turn} of {plan.repeats}' if turn else 'warming up'}")
                start = time.perf_counter()
                spent = _run(root, word)
                if turn:
                    pairs.append((time.perf_counter() - start, spent))
    rounds = zip(found["all"], found["none"], strict=True)
    ratio = statistics.median(one[0] / other[0] for one, other in rounds)
    spent = statistics.median(each for _, each in found["all"])
    return Section(
        name="layers",
        title=f"All protections, and none that can be left off: {count} generated exercises",
        columns=("layers", "median s", "least s", "most s", "a child's ms for an exercise"),
        rows=tuple(
            (
                word,
                round(statistics.median(seconds), 3),
                round(min(seconds), 3),
                round(max(seconds), 3),
                round(statistics.median(each for _, each in runs), 1),
            )
            for word, runs in found.items()
            if (seconds := [each for each, _ in runs])
        ),
        claims=(
            at_most("all / none", ratio, 1.5),
            at_most("a child's processor time for an exercise, all on", spent, 60, "ms"),
        ),
    )


def _run(root: Path, word: str) -> float:
    command = [sys.executable, "-m", "grader.bench.layers", str(root), word]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise Refusal(f"grading with {word} layers failed:\n{done.stderr[-1500:]}")
    return float(done.stdout)


def main(root: Path, settings: Settings) -> float:
    """Grade every reference; return milliseconds of processor time for each.

    Raises:
        Refusal: one of them doesn't pass.
    """
    known = catalogue.load(root, table=False)
    exercises = [each for chapter in known.chapters for each in chapter.exercises]
    with Workers(root=root, jobs=AT_A_TIME, settings=settings) as workers:
        requests = [Request.of(exercise, root / "solutions") for exercise in exercises]
        spent = 0.0
        for request, seen in workers.run(requests):
            if judge(request.exercise, seen).status is not Status.GRADED:
                raise Refusal(f"{seen.exercise}: {seen.message} {seen.violations}")
            spent += seen.cpu
    return spent * 1000 / len(exercises)


if __name__ == "__main__":
    print(round(main(Path(sys.argv[1]), WORDS[sys.argv[2]]), 2))  # noqa: T201  # for `_run`
