"""Hidden behaviours of an operation with a limit and a default."""

import asyncio

import pytest

from grader.testing import every_cancellation, same


async def test_ready_in_time(exercise, jobs, clock):
    """A value that is ready within the limit comes back as soon as it is there.

    The limit is 5 s; the operation takes 1 s.
    """
    op = jobs.make("op", takes=1, returns="value")

    result = await exercise.value_or_default(op, 5, "default")

    assert same(result, "value")
    assert clock.now == 1


async def test_none_is_a_value(exercise, jobs):
    """An operation that gives None within the limit is ready in time: None comes back.

    The limit is 5 s; the operation takes 1 s and returns None.
    """
    op = jobs.make("op", takes=1, returns=None)

    result = await exercise.value_or_default(op, 5, "default")

    assert same(result, None)


async def test_too_slow(exercise, jobs, clock):
    """When the limit passes, the default comes back at that moment.

    The limit is 5 s; the operation takes 10 s.
    """
    op = jobs.make("op", takes=10, returns="value")

    result = await exercise.value_or_default(op, 5, "default")

    assert same(result, "default")
    assert clock.now == 5


async def test_clean_up_is_waited_for(exercise, jobs, start, log):
    """An operation that is too slow is cancelled, and has ended when the call returns.

    The limit is 5 s. The operation would take 10 s; cancelled, it cleans up for 1 s, till 6 s.
    """
    op = jobs.make("op", takes=10, cleanup=1)

    await asyncio.wait([start("call", exercise.value_or_default(op, 5, "default"))])

    assert log.of("call") == ["call returned 6"]
    assert log.of("op") == ["op started 0", "op cancelled 6"]


async def test_a_timeout_of_its_own(exercise, jobs):
    """A `TimeoutError` that the operation itself raises reaches the caller.

    The limit is 5 s; the operation gives up with a `TimeoutError` of its own after 1 s.
    """
    error = TimeoutError("no route to the host")
    op = jobs.make("op", takes=1, raises=error)

    call = exercise.value_or_default(op, 5, "default")
    [outcome] = await asyncio.gather(call, return_exceptions=True)

    assert same(outcome, error)


async def test_a_limit_inside_the_operation(exercise, start, log):
    """A limit that the operation sets itself is its own affair: its `TimeoutError` comes out.

    The limit is 5 s; inside the operation is a block with a limit of 1 s, which passes.
    """

    async def op():
        async with asyncio.timeout(1):
            await asyncio.sleep(10)

    await asyncio.wait([start("call", exercise.value_or_default(op, 5, "default"))])

    assert log == ["call raised TimeoutError 1"]


async def test_the_caller_is_cancelled(exercise, jobs, start, clock, log):
    """A cancellation from outside is not the end of the limit: the call ends as cancelled.

    The limit is 5 s, the operation takes 10 s, and the call is cancelled after 1 s.
    """
    op = jobs.make("op", takes=10)
    call = start("call", exercise.value_or_default(op, 5, "default"))
    await clock.until(1)

    call.cancel()
    await asyncio.wait([call])

    assert log.of("call") == ["call cancelled 1"]


@pytest.mark.code("leaked-task")
@every_cancellation
async def test_the_operation_ends_with_its_caller(exercise, jobs, start, cancel):
    """When the call is cancelled, at whatever moment, the operation has ended with it.

    The limit is 5 s, the operation takes 10 s. The call is cancelled wherever it waits.
    """
    op = jobs.make("op", takes=10)
    call = start("call", exercise.value_or_default(op, 5, "default"))

    await cancel(call, comes_out=False)

    assert jobs.running == 0


async def test_no_limit(exercise, jobs):
    """None means no limit.

    The operation takes 100 s.
    """
    op = jobs.make("op", takes=100, returns="value")

    result = await exercise.value_or_default(op, None, "default")

    assert same(result, "value")


async def test_an_error_of_the_operation(exercise, jobs):
    """An error of the operation reaches the caller.

    The limit is 5 s; the operation raises OSError after 1 s.
    """
    error = OSError("no signal")
    op = jobs.make("op", takes=1, raises=error)

    call = exercise.value_or_default(op, 5, "default")
    [outcome] = await asyncio.gather(call, return_exceptions=True)

    assert same(outcome, error)
