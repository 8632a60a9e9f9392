"""Hidden behaviours of loading while something else is prepared."""

import asyncio

import pytest

from grader.testing import every_order, same


async def test_all_begin_at_once(exercise, jobs, log):
    """`prepare` and all loads begin at once.

    `prepare` takes 2 s, two loads take 3 and 1 s. All three begin at 0 s.
    """
    loads = jobs.make("load-a", takes=3), jobs.make("load-b", takes=1)

    await exercise.overlap(loads, jobs.make("prepare", takes=2))

    beginnings = sorted(line for line in log if "started" in line)
    assert beginnings == ["load-a started 0", "load-b started 0", "prepare started 0"]


async def test_the_results(exercise, jobs, clock):
    """The call returns the result of `prepare` and those of the loads, when all have ended.

    `prepare` takes 2 s and returns "P"; two loads take 3 and 1 s and return "a" and "b".
    """
    loads = jobs.make("load-a", takes=3, returns="a"), jobs.make("load-b", takes=1, returns="b")

    results = await exercise.overlap(loads, jobs.make("prepare", takes=2, returns="P"))

    assert same(results, ("P", ["a", "b"]))
    assert clock.now == 3


async def test_a_long_load(exercise, jobs, clock):
    """When `prepare` is ready before the loads, the call waits for them.

    `prepare` takes 1 s, the only load 5 s.
    """
    load = jobs.make("load", takes=5, returns="a")

    results = await exercise.overlap([load], jobs.make("prepare", takes=1, returns="P"))

    assert same(results, ("P", ["a"]))
    assert clock.now == 5


async def test_a_long_preparation(exercise, jobs, clock):
    """When the loads are ready before `prepare`, their results are in the list all the same.

    `prepare` takes 5 s, the only load 1 s.
    """
    load = jobs.make("load", takes=1, returns="a")

    results = await exercise.overlap([load], jobs.make("prepare", takes=5, returns="P"))

    assert same(results, ("P", ["a"]))
    assert clock.now == 5


@every_order
async def test_the_last_load_first(exercise, jobs, clock):
    """The results of the loads have the order of the loads, even if the last one is ready first.

    `prepare` takes 2 s; three loads take 3, 2 and 1 s, and return "a", "b" and "c".
    """
    loads = [jobs.make(f"load-{name}", n, name) for name, n in (("a", 3), ("b", 2), ("c", 1))]

    results = await exercise.overlap(loads, jobs.make("prepare", takes=2, returns="P"))

    assert same(results, ("P", ["a", "b", "c"]))
    assert clock.now == 3


async def test_a_load_that_is_there_twice(exercise, jobs):
    """A load that is there twice runs twice, and both results are in the list.

    `loads` is [load, load]. The one run returns 1, the other 2.
    """
    numbers = iter([1, 2])
    load = jobs.make("load", takes=1, returns=lambda: next(numbers))

    prepared, loaded = await exercise.overlap([load, load], jobs.make("prepare", returns="P"))

    assert same((prepared, sorted(loaded)), ("P", [1, 2]))


async def test_no_loads(exercise, jobs, clock):
    """Without loads the list is empty.

    `prepare` takes 1 s, and `loads` is [].
    """
    results = await exercise.overlap([], jobs.make("prepare", takes=1, returns="P"))

    assert same(results, ("P", []))
    assert clock.now == 1


@pytest.mark.allow("leaked-task", reason="the docstring lets the loads go on")
async def test_prepare_fails(exercise, jobs, start, log):
    """When `prepare` fails, its exception comes out at that moment, the same object.

    `prepare` fails after 1 s, while two loads of 3 and 5 s are under way.
    """
    error = OSError("no space")
    loads = jobs.make("load-a", takes=3), jobs.make("load-b", takes=5)

    call = start("call", exercise.overlap(loads, jobs.make("prepare", takes=1, raises=error)))
    await asyncio.wait([call])

    assert log.of("call") == ["call raised OSError 1"]
    assert same(call.exception(), error)
