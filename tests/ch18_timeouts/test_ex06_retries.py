"""Hidden behaviours of attempts under two limits."""

import asyncio

import pytest

from grader.testing import every_cancellation, same


def make_call(jobs, *takes, **options):
    """A `call` whose attempts take so many seconds each, and return their number.

    Attempt 1 is called "try1" in the log. More attempts than planned are like the last one.
    """
    tries = [
        jobs.make(f"try{number}", takes=seconds, returns=number, **options)
        for number, seconds in enumerate(takes)
    ]

    async def call(number):
        return await tries[min(number, len(tries) - 1)](number)

    return call


async def test_the_third_attempt_is_ready(exercise, jobs, clock, log):
    """Attempts out of time are cancelled; after a pause the next begins, until one is ready.

    Attempts take 9, 9 and 1 s, and have 2 s each; the pauses are 0.5 s. The third begins at 5 s.
    """
    call = make_call(jobs, 9, 9, 1)

    value = await exercise.call_with_retries(call, attempts=3, per_try=2, overall=60, delay=0.5)

    assert log == [
        *("try0 started 0", "try0 cancelled 2", "try1 started 2.5", "try1 cancelled 4.5"),
        *("try2 started 5", "try2 returned 6"),
    ]
    assert same(value, 2)
    assert clock.now == 6


async def test_none_is_a_value(exercise, jobs, log):
    """An attempt that gives None in time is ready: None comes back, without another attempt.

    Each attempt takes 1 s, has 2 s, and returns None.
    """
    attempt = jobs.make("attempt", takes=1, returns=None)
    call = exercise.call_with_retries(attempt, 3, 2, 60, 0.5)

    [outcome] = await asyncio.gather(call, return_exceptions=True)

    assert log == ["attempt started 0", "attempt returned 1"]
    assert same(outcome, None)


async def test_all_are_too_slow(exercise, jobs, start, log):
    """When the last attempt is out of time, `TimeoutError` comes out at once.

    Three attempts have 2 s each and would take 9 s; the pauses are 0.5 s. The last ends at 7 s.
    """
    call = exercise.call_with_retries(make_call(jobs, 9, 9, 9, 1), 3, 2, 60, 0.5)

    await asyncio.wait([start("call", call)])

    assert log.of("try3") == []
    assert log[-2:] == ["try2 cancelled 7", "call raised TimeoutError 7"]


async def test_the_overall_limit(exercise, jobs, start, log):
    """When the overall limit passes during an attempt, all ends at that moment.

    Attempts take 9, 9 and 1 s, and have 2 s each, 4 s overall; the pauses are 0.5 s. The second one
    has begun at 2.5 s.
    """
    call = exercise.call_with_retries(make_call(jobs, 9, 9, 1), 3, 2, 4, 0.5)

    await asyncio.wait([start("call", call)])

    assert log.of("try1") == ["try1 started 2.5", "try1 cancelled 4"]
    assert log.of("call") == ["call raised TimeoutError 4"]


async def test_the_overall_limit_in_a_pause(exercise, jobs, start, log):
    """When the overall limit passes during a pause, all ends at that moment.

    The first attempt would take 9 s, and has 2 s; the pause is 0.5 s, the overall limit 2.25 s.
    """
    call = exercise.call_with_retries(make_call(jobs, 9, 1), 3, 2, 2.25, 0.5)

    await asyncio.wait([start("call", call)])

    assert log == ["try0 started 0", "try0 cancelled 2", "call raised TimeoutError 2.25"]


async def test_one_at_a_time(exercise, jobs, log):
    """The pause begins when the attempt has ended, its clean-up included: never two at once.

    Attempts take 9 and 1 s, and have 2 s each. The first cleans up for 1 s, till 3 s; the pause is
    0.5 s.
    """
    call = make_call(jobs, 9, 1, cleanup=1)

    value = await exercise.call_with_retries(call, attempts=3, per_try=2, overall=60, delay=0.5)

    assert jobs.peak <= 1
    assert log[:3] == ["try0 started 0", "try0 cancelled 3", "try1 started 3.5"]
    assert same(value, 1)


async def test_an_error_of_the_call(exercise, jobs, log):
    """An error of the call comes out at once, without another attempt.

    The first attempt raises ValueError after 1 s.
    """
    error = ValueError("no such page")
    call = exercise.call_with_retries(make_call(jobs, 1, raises=error), 3, 2, 60, 0.5)

    [outcome] = await asyncio.gather(call, return_exceptions=True)

    assert log == ["try0 started 0", "try0 raised ValueError 1"]
    assert same(outcome, error)


async def test_the_caller_is_cancelled(exercise, jobs, start, clock, log):
    """A cancellation from outside is no reason for another attempt: the call ends as cancelled.

    The first attempt takes 9 s, and has 2 s; the call is cancelled at 1 s.
    """
    call = start("call", exercise.call_with_retries(make_call(jobs, 9, 1), 3, 2, 60, 0.5))
    await clock.until(1)

    call.cancel()
    await asyncio.wait([call])

    assert log.of("call") == ["call cancelled 1"]
    assert log.of("try1") == []


@pytest.mark.code("leaked-task")
@every_cancellation
async def test_no_attempt_goes_on_after_a_cancellation(exercise, jobs, start, cancel):
    """When the call is cancelled, at whatever moment, the attempt under way has ended with it.

    Attempts take 9, 9 and 1 s, and have 2 s each; the pauses are 0.5 s. The call is cancelled
    wherever it waits.
    """
    call = start("call", exercise.call_with_retries(make_call(jobs, 9, 9, 1), 3, 2, 60, 0.5))

    await cancel(call, comes_out=False)

    assert jobs.running == 0


async def test_a_timeout_of_its_own(exercise, jobs, log):
    """A `TimeoutError` that the call itself raises comes out at once, without another attempt.

    The first attempt gives up with a `TimeoutError` of its own after 1 s.
    """
    error = TimeoutError("no route to the host")
    call = exercise.call_with_retries(make_call(jobs, 1, raises=error), 3, 2, 60, 0.5)

    [outcome] = await asyncio.gather(call, return_exceptions=True)

    assert log == ["try0 started 0", "try0 raised TimeoutError 1"]
    assert same(outcome, error)
