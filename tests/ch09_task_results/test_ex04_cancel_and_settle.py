"""Hidden behaviours of cancelling a task and seeing how it ended."""

import asyncio

import pytest

from grader.testing import every_cancellation, every_order, same


async def fails_in_clean_up(error):
    """Work for 10 s, and fail when that is cut short."""
    try:
        await asyncio.sleep(10)
    finally:
        raise error


async def gives(value):
    return value


@every_order
async def test_a_sleeping_task(exercise, jobs, start, clock, log):
    """A task that sleeps ends as cancelled, and that takes no time.

    The task sleeps for 10 s and needs no time to clean up. The call is made at 1 s.
    """
    task = start("task", jobs.make("job", takes=10)())
    await clock.until(1)

    call = start("call", exercise.cancel_and_settle(task))
    await asyncio.wait([call])

    assert log.of("call") == ["call returned 1"]
    assert same(call.result(), ("cancelled", None))


async def test_clean_up_takes_time(exercise, jobs, start, clock, log):
    """The call waits until the task's clean-up is complete, and doesn't disturb it.

    The call is made at 1 s. The task cleans up for 2.5 s, till 3.5 s.
    """
    task = start("task", jobs.make("job", takes=100, cleanup=2.5)())
    await clock.until(1)

    call = start("call", exercise.cancel_and_settle(task))
    await asyncio.wait([task, call])

    assert log.of("job") == ["job started 0", "job cancelled 3.5"]
    assert log.of("call") == ["call returned 3.5"]
    assert same(call.result(), ("cancelled", None))


async def test_a_task_that_never_began(exercise, jobs, start):
    """A task that has not begun never runs a line.

    The call is made right after the task was created, before the task has had a turn.
    """
    job = jobs.make("job", takes=10)
    task = start("task", job())

    outcome = await exercise.cancel_and_settle(task)

    assert not job.calls, "the task ran, and should not have begun"
    assert same(outcome, ("cancelled", None))


async def test_a_task_that_goes_on(exercise, jobs, start, clock, log):
    """If the task ignores the request, the call waits for its value.

    The call is made at 1 s. The task ignores the request, and returns "kept" at 9 s.
    """
    task = start("task", jobs.make("job", takes=9, stubborn=1, returns="kept")())
    await clock.until(1)

    call = start("call", exercise.cancel_and_settle(task))
    await asyncio.wait([call])

    assert log.of("call") == ["call returned 9"]
    assert same(call.result(), ("ok", "kept"))


async def test_tasks_that_were_done(exercise, jobs, start, clock):
    """For a task that was done before, the answer is how it had ended, at once.

    One task has returned 42, one has failed with OSError, and one was cancelled by somebody else.
    """
    error = OSError("no signal")
    works = jobs.make("a", returns=42), jobs.make("b", raises=error), jobs.make("c")
    tasks = [start(f"task{n}", work()) for n, work in enumerate(works)]
    tasks[2].cancel()
    await clock.until(1)

    outcomes = [await exercise.cancel_and_settle(task) for task in tasks]

    assert same(outcomes, [("ok", 42), ("failed", error), ("cancelled", None)])
    assert clock.now == 1


@pytest.mark.parametrize("kind", [OSError, TimeoutError])
async def test_an_error_in_the_clean_up(exercise, start, clock, kind):
    """If the task's clean-up fails, the task has failed, with that exception.

    The call is made at 1 s; the task's clean-up raises OSError or TimeoutError.
    """
    error = kind("disk full")
    task = start("task", fails_in_clean_up(error))
    await clock.until(1)

    outcome = await exercise.cancel_and_settle(task)

    assert same(outcome, ("failed", error))


@pytest.mark.code("extra-event")
async def test_the_caller_is_cancelled(exercise, jobs, start, clock, log):
    """If the call is cancelled, it ends as cancelled, at once, and the task isn't asked again.

    The call is made at 1 s, and the task cleans up till 6 s. The call is cancelled at 2 s.
    """
    task = start("task", jobs.make("job", takes=10, cleanup=5)())
    await clock.until(1)
    call = start("call", exercise.cancel_and_settle(task))
    await clock.until(2)

    call.cancel()
    await asyncio.wait([call])

    assert log.of("call") == ["call cancelled 2"]
    assert task.cancelling() == 1


@every_cancellation
async def test_the_clean_up_goes_on(exercise, jobs, start, clock, log, cancel):
    """Wherever the call is cancelled, the task's clean-up goes on, undisturbed.

    The task is asked at 0 s and cleans up for 5 s. Meanwhile the call is cancelled, in each run of
    the test at another moment.
    """
    task = start("task", jobs.make("job", takes=10, cleanup=5)())
    await clock.settle()

    await cancel(start("call", exercise.cancel_and_settle(task)))
    await asyncio.wait([task])

    assert log.of("job") == ["job started 0", "job cancelled 5"]


async def test_a_value_that_is_an_exception(exercise, start):
    """A task that has returned an exception, instead of raising it, is "ok".

    The task has returned a ValueError, as a validator might, before the call.
    """
    found = ValueError("no such street")
    task = start("task", gives(found))
    await asyncio.wait([task])

    outcome = await exercise.cancel_and_settle(task)

    assert same(outcome, ("ok", found))


@pytest.mark.parametrize("value", [None, 0, ""])
async def test_values_that_look_empty(exercise, value):
    """A task that has returned None, 0 or an empty text is "ok", too.

    One task has returned it before the call. Another one returns it 1 s after it was asked to stop.
    """

    async def work(seconds):
        try:
            await asyncio.sleep(seconds)
        except asyncio.CancelledError:
            await asyncio.sleep(1)
        return value

    early, late = (asyncio.create_task(work(seconds)) for seconds in (0, 100))
    await asyncio.sleep(1)

    outcomes = [await exercise.cancel_and_settle(task) for task in (early, late)]

    assert same(outcomes, [("ok", value), ("ok", value)])
