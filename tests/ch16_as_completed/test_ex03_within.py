"""Hidden behaviours of taking what arrives in time."""

import asyncio

import pytest

from grader.testing import every_cancellation, every_order, same

# A member that is cancelled fails with nothing, so no exception can be lost in these scenarios.
WAIT_FOR = "in 3.11 a cancelled `wait_for` never looks at the CancelledError of its `gather`"


@every_order
async def test_what_is_there_in_time(exercise, jobs, start, log):
    """When the time is up, the call returns what is there, in the order of arrival.

    Three coroutines take 4, 2 and 1 s, and have 2.5 s. Each returns what it took as a text: "1 s"
    and "2 s" are there by then.
    """
    coros = [jobs.make(f"job-{n}", takes=n, returns=f"{n} s")() for n in (4, 2, 1)]

    call = start("call", exercise.within(coros, 2.5))
    await asyncio.wait([call])

    assert log.of("call") == ["call returned 2.5"]
    assert same(call.result(), ["1 s", "2 s"])


async def test_the_late_ones_stop(exercise, jobs, clock, log):
    """What is not there in time is cancelled when the time is up, once.

    "quick" and "late" take 1 and 5 s, and have 2.5 s. "late" cleans up for 1 s when it is
    cancelled. The lines tell what becomes of it, up to 9 s.
    """
    quick, late = jobs.make("quick", takes=1), jobs.make("late", takes=5, cleanup=1)

    await exercise.within([quick(), late()], 2.5)
    await clock.until(9)

    assert log.of("late") == ["late started 0", "late cancelled 3.5"]


async def test_clean_up_is_waited_for(exercise, jobs, start, log):
    """The call returns when the late ones have cleaned up.

    Three coroutines take 1, 5 and 6 s, and have 2 s. The late ones clean up for 1 and 0.5 s, the
    last one till 3 s.
    """
    quick = jobs.make("quick", takes=1, returns="quick")
    late, later = jobs.make("late", takes=5, cleanup=1), jobs.make("later", takes=6, cleanup=0.5)

    call = start("call", exercise.within([late(), quick(), later()], 2))
    await asyncio.wait([call])

    assert log.of("call") == ["call returned 3"]
    assert log.of("late") == ["late started 0", "late cancelled 3"]
    assert same(call.result(), ["quick"])


async def test_all_in_time(exercise, jobs, start, log):
    """When all results are there before the time is up, the call returns them at once.

    Two coroutines return None and "quick" after 2 and 1 s. They have 9 s.
    """
    slow, quick = jobs.make("slow", takes=2), jobs.make("quick", takes=1, returns="quick")

    call = start("call", exercise.within([slow(), quick()], 9))
    await asyncio.wait([call])

    assert log.of("call") == ["call returned 2"]
    assert same(call.result(), ["quick", None])


async def test_no_coroutines(exercise, clock):
    """Without coroutines the list is empty, at once.

    The call gets an empty list and 9 s.
    """
    results = await exercise.within([], 9)

    assert same(results, [])
    assert clock.now == 0


async def test_a_failure(exercise, jobs, start, log):
    """When one fails, the others are cancelled; when they have cleaned up, its exception comes out.

    "bad" fails at 1 s, before the 9 s are over. "other" would take 5 s, and cleans up for 1 s.
    """
    error = OSError("no signal")
    bad, other = jobs.make("bad", takes=1, raises=error), jobs.make("other", takes=5, cleanup=1)

    call = start("call", exercise.within([other(), bad()], 9))
    await asyncio.wait([call])

    assert log.of("call") == ["call raised OSError 2"]
    assert log.of("other") == ["other started 0", "other cancelled 2"]
    assert same(call.exception(), error)


async def test_a_long_clean_up(exercise, jobs, start, log):
    """When one fails, its exception comes out, though the clean-up takes longer than the time.

    "bad" fails at 1 s, before the 3 s are over. "other" would take 5 s, and cleans up for 4 s.
    """
    error = OSError("no signal")
    bad, other = jobs.make("bad", takes=1, raises=error), jobs.make("other", takes=5, cleanup=4)

    call = start("call", exercise.within([other(), bad()], 3))
    await asyncio.wait([call])

    assert log.of("other") == ["other started 0", "other cancelled 5"]
    assert log.of("call") == ["call raised OSError 5"]


@pytest.mark.code("lost-exception")
async def test_two_failures(exercise, jobs, start):
    """When two fail at the same moment, the exception of one comes out, and none is lost.

    Both fail at 1 s, before the 9 s are over.
    """
    errors = OSError("no signal"), ValueError("no number")
    coros = [jobs.make("bad", takes=1, raises=error)() for error in errors]

    call = start("call", exercise.within(coros, 9))
    await asyncio.wait([call])

    assert call.exception() in errors


@pytest.mark.allow("lost-exception", reason=WAIT_FOR)
async def test_the_caller_is_cancelled(exercise, jobs, start, clock, log):
    """When the call is cancelled, so are the coroutines; it ends as cancelled when all have ended.

    The call is cancelled at 1 s. "a" and "b" would take 5 s, and clean up for 1 and 0.5 s. They
    have 9 s.
    """
    a, b = jobs.make("a", takes=5, cleanup=1), jobs.make("b", takes=5, cleanup=0.5)
    call = start("call", exercise.within([a(), b()], 9))
    await clock.until(1)

    call.cancel()
    await asyncio.wait([call])

    assert log.of("call") == ["call cancelled 2"]
    assert log[2:4] == ["b cancelled 1.5", "a cancelled 2"]


@pytest.mark.allow("lost-exception", reason=WAIT_FOR)
@pytest.mark.code("leaked-task")
@every_cancellation
async def test_cancelled_at_any_moment(exercise, jobs, start, cancel):
    """Whenever the call is cancelled, no coroutine is left running when it ends.

    Three coroutines take 1, 2 and 3 s, and as long to clean up. They have 9 s. The call is
    cancelled wherever it waits, in each run of the test at another moment.
    """
    coros = [jobs.make(f"job-{n}", takes=n, cleanup=n)() for n in (1, 2, 3)]
    call = start("call", exercise.within(coros, 9))

    await cancel(call, comes_out=False)

    assert jobs.running == 0, "a coroutine is still running"
