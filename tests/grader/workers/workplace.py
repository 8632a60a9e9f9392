"""A small trusted tree with one exercise, and files to be run against it."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from grader.records import Behaviour, Exercise, Kind, Observation
from grader.submission import Source
from grader.workers.supervisor import Request, Settings, Workers
from tests.grader.builders import write

STUB = '''\
"""Doubling."""


async def double(number: int) -> int:
    """Return twice `number`."""
    raise NotImplementedError
'''

RIGHT = STUB.replace("raise NotImplementedError", "return 2 * number")

TEST = '''\
"""Hidden behaviours of the double."""

from grader.testing import same


async def test_one(exercise):
    """One is doubled."""
    assert same(await exercise.double(1), 2)


async def test_two(exercise):
    """Two is doubled."""
    assert same(await exercise.double(2), 4)


async def test_three(exercise):
    """Three is doubled."""
    assert same(await exercise.double(3), 6)
'''

# Processor time doesn't depend on what else the machine does; real time does, so that is long.
# What is refused to learners is what these files do, so they go without the guard.
QUICK = Settings(cpu=0.5, wall=20, exercise_wall=60, guard=False)


def write_tree(
    root: Path,
    *,
    test: str = TEST,
    stubs: Sequence[str] = (STUB,),
    behaviours: Iterable[str] = ("test_one", "test_two", "test_three"),
) -> Exercise:
    """Write what workers read of a trusted tree, and return its only exercise."""
    write(root, "tests/ch90_faults/test_ex01_double.py", test)
    paths = [
        f"tests/ch90_faults/stubs/ex01_double{number or ''}.py" for number in range(len(stubs))
    ]
    for path, stub in zip(paths, stubs, strict=True):
        write(root, path, stub)
    return Exercise(
        id="ch90/ex01",
        name="ex01_double",
        folder="ch90_faults",
        title="Double",
        kind=Kind.BLANK,
        stars=1,
        hints=("a", "b", "c"),
        behaviours=tuple(Behaviour(id=name, statement=name, scenario="") for name in behaviours),
        stubs=tuple(paths),
    )


def request(exercise: Exercise, content: str | bytes) -> Request:
    """A request to run this as the learner's file."""
    data = content.encode() if isinstance(content, str) else content
    return Request(exercise=exercise, source=Source(path=Path("ex01_double.py"), content=data))


def observe(
    root: Path,
    content: str | bytes,
    *,
    settings: Settings = QUICK,
    **tree: object,
) -> Observation:
    """What workers see of one file, run on its own."""
    exercise = write_tree(root, **tree)  # type: ignore[arg-type]
    with Workers(root=root, jobs=1, settings=settings) as workers:
        ((_, seen),) = workers.run([request(exercise, content)])
    return seen


def verdicts(seen: Observation) -> dict[str, str]:
    """Verdict by behaviour."""
    return {outcome.behaviour: outcome.verdict.value for outcome in seen.outcomes}
