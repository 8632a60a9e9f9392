"""Hidden behaviours of running coroutines that all succeed, or are stopped."""

import asyncio

import pytest

from grader.testing import every_cancellation, every_order, same


async def fails_in_clean_up(error):
    """Work for 9 s, and fail when that is cut short."""
    try:
        await asyncio.sleep(9)
    finally:
        raise error


@every_order
async def test_the_results(exercise, jobs, clock):
    """When all succeed, the results are a list, in the order of the coroutines.

    Two coroutines take 2 and 1 s, and return "a" and "b".
    """
    a, b = jobs.make("a", takes=2, returns="a"), jobs.make("b", takes=1, returns="b")

    results = await exercise.all_or_nothing(a(), b())

    assert same(results, ["a", "b"])
    assert clock.now == 2


async def test_no_coroutines(exercise, clock):
    """Without coroutines the list is empty.

    The call gets no argument at all.
    """
    results = await exercise.all_or_nothing()

    assert same(results, [])
    assert clock.now == 0


async def test_the_first_failure(exercise, jobs, start, log):
    """The first exception comes out, the same object, as soon as the others have been cancelled.

    Two coroutines would take 5 and 9 s, and need no time to clean up; the third fails after 1 s.
    """
    error = OSError("no room")
    a, b = jobs.make("a", takes=5), jobs.make("b", takes=9)
    c = jobs.make("c", takes=1, raises=error)

    call = start("call", exercise.all_or_nothing(a(), b(), c()))
    await asyncio.wait([call])

    assert log.of("call") == ["call raised OSError 1"]
    assert same(call.exception(), error)


async def test_nothing_happens_afterwards(exercise, jobs, start, clock, log):
    """After a failure, the others don't do what they would have done later on.

    `a` fails after 1 s. `b` would have returned at 3 s.
    """
    a, b = jobs.make("a", takes=1, raises=OSError), jobs.make("b", takes=3)
    start("call", exercise.all_or_nothing(a(), b()))

    await clock.until(5)

    assert log.of("b") == ["b started 0", "b cancelled 1"]


@pytest.mark.code("cancelled")
async def test_clean_up(exercise, jobs, start, log):
    """The exception comes out when the others have cleaned up; they do so at the same time.

    `a` fails at 1 s. `b` cleans up for 2 s, till 3 s, and `c` for 1 s, till 2 s.
    """
    a = jobs.make("a", takes=1, raises=OSError)
    b, c = jobs.make("b", takes=9, cleanup=2), jobs.make("c", takes=9, cleanup=1)

    call = start("call", exercise.all_or_nothing(a(), b(), c()))
    await asyncio.wait([call])

    assert not log.times("interrupted"), "a clean-up was cut short by a second `cancel()`"
    assert log.of("call") == ["call raised OSError 3"]
    assert log[4:6] == ["c cancelled 2", "b cancelled 3"]


async def test_a_clean_up_fails(exercise, jobs, start, log):
    """An exception out of a clean-up doesn't take the place of the first one.

    The second coroutine fails after 1 s. The first one, cancelled for that, fails in its clean-up.
    """
    error = OSError("no room")
    bad = jobs.make("bad", takes=1, raises=error)

    call = start("call", exercise.all_or_nothing(fails_in_clean_up(ValueError("oops")), bad()))
    await asyncio.wait([call])

    assert log.of("call") == ["call raised OSError 1"]
    assert same(call.exception(), error)


@every_order
async def test_failures_at_the_same_moment(exercise, jobs, start, log):
    """Of exceptions at the same moment one comes out; none is lost, in whatever order they come.

    `a` and `b` fail after 1 s, each with an OSError; `c` would fail after 2 s. Whatever doesn't
    come out has to be retrieved.
    """
    a, b = (jobs.make(name, takes=1, raises=OSError("no route")) for name in "ab")
    c = jobs.make("c", takes=2, raises=ValueError("c"))

    call = start("call", exercise.all_or_nothing(a(), b(), c()))
    await asyncio.wait([call])

    assert log.of("call") == ["call raised OSError 1"]


@pytest.mark.code("cancelled")
async def test_the_caller_is_cancelled(exercise, jobs, start, clock, log):
    """When the call is cancelled, so are the coroutines, once; it ends when they have cleaned up.

    The call is cancelled at 1 s. `a` cleans up for 2 s, till 3 s, and `b` for 1 s, till 2 s.
    """
    a, b = jobs.make("a", takes=9, cleanup=2), jobs.make("b", takes=9, cleanup=1)
    call = start("call", exercise.all_or_nothing(a(), b()))
    await clock.until(1)

    call.cancel()
    await asyncio.wait([call])

    assert not log.times("interrupted"), "a clean-up was cut short by a second `cancel()`"
    assert log.of("call") == ["call cancelled 3"]
    assert log[2:4] == ["b cancelled 2", "a cancelled 3"]


@pytest.mark.code("leaked-task")
@every_cancellation
async def test_cancelled_at_any_moment(exercise, jobs, start, cancel):
    """Whenever the call is cancelled, it ends as cancelled, and nothing is left running.

    Three coroutines take 1, 2 and 3 s, and as long to clean up. The call is cancelled wherever it
    waits, in each run of the test at another moment; also when only some of them have begun.
    """
    coros = [jobs.make(name, takes=n, cleanup=n)() for n, name in enumerate("abc", 1)]
    call = start("call", exercise.all_or_nothing(*coros))

    await cancel(call)

    assert jobs.running == 0, "a coroutine is still running"
