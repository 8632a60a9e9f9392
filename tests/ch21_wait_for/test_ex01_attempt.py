"""Hidden behaviours of an operation whose end is told in a word."""

import asyncio

import pytest

from grader.testing import every_cancellation, same


async def test_in_time(exercise, jobs, clock):
    """A value that is ready within the limit makes `("ok", value)`, as soon as it is there.

    The limit is 2 s; the operation takes 0.5 s.
    """
    op = jobs.make("op", takes=0.5, returns="value")

    outcome = await exercise.attempt(op, 2)

    assert same(outcome, ("ok", "value"))
    assert clock.now == 0.5


async def test_an_exception_as_a_value(exercise, jobs):
    """An exception that the operation returns, and doesn't raise, is a value like any other.

    The limit is 2 s; the operation returns an OSError object after 0.5 s.
    """
    value = OSError("no signal")
    op = jobs.make("op", takes=0.5, returns=value)

    outcome = await exercise.attempt(op, 2)

    assert same(outcome, ("ok", value))


async def test_too_slow(exercise, jobs, clock):
    """When the limit passes first, the outcome is `("timeout", None)`, at that moment.

    The limit is 0.25 s; the operation takes 1.5 s.
    """
    op = jobs.make("op", takes=1.5, returns="value")

    outcome = await exercise.attempt(op, 0.25)

    assert same(outcome, ("timeout", None))
    assert clock.now == 0.25


async def test_the_slow_operation_has_ended(exercise, jobs, start, clock, log):
    """An operation that is too slow is cancelled, and has ended when the call returns.

    The limit is 0.25 s. The operation would take 1.5 s; cancelled, it cleans up for 0.5 s.
    """
    op = jobs.make("op", takes=1.5, cleanup=0.5)

    start("call", exercise.attempt(op, 0.25))
    await clock.until(9)

    assert log.of("op") == ["op started 0", "op cancelled 0.75"]
    assert log.of("call") == ["call returned 0.75"]


async def test_an_error(exercise, jobs, clock):
    """An exception of the operation makes `("error", exc)`, with the exception itself.

    The limit is 2 s; the operation raises OSError after 0.5 s.
    """
    error = OSError("no signal")
    op = jobs.make("op", takes=0.5, raises=error)

    outcome = await exercise.attempt(op, 2)

    assert same(outcome, ("error", error))
    assert clock.now == 0.5


async def test_a_timeout_of_its_own(exercise, jobs):
    """A `TimeoutError` that the operation raises itself is an error like any other.

    The limit is 2 s; the operation gives up with a `TimeoutError` of its own after 0.5 s.
    """
    error = TimeoutError("no route to the host")
    op = jobs.make("op", takes=0.5, raises=error)

    outcome = await exercise.attempt(op, 2)

    assert same(outcome, ("error", error))


async def test_a_limit_inside_the_operation(exercise):
    """When a limit inside the operation passes, that is an error of the operation.

    The limit is 2 s; the operation waits for something with a limit of its own, 0.5 s, that passes.
    """

    async def op():
        await asyncio.wait_for(asyncio.sleep(9), 0.5)

    word, error = await exercise.attempt(op, 2)

    assert same((word, type(error)), ("error", TimeoutError))


async def test_the_caller_is_cancelled(exercise, jobs, start, clock, log):
    """When the call is cancelled, so is the operation, and the call ends as cancelled after it.

    The limit is 5 s, the operation takes 10 s, and the call is cancelled at 1 s. The operation
    cleans up for 0.5 s, till 1.5 s.
    """
    op = jobs.make("op", takes=10, cleanup=0.5)
    call = start("call", exercise.attempt(op, 5))
    await clock.until(1)

    call.cancel()
    await clock.until(20)

    assert log == ["op started 0", "op cancelled 1.5", "call cancelled 1.5"]


@pytest.mark.code("not-cancelled")
async def test_cancelled_in_the_clean_up(exercise, jobs, start, clock, log):
    """A call that is cancelled while the operation cleans up after the limit ends as cancelled.

    The limit is 0.25 s. The operation would take 9 s; cancelled, it begins a clean-up of 2 s. The
    call is cancelled at 1 s.
    """
    call = start("call", exercise.attempt(jobs.make("op", takes=9, cleanup=2), 0.25))
    await clock.until(1)

    call.cancel()
    await clock.until(20)

    end = [line.rpartition(" ")[0] for line in log.of("call")]
    assert end == ["call cancelled"]


@pytest.mark.code("leaked-task")
@every_cancellation
async def test_cancelled_at_any_moment(exercise, jobs, start, cancel):
    """Whenever the call is cancelled, the operation has ended with it.

    The limit is 5 s, the operation takes 10 s. The call is cancelled wherever it waits.
    """
    op = jobs.make("op", takes=10)
    call = start("call", exercise.attempt(op, 5))

    await cancel(call, comes_out=False)

    assert jobs.running == 0


async def test_no_limit(exercise, jobs, clock):
    """None means no limit.

    The operation takes 500 s.
    """
    op = jobs.make("op", takes=500, returns="value")

    outcome = await exercise.attempt(op, None)

    assert same(outcome, ("ok", "value"))
    assert clock.now == 500
