"""Hidden behaviours of running jobs to their end, whatever becomes of them."""

import asyncio

import pytest

from grader.testing import every_cancellation, every_order, same


async def test_one_fails(exercise, jobs):
    """Each job has its pair, in the order of the jobs: a value, or the very exception it raised.

    `a` returns "a" after 1 s; `b` raises an OSError after 0.5 s; `c` returns "c" after 2 s.
    """
    error = OSError("no route")
    a, c = jobs.make("a", takes=1, returns="a"), jobs.make("c", takes=2, returns="c")
    b = jobs.make("b", takes=0.5, raises=error)

    pairs = await exercise.settle([a, b, c])

    assert same(pairs, [("ok", "a"), ("error", error), ("ok", "c")])


async def test_back_with_the_last(exercise, jobs, start, clock, log):
    """The jobs overlap: the call returns when the last one has ended, in whatever way.

    `a` returns after 1 s; `b` raises an OSError after 2 s; `c` raises a ValueError after 0.5 s.
    """
    a, b = jobs.make("a", takes=1), jobs.make("b", takes=2, raises=OSError)
    c = jobs.make("c", takes=0.5, raises=ValueError)
    start("call", exercise.settle([a, b, c]))

    await clock.until(9)

    assert log.of("call") == ["call returned 2"]


async def test_nobody_is_disturbed(exercise, jobs, start, clock, log):
    """When a job fails, the others run on to their end.

    `a` raises an OSError after 0.5 s; `b` and `c` take 1 and 2 s.
    """
    a = jobs.make("a", takes=0.5, raises=OSError)
    start("call", exercise.settle([a, jobs.make("b", takes=1), jobs.make("c", takes=2)]))

    await clock.until(9)

    ends = [log.of(name)[-1] for name in "abc"]
    assert ends == ["a raised OSError 0.5", "b returned 1", "c returned 2"]


async def test_a_job_ends_cancelled(exercise, jobs, clock):
    """A job that ends cancelled, though nobody has cancelled the call, has ("cancelled", None).

    One job awaits a future, which somebody else cancels at 0.5 s: the await raises CancelledError.
    Another job returns "a" after 1 s.
    """
    future = asyncio.get_running_loop().create_future()

    async def give_up():
        asyncio.get_running_loop().call_later(0.5, future.cancel)
        await future

    pairs = await exercise.settle([give_up, jobs.make("a", takes=1, returns="a")])

    assert same(pairs, [("cancelled", None), ("ok", "a")])


@every_order
async def test_all_end_at_once(exercise, jobs, clock):
    """When all jobs end at the same moment, each has its pair, in every order of events.

    After 1 s `a` returns "a", `b` and `d` raise an OSError each, and `c` raises CancelledError.
    """
    error, other = OSError("no route"), OSError("no space")
    a, b = jobs.make("a", takes=1, returns="a"), jobs.make("b", takes=1, raises=error)
    c = jobs.make("c", takes=1, raises=asyncio.CancelledError)
    d = jobs.make("d", takes=1, raises=other)

    pairs = await exercise.settle([a, b, c, d])

    assert same(pairs, [("ok", "a"), ("error", error), ("cancelled", None), ("error", other)])


@pytest.mark.code("cancelled")
async def test_the_caller_is_cancelled(exercise, jobs, start, clock, log):
    """When the call is cancelled, so are the jobs, once; it ends as cancelled when they have ended.

    The call is cancelled at 1 s. `a` cleans up for 2 s, till 3 s, and `b` for 1 s, till 2 s.
    """
    a, b = jobs.make("a", takes=9, cleanup=2), jobs.make("b", takes=9, cleanup=1)
    call = start("call", exercise.settle([a, b]))
    await clock.until(1)

    call.cancel()
    await clock.until(20)

    assert not log.times("interrupted"), "a clean-up was cut short by a second `cancel()`"
    assert log.of("call") == ["call cancelled 3"]
    assert log[2:4] == ["b cancelled 2", "a cancelled 3"]


@pytest.mark.code("cancelled")
async def test_a_clean_up_fails(exercise, jobs, start, clock, log):
    """If a clean-up fails in a cancelled call, it ends as cancelled; the exception isn't lost.

    The call is cancelled at 1 s. `a` raises an OSError in its clean-up; `b` cleans up for 1 s, till
    2 s. Nobody sees the OSError, but it has to be retrieved.
    """

    async def a():
        try:
            await asyncio.sleep(9)
        finally:
            raise OSError("no space")

    call = start("call", exercise.settle([a, jobs.make("b", takes=9, cleanup=1)]))
    await clock.until(1)

    call.cancel()
    await clock.until(20)

    assert not log.times("interrupted"), "a clean-up was cut short by a second `cancel()`"
    assert log.of("call") == ["call cancelled 2"]


@pytest.mark.code("leaked-task")
@every_cancellation
async def test_cancelled_at_any_moment(exercise, jobs, start, cancel):
    """Whenever the call is cancelled, it ends as cancelled, and no job is left running.

    Three jobs take 1, 2 and 3 s, and as long to clean up. The call is cancelled wherever it waits,
    in each run of the test at another moment; also when only some of the jobs have begun.
    """
    three = [jobs.make(name, takes=n, cleanup=n) for n, name in enumerate("abc", 1)]
    call = start("call", exercise.settle(three))

    await cancel(call)

    assert jobs.running == 0, "a job is still running"


async def test_values_that_look_empty(exercise, jobs):
    """None, 0, [] and an empty text are values like any other.

    Four jobs return these.
    """
    values = [None, 0, [], ""]

    pairs = await exercise.settle([jobs.make("job", takes=1, returns=value) for value in values])

    assert same(pairs, [("ok", value) for value in values])


async def test_no_jobs(exercise, clock):
    """Without jobs the list is empty.

    `jobs` is [].
    """
    pairs = await exercise.settle([])

    assert same(pairs, [])
    assert clock.now == 0
