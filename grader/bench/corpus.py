"""A generated tree in the project's own layout: many small exercises, five async tests each.

They use nothing but `exercise` and `same`, and no time passes in them, so that they can also be
run without pytest and without a virtual clock.
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["CHAPTERS", "EXERCISES", "write"]

CHAPTERS, EXERCISES = 20, 5  # of each chapter

PYPROJECT = """\
[tool.pytest.ini_options]
addopts = ["-p", "grader.testing.plugin", "--import-mode=importlib"]
asyncio_mode = "auto"
asyncio_default_fixture_loop_scope = "function"
asyncio_default_test_loop_scope = "function"
filterwarnings = ["error"]
timeout = 120
"""

_ENTRY = """
[{name}]
title = "Box {number}"
stars = 1
kind = "blank"
hints = ["look", "look again", "write it"]
"""

_HEAD = '''\
"""A box of {number} things that tasks share."""

import asyncio


class Box:
    """Holds up to {number} things."""

'''

_STUB = '''\
    async def put(self, thing: str) -> int:
        """Put `thing` in; return how many there are."""
        raise NotImplementedError
'''

_REFERENCE = '''\
    def __init__(self) -> None:
        self.things: list[str] = []
        self._lock = asyncio.Lock()

    async def put(self, thing: str) -> int:
        """Put `thing` in; return how many there are."""
        async with self._lock:
            await asyncio.sleep(0)
            if len(self.things) == {number}:
                raise OverflowError(thing)
            self.things.append(thing)
            return len(self.things)

    async def take(self) -> str:
        """Take out the oldest."""
        async with self._lock:
            await asyncio.sleep(0)
            return self.things.pop(0)

    async def drain(self) -> list[str]:
        """Take out all, one after the other."""
        return [await self.take() for _ in range(len(self.things))]
'''

_TEST = '''\
"""Hidden behaviours of box {number}."""

import asyncio

from grader.testing import same


async def test_one_thing(exercise):
    """A thing goes in and comes out."""
    box = exercise.Box()

    count = await box.put("a")

    assert same((count, await box.take()), (1, "a"))


async def test_many_at_once(exercise):
    """Tasks that put things in at once don't lose any."""
    box = exercise.Box()

    counts = await asyncio.gather(*(box.put(str(n)) for n in range({number})))

    assert same(sorted(counts), list(range(1, {number} + 1)))


async def test_in_order(exercise):
    """Things come out in the order in which they went in."""
    box = exercise.Box()
    for name in "abc"[:{number}]:
        await box.put(name)

    out = await box.drain()

    assert same(out, list("abc"[:{number}]))


async def test_too_many(exercise):
    """A full box refuses."""
    box = exercise.Box()
    for n in range({number}):
        await box.put(str(n))

    (error,) = await asyncio.gather(box.put("more"), return_exceptions=True)

    assert same(error.args, ("more",))


async def test_a_cancelled_task(exercise):
    """A cancelled task puts nothing in, and blocks nobody."""
    box = exercise.Box()
    task = asyncio.create_task(box.put("never"))
    await asyncio.sleep(0)
    task.cancel()

    await asyncio.wait([task])

    assert same((task.cancelled(), await box.put("a")), (True, 1))
'''


def write(root: Path, chapters: int = CHAPTERS) -> tuple[str, ...]:
    """Write the tree to the empty folder `root`; return the test files, relative to it."""
    (root / "pyproject.toml").write_text(PYPROJECT)
    tests: list[str] = []
    for chapter in range(1, chapters + 1):
        folder = f"ch{chapter:02}_generated"
        toml = f'title = "Chapter {chapter}"\n'
        for exercise in range(1, EXERCISES + 1):
            name, number = f"ex{exercise:02}_box", chapter + exercise
            head = _HEAD.format(number=number)
            toml += _ENTRY.format(name=name, number=number)
            tests.append(f"tests/{folder}/test_{name}.py")
            for path, text in (
                (f"exercises/{folder}/{name}.py", head + _STUB),
                (f"tests/{folder}/stubs/{name}.py", head + _STUB),
                (f"solutions/{folder}/{name}.py", head + _REFERENCE.format(number=number)),
                (tests[-1], _TEST.format(number=number)),
            ):
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_text(text)
        (root / f"exercises/{folder}/chapter.toml").write_text(toml)
    return tuple(tests)
