"""Hidden behaviours of logging why a job was cancelled."""

import asyncio

import pytest

from grader.testing import every_cancellation, same


async def test_a_result(exercise, jobs):
    """The job's result comes back, and nothing is logged.

    The job takes 1 s and returns "done".
    """
    lines = []

    result = await exercise.with_reason(jobs.make("job", takes=1, returns="done"), lines.append)

    assert same(result, "done")
    assert same(lines, [])


async def test_the_reason(exercise, jobs, start, clock):
    """The message that comes with the request is logged, once.

    The call is cancelled after 1 s with the message "shutdown".
    """
    lines = []
    call = start("call", exercise.with_reason(jobs.make("job", takes=10), lines.append))
    await clock.until(1)

    call.cancel("shutdown")
    await asyncio.wait([call])

    assert same(lines, ["cancelled: shutdown"])


async def test_ends_as_cancelled(exercise, jobs, start, clock):
    """A call that is cancelled logs it, and still ends as cancelled.

    The call is cancelled after 1 s with the message "shutdown".
    """
    call = start("call", exercise.with_reason(jobs.make("job", takes=10), [].append))
    await clock.until(1)

    call.cancel("shutdown")
    await asyncio.wait([call])

    assert same(call.cancelled(), True)


async def test_the_message_goes_on(exercise, jobs, start, clock):
    """Whoever awaits the cancelled call finds the message in the `CancelledError`.

    The call is cancelled after 1 s with the message "shutdown".
    """
    call = start("call", exercise.with_reason(jobs.make("job", takes=10), [].append))
    await clock.until(1)

    call.cancel("shutdown")
    with pytest.raises(asyncio.CancelledError) as caught:
        await call

    assert same(caught.value.args, ("shutdown",))


async def test_logged_after_the_clean_up(exercise, jobs, start, clock, log):
    """The reason is logged when the job has ended, its clean-up included.

    The call is cancelled after 1 s; the job cleans up for 1 s, till 2 s.
    """
    job = jobs.make("job", takes=10, cleanup=1)
    call = start("call", exercise.with_reason(job, lambda _: log.add("reason", "logged")))
    await clock.until(1)

    call.cancel("shutdown")
    await asyncio.wait([call])

    assert log.of("reason") == ["reason logged 2"]


async def test_no_message(exercise, jobs, start, clock):
    """Without a message the reason is "no reason", and none is invented for those who await.

    The call is cancelled after 1 s, without a message.
    """
    lines = []
    call = start("call", exercise.with_reason(jobs.make("job", takes=10), lines.append))
    await clock.until(1)

    call.cancel()
    with pytest.raises(asyncio.CancelledError) as caught:
        await call

    assert same(lines, ["cancelled: no reason"])
    assert same(caught.value.args, ())


@every_cancellation
async def test_at_any_moment(exercise, jobs, start, cancel):
    """Whenever the call is cancelled, that is logged, once, and the call ends as cancelled.

    The job takes 2 s. Meanwhile the call is cancelled, in each run of the test at another moment;
    the last one is the moment of the job's end.
    """
    lines = []
    call = start("call", exercise.with_reason(jobs.make("job", takes=2), lines.append))

    await cancel(call)

    assert same(len(lines), 1)


async def test_a_message_that_is_no_text(exercise, jobs, start, clock):
    """A message may be any object: it is logged as text, and goes on as it is.

    The call is cancelled after 1 s with the number 42.
    """
    lines = []
    call = start("call", exercise.with_reason(jobs.make("job", takes=10), lines.append))
    await clock.until(1)

    call.cancel(42)
    with pytest.raises(asyncio.CancelledError) as caught:
        await call

    assert same(lines, ["cancelled: 42"])
    assert same(caught.value.args, (42,))


async def test_a_message_that_is_a_tuple(exercise, jobs, start, clock):
    """A message that is a tuple is logged as `str` shows it, and goes on as one object.

    The call is cancelled after 1 s with the tuple ("disk", "full").
    """
    lines = []
    call = start("call", exercise.with_reason(jobs.make("job", takes=10), lines.append))
    await clock.until(1)

    call.cancel(("disk", "full"))
    with pytest.raises(asyncio.CancelledError) as caught:
        await call

    assert same(lines, ["cancelled: ('disk', 'full')"])
    assert same(caught.value.args, (("disk", "full"),))


async def test_an_empty_message(exercise, jobs, start, clock):
    """A message is logged as it is, even if it is an empty text.

    The call is cancelled after 1 s with the message "".
    """
    lines = []
    call = start("call", exercise.with_reason(jobs.make("job", takes=10), lines.append))
    await clock.until(1)

    call.cancel("")
    await asyncio.wait([call])

    assert same(lines, ["cancelled: "])


async def test_an_error(exercise, jobs):
    """The job's error reaches the caller, and nothing is logged.

    The job raises OSError after 1 s.
    """
    error, lines = OSError("disk full"), []
    call = exercise.with_reason(jobs.make("job", takes=1, raises=error), lines.append)

    [outcome] = await asyncio.gather(call, return_exceptions=True)

    assert same(outcome, error)
    assert same(lines, [])
