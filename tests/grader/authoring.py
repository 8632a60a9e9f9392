"""A small tree with one finished exercise, as an author would hand it in, and trials of it."""

from pathlib import Path

from grader.records import Exercise, Judgement, Kind
from grader.solutions.trials import REFERENCE, STUB, Result, Trial
from grader.variants import Variant
from tests.grader.builders import write

HEAD = '''\
"""Doubles of what takes its time."""

from collections.abc import Awaitable, Callable


async def double(fetch: Callable[[], Awaitable[int]]) -> int:
    """Return twice the number that `fetch()` gives.

    If it raises OSError, return 0.
    """
'''

REFERENCE_BODY = """\
    try:
        return 2 * await fetch()
    except OSError:
        return 0
"""

FILES = {
    "exercises/ch27_locks/README.md": "# Locks\n\n1. [ex01_double](ex01_double.py)\n",
    "exercises/ch27_locks/chapter.toml": """\
title = "Locks"

[ex01_double]
title = "Double"
stars = 1
kind = "broken"
hints = ["a nudge", "clearer", "nearly the answer"]
""",
    "exercises/ch27_locks/ex01_double.py": HEAD + "    return await fetch()\n",
    "tests/ch27_locks/stubs/ex01_double.py": HEAD + "    return await fetch()\n",
    "solutions/ch27_locks/ex01_double.py": HEAD + REFERENCE_BODY,
    "tests/ch27_locks/test_ex01_double.py": '''\
"""Hidden behaviours of the double."""

from grader.testing import same


async def test_a_number(exercise, jobs):
    """The number is doubled."""
    assert same(await exercise.double(jobs.make("fetch", takes=1, returns=4)), 8)


async def test_a_failure(exercise, jobs):
    """A failure counts as 0."""
    assert same(await exercise.double(jobs.make("fetch", raises=OSError)), 0)
''',
    "tests/ch27_locks/variants/ex01_double/accept_twice.py": HEAD.replace("Doubles of", "Adds")
    + """\
    try:
        number = await fetch()
    except OSError:
        return 0
    return number + number
""",
    "tests/ch27_locks/variants/ex01_double/accept_default.py": HEAD.replace("Doubles of", "Keeps")
    + """\
    number = 0
    try:
        number = await fetch()
    except OSError:
        pass
    return number * 2
""",
    "tests/ch27_locks/variants/ex01_double/reject_stub.py": '''\
"""Awaiting doubles, and nothing fails.

kills: test_a_number
loses: test_a_number test_a_failure
"""
''',
    "tests/ch27_locks/variants/ex01_double/reject_lets_it_out.py": '''\
"""A failure is the caller's affair.

kills: test_a_failure
loses: test_a_failure
"""


async def double(fetch):
    return 2 * await fetch()
''',
    "tests/ch27_locks/variants/ex01_double/reject_square.py": '''\
"""Doubling is squaring.

kills: test_a_number
loses: test_a_number
"""


async def double(fetch):
    try:
        return (await fetch()) ** 2
    except OSError:
        return 0
''',
    "tests/ch27_locks/misconceptions.json": """\
{
  "schema": "kata-misconceptions/1",
  "exercises": {
    "ex01_double": {
      "keepers": [],
      "misconceptions": [
        {
          "variant": "reject_lets_it_out",
          "belief": "A failure is the caller's affair.",
          "signatures": [{"test_a_failure": "raised"}]
        },
        {
          "variant": "reject_square",
          "belief": "Doubling is squaring.",
          "signatures": [{"test_a_number": "wrong-value"}]
        },
        {
          "variant": "reject_stub",
          "belief": "Awaiting doubles, and nothing fails.",
          "signatures": [{"test_a_failure": "raised", "test_a_number": "wrong-value"}]
        }
      ]
    }
  }
}
""",
}


def write_exercise(root: Path) -> Path:
    """The whole tree."""
    for path, text in FILES.items():
        write(root, path, text)
    return root


# -- trials that never ran


def reference(known: Exercise, judged: Judgement | None) -> Result:
    """What became of the reference."""
    trial = Trial(exercise=known, name=REFERENCE, file=known.reference)
    return Result(trial=trial, judgement=judged)


def stub(known: Exercise, judged: Judgement | None, **header) -> Result:
    """What became of the stub; without `header` it has no reject_stub.py."""
    variant = _variant(known, STUB, **header) if header else None
    trial = Trial(exercise=known, name=STUB, file=known.stubs[0], variant=variant)
    return Result(trial=trial, judgement=judged)


def accept(known: Exercise, judged: Judgement | None, name: str = "accept_x") -> Result:
    """What became of an accept variant."""
    variant = _variant(known, name, accept=True)
    trial = Trial(exercise=known, name=name, file=variant.code, variant=variant)
    return Result(trial=trial, judgement=judged)


def reject(
    known: Exercise, judged: Judgement | None, name: str = "reject_x", absent: str = "", **header
) -> Result:
    """What became of a reject variant."""
    variant = _variant(known, name, **header)
    trial = Trial(exercise=known, name=name, file=variant.code, variant=variant, absent=absent)
    return Result(trial=trial, judgement=judged)


def _variant(
    known: Exercise,
    name: str,
    kills: str = "",
    loses: str = "",
    belief: str = "",
    *,
    accept: bool = False,
) -> Variant:
    path = f"tests/{known.folder}/variants/{known.name}/{name}.py"
    return Variant(
        name=name,
        path=path,
        code=path,
        accept=accept,
        belief=belief or f"The belief of {name}.",
        kills=tuple(f"test_{each}" for each in kills.split()),
        loses=tuple(f"test_{each}" for each in (loses or kills).split()),
    )


def broken_stub(known: Exercise) -> Exercise:
    """The same exercise with a stub that is wrong, not empty."""
    from dataclasses import replace

    return replace(known, kind=Kind.BROKEN, stubs=(f"tests/{known.folder}/stubs/{known.name}.py",))
