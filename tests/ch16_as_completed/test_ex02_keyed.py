"""Hidden behaviours of results that come with their names."""

import asyncio

import pytest

from grader.testing import every_order, same


def told(pairs):
    """All pairs as one text, for a learner to read; anything else as it is."""
    if not isinstance(pairs, list) or not all(isinstance(each, tuple) for each in pairs):
        return pairs
    return ", ".join(" gave ".join(map(str, each)) for each in pairs)


async def test_no_jobs(exercise, clock):
    """Without jobs the list is empty, at once.

    `jobs` is {}.
    """
    pairs = await exercise.completion_order({})

    assert same(pairs, [])
    assert clock.now == 0


@every_order
async def test_pairs_in_the_order_of_their_ends(exercise, jobs):
    """Each result comes with the name of its own job, in the order in which the jobs finish.

    The job "a" returns "A" after 3 s, "b" returns "B" after 1 s, and "c" returns "C" after 2 s.
    """
    makes = {"a": (3, "A"), "b": (1, "B"), "c": (2, "C")}
    works = {name: jobs.make(name, n, value)() for name, (n, value) in makes.items()}

    pairs = await exercise.completion_order(works)

    assert same(told(pairs), "b gave B, c gave C, a gave A")


async def test_all_at_the_same_time(exercise, jobs, clock):
    """All jobs run at the same time, so the call takes as long as the longest of them.

    The jobs "a", "b" and "c" take 3, 1 and 2 s.
    """
    works = {name: jobs.make(name, n)() for name, n in (("a", 3), ("b", 1), ("c", 2))}

    await exercise.completion_order(works)

    assert clock.now == 3


async def test_equal_results(exercise, jobs):
    """Jobs with equal results keep their names.

    The jobs "a", "b" and "c" all return "seven", after 1, 2 and 0.5 s.
    """
    works = {name: jobs.make(name, n, "seven")() for name, n in (("a", 1), ("b", 2), ("c", 0.5))}

    pairs = await exercise.completion_order(works)

    assert same(told(pairs), "c gave seven, a gave seven, b gave seven")


async def test_results_that_look_like_failures(exercise, jobs):
    """What a job returns is its result, also if that is an exception object, or None.

    The job "a" returns None after 2 s, "b" returns an OSError object after 1 s.
    """
    error = OSError("in May")
    works = {"a": jobs.make("a", 2, None)(), "b": jobs.make("b", 1, error)()}

    pairs = await exercise.completion_order(works)

    assert same(pairs, [("b", error), ("a", None)])


@every_order
async def test_none_is_lost(exercise, jobs):
    """When several jobs finish at the same moment, all of them are in the list.

    The jobs "a", "b" and "c" take 1 s. What is compared are the sorted names.
    """
    works = {name: jobs.make(name, 1, name.upper())() for name in "abc"}

    pairs = await exercise.completion_order(works)

    assert same(sorted(name for name, _ in pairs), ["a", "b", "c"])


@every_order
async def test_none_is_mixed_up(exercise, jobs):
    """When several jobs finish at the same moment, each has its own result.

    The jobs "x" and "y" return "X" and "Y" after 2 and 3 s, "a" and "b" return "A" and "B" after
    1 s. What is compared are the sorted pairs.
    """
    times = {"x": 2, "y": 3, "a": 1, "b": 1}
    works = {name: jobs.make(name, n, name.upper())() for name, n in times.items()}

    pairs = await exercise.completion_order(works)

    assert same(sorted(pairs), [("a", "A"), ("b", "B"), ("x", "X"), ("y", "Y")])


@pytest.mark.allow("leaked-task", reason="the docstring lets the others go on")
async def test_a_failure(exercise, jobs, start, log):
    """When a job fails, its exception comes out at that moment, the same object.

    "bad" fails after 1 s, while "slow" takes 3 s. "quick" has returned after 0.5 s.
    """
    error = OSError("no signal")
    works = {"slow": jobs.make("slow", 3)(), "bad": jobs.make("bad", 1, raises=error)()}

    call = start("call", exercise.completion_order(works | {"quick": jobs.make("quick", 0.5)()}))
    await asyncio.wait([call])

    assert log.of("call") == ["call raised OSError 1"]
    assert same(call.exception(), error)
