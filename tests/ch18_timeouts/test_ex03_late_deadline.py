"""Hidden behaviours of a transfer with a negotiated limit."""

import asyncio

import pytest

from grader.testing import every_cancellation, same


async def test_in_time(exercise, jobs, clock):
    """A transfer within its limit gives its value.

    The negotiation takes 1 s and grants 5 s; the transfer takes 3 s, and is ready at 4 s.
    """
    negotiate = jobs.make("negotiation", takes=1, returns=5)
    transfer = jobs.make("transfer", takes=3, returns="bytes")

    value = await exercise.negotiate_then_transfer(negotiate, transfer)

    assert same(value, "bytes")
    assert clock.now == 4


async def test_none_is_a_value(exercise, jobs):
    """A transfer within its limit may give None: that is its value.

    The negotiation takes 1 s and grants 5 s; the transfer takes 3 s and returns None.
    """
    negotiate = jobs.make("negotiation", takes=1, returns=5)
    transfer = jobs.make("transfer", takes=3, returns=None)

    value = await exercise.negotiate_then_transfer(negotiate, transfer)

    assert same(value, None)


async def test_too_slow(exercise, jobs, start, log):
    """A transfer that exceeds its limit makes the call raise `TimeoutError` at that moment.

    The negotiation takes 1 s and grants 5 s; the transfer would take 10 s. The limit is at 6 s.
    """
    negotiate = jobs.make("negotiation", takes=1, returns=5)
    transfer = jobs.make("transfer", takes=10, returns="bytes")

    await asyncio.wait([start("call", exercise.negotiate_then_transfer(negotiate, transfer))])

    assert log.of("call") == ["call raised TimeoutError 6"]


async def test_after_a_long_negotiation(exercise, jobs, clock):
    """The limit counts from the end of the negotiation, however long that takes.

    The negotiation takes 20 s and grants 5 s; the transfer takes 4 s, and is ready at 24 s.
    """
    negotiate = jobs.make("negotiation", takes=20, returns=5)
    transfer = jobs.make("transfer", takes=4, returns="bytes")

    value = await exercise.negotiate_then_transfer(negotiate, transfer)

    assert same(value, "bytes")
    assert clock.now == 24


async def test_no_limit(exercise, jobs):
    """None means no limit for the transfer.

    The negotiation takes 1 s and gives None; the transfer takes 1000 s.
    """
    negotiate = jobs.make("negotiation", takes=1, returns=None)
    transfer = jobs.make("transfer", takes=1000, returns="bytes")

    value = await exercise.negotiate_then_transfer(negotiate, transfer)

    assert same(value, "bytes")


async def test_the_late_transfer_has_ended(exercise, jobs, start, log):
    """A transfer that exceeds its limit is cancelled, and has ended when `TimeoutError` comes out.

    The limit is at 6 s, as above. Cancelled, the transfer cleans up for 1 s, till 7 s.
    """
    negotiate = jobs.make("negotiation", takes=1, returns=5)
    transfer = jobs.make("transfer", takes=10, cleanup=1)

    await asyncio.wait([start("call", exercise.negotiate_then_transfer(negotiate, transfer))])

    assert log.of("call") == ["call raised TimeoutError 7"]
    assert log.of("transfer") == ["transfer started 1", "transfer cancelled 7"]


async def test_cancelled_in_the_negotiation(exercise, jobs, start, clock, log):
    """When it is cancelled during the negotiation, the call ends as cancelled.

    The negotiation takes 3 s; the call is cancelled at 1 s.
    """
    negotiate, transfer = jobs.make("negotiation", takes=3, returns=5), jobs.make("transfer")
    call = start("call", exercise.negotiate_then_transfer(negotiate, transfer))
    await clock.until(1)

    call.cancel()
    await asyncio.wait([call])

    assert log.of("call") == ["call cancelled 1"]


async def test_cancelled_in_the_transfer(exercise, jobs, start, clock, log):
    """When it is cancelled during the transfer, the call ends as cancelled.

    The negotiation takes 1 s and grants 5 s, the transfer takes 4 s; the call is cancelled at 3 s.
    """
    negotiate, transfer = jobs.make("negotiation", takes=1, returns=5), jobs.make("transfer", 4)
    call = start("call", exercise.negotiate_then_transfer(negotiate, transfer))
    await clock.until(3)

    call.cancel()
    await asyncio.wait([call])

    assert log.of("call") == ["call cancelled 3"]


@pytest.mark.code("leaked-task")
@every_cancellation
async def test_nothing_goes_on_after_a_cancellation(exercise, jobs, start, cancel):
    """When the call is cancelled, at whatever moment, what was under way has ended with it.

    The negotiation takes 1 s and grants 5 s; the transfer would take 10 s. The call is cancelled
    wherever it waits.
    """
    negotiate, transfer = jobs.make("negotiation", takes=1, returns=5), jobs.make("transfer", 10)
    call = start("call", exercise.negotiate_then_transfer(negotiate, transfer))

    await cancel(call, comes_out=False)

    assert jobs.running == 0


async def test_a_timeout_of_its_own(exercise, jobs):
    """A `TimeoutError` that the transfer itself raises reaches the caller as it is.

    The negotiation takes 1 s and grants 5 s; the transfer gives up with a `TimeoutError` of its own
    3 s later.
    """
    error = TimeoutError("no route to the host")
    negotiate = jobs.make("negotiation", takes=1, returns=5)
    transfer = jobs.make("transfer", takes=3, raises=error)

    call = exercise.negotiate_then_transfer(negotiate, transfer)
    [outcome] = await asyncio.gather(call, return_exceptions=True)

    assert same(outcome, error)
