"""A small tree with one exercise, in whose file there is a wait too many."""

from pathlib import Path

from tests.grader.builders import write

EXERCISE, SOLUTION, TEST, PRISTINE = (
    f"{place}ex01_both.py"
    for place in (
        "exercises/ch27_locks/",
        "solutions/ch27_locks/",
        "tests/ch27_locks/test_",
        "tests/ch27_locks/stubs/",
    )
)
STUB = '''\
"""Two answers."""

import asyncio


async def both(one, two):
    """Return what `one()` and `two()` give, which are asked at once."""
'''
REFERENCE = (
    STUB
    + """\
    async def secret_helper(ask, lock=asyncio.Lock()):
        async with lock:
            await asyncio.sleep(0)
        return await ask()

    tasks = [asyncio.create_task(secret_helper(each)) for each in (one, two)]
    return [await each for each in tasks]
"""
)
LATE = STUB + "    return [await one(), await two()]\n"
HIDDEN = '''\
"""Hidden behaviours."""

import pytest

from grader.testing import every_order, same


@pytest.mark.parametrize("seconds", [0, 4])
async def test_at_once(exercise, jobs, clock, seconds):
    """They are asked at once."""
    await exercise.both(jobs.make("one", takes=1), jobs.make("two", takes=seconds))

    assert same(clock.now, max(1, seconds))


@every_order
async def test_in_every_order(exercise, jobs, clock):
    """They are asked at once in every order of events."""
    await exercise.both(jobs.make("one", takes=1), jobs.make("two", takes=1))

    assert same(clock.now, 1)


async def test_the_answers(exercise, jobs):
    """The answers come back."""
    one, two = jobs.make("one", takes=1, returns=1), jobs.make("two", takes=1, returns=2)

    assert same(await exercise.both(one, two), [1, 2])
'''
TOML = """\
title = "Locks"

[ex01_both]
title = "Both"
stars = 1
kind = "blank"
hints = ["a nudge", "clearer", "nearly the answer"]
"""


def write_late(root: Path) -> Path:
    """The whole tree."""
    write(root, "exercises/ch27_locks/chapter.toml", TOML)
    write(root, EXERCISE, LATE)
    write(root, PRISTINE, STUB + "    raise NotImplementedError\n")
    write(root, TEST, HIDDEN)
    write(root, SOLUTION, REFERENCE)
    return root
