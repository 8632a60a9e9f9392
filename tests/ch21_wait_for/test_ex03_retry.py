"""Hidden behaviours of reading once more when a read takes too long."""

import asyncio

import pytest

from grader.testing import every_cancellation, same


def make_read(jobs, *takes, **options):
    """A `read` whose calls take so many seconds each, and return their number, from 1.

    Call 1 is named "read1" in the log. More calls than planned are like the last one.
    """
    calls = [
        jobs.make(f"read{number}", takes=seconds, **{"returns": number, **options})
        for number, seconds in enumerate(takes, 1)
    ]
    numbers = iter(range(99))

    async def read():
        return await calls[min(next(numbers), len(calls) - 1)]()

    return read


async def test_the_third_is_in_time(exercise, jobs, clock, log):
    """A call out of time is cancelled, and the next one begins, until one is in time.

    Three calls have 2 s each; they take 9, 9 and 0.5 s.
    """
    read = make_read(jobs, 9, 9, 0.5)

    value = await exercise.read_with_retry(read, 3, 2)
    await clock.until(20)

    assert log == [
        *("read1 started 0", "read1 cancelled 2", "read2 started 2", "read2 cancelled 4"),
        *("read3 started 4", "read3 returned 4.5"),
    ]
    assert same(value, 3)


async def test_all_are_too_slow(exercise, jobs, start, clock, log):
    """When the last call is out of time, `TimeoutError` comes out at that moment.

    Three calls have 2 s each, and each would take 9 s; a fourth would take 0.5 s.
    """
    start("call", exercise.read_with_retry(make_read(jobs, 9, 9, 9, 0.5), 3, 2))
    await clock.until(30)

    assert log.of("call") == ["call raised TimeoutError 6"]
    assert [line for line in log if "started" in line] == [
        *("read1 started 0", "read2 started 2", "read3 started 4"),
    ]


async def test_a_single_attempt(exercise, jobs, start, clock, log):
    """A single attempt has its limit, too.

    One call is allowed, and has 2 s; it would take 9 s.
    """
    start("call", exercise.read_with_retry(make_read(jobs, 9), 1, 2))
    await clock.until(30)

    assert log == ["read1 started 0", "read1 cancelled 2", "call raised TimeoutError 2"]


async def test_an_error(exercise, jobs, clock, log):
    """Another exception comes out at once, and nothing is read again.

    Three calls have 2 s each; the first raises OSError after 0.5 s.
    """
    error = OSError("no signal")
    call = exercise.read_with_retry(make_read(jobs, 0.5, raises=error), 3, 2)

    [outcome] = await asyncio.gather(call, return_exceptions=True)
    await clock.until(20)

    assert log == ["read1 started 0", "read1 raised OSError 0.5"]
    assert same(outcome, error)


async def test_an_empty_value(exercise, jobs, log):
    """Any value that is ready in time is the answer, an empty one as well.

    Four times, three calls have 2 s each, and the first one returns None, 0, False or "" after 0.5 s.
    """
    values = [None, 0, False, ""]

    answers = [
        await exercise.read_with_retry(make_read(jobs, 0.5, returns=value), 3, 2)
        for value in values
    ]

    assert [line for line in log if "started" in line] == [
        *("read1 started 0", "read1 started 0.5", "read1 started 1", "read1 started 1.5"),
    ]
    assert same(answers, values)


async def test_one_at_a_time(exercise, jobs, clock, log):
    """The next call begins when the one before has ended, its clean-up included.

    Three calls have 2 s each. The first would take 9 s; cancelled, it cleans up for 1 s, till 3 s.
    The second takes 0.5 s.
    """
    read = make_read(jobs, 9, 0.5, cleanup=1)

    value = await exercise.read_with_retry(read, 3, 2)
    await clock.until(20)

    assert log == [
        *("read1 started 0", "read1 cancelled 3", "read2 started 3", "read2 returned 3.5"),
    ]
    assert same(value, 2)


async def test_the_caller_is_cancelled(exercise, jobs, start, clock, log):
    """A cancellation is no reason to read again: the read is cancelled, and the call as well.

    Three calls have 2 s each, and take 9 s; at 1 s, somebody cancels the call of the function.
    """
    call = start("call", exercise.read_with_retry(make_read(jobs, 9), 3, 2))
    await clock.until(1)

    call.cancel()
    await clock.until(30)

    assert log == ["read1 started 0", "read1 cancelled 1", "call cancelled 1"]


@pytest.mark.code("not-cancelled")
async def test_cancelled_in_the_clean_up(exercise, jobs, start, clock, log):
    """A call that is cancelled while a read out of time cleans up ends as cancelled.

    Three calls have 2 s each. The first would take 9 s; cancelled, it begins a clean-up of 2 s. The
    call of the function is cancelled at 3 s.
    """
    call = start("call", exercise.read_with_retry(make_read(jobs, 9, 0.5, cleanup=2), 3, 2))
    await clock.until(3)

    call.cancel()
    await clock.until(30)

    end = [line.rpartition(" ")[0] for line in log.of("call")]
    assert end == ["call cancelled"]
    assert log.of("read2") == []


@pytest.mark.code("leaked-task")
@every_cancellation
async def test_cancelled_at_any_moment(exercise, jobs, start, cancel):
    """Whenever the call is cancelled, the read under way has ended with it.

    Three calls have 2 s each, and take 9, 9 and 0.5 s. The call of the function is cancelled wherever
    it waits.
    """
    call = start("call", exercise.read_with_retry(make_read(jobs, 9, 9, 0.5), 3, 2))

    await cancel(call, comes_out=False)

    assert jobs.running == 0
