"""Hidden behaviours of cancelling a task and waiting for its end."""

import asyncio

import pytest

from grader.testing import every_cancellation, every_order, same


async def fails_in_clean_up(error):
    """Work for 10 s, and fail when that is cut short."""
    try:
        await asyncio.sleep(10)
    finally:
        raise error


@every_order
async def test_a_sleeping_task(exercise, jobs, start, clock):
    """A task that sleeps is cancelled, and the answer is True.

    The task sleeps for 10 s and needs no time to clean up; it is cancelled after 1 s.
    """
    task = start("task", jobs.make("job", takes=10)())
    await clock.until(1)

    result = await exercise.cancel_and_wait(task)

    assert same(result, True)
    assert same(task.cancelled(), True)


async def test_clean_up_takes_time(exercise, jobs, start, clock, log):
    """The call returns when the task's clean-up is complete, and no sooner.

    The task is cancelled after 1 s and cleans up for 2 s, till 3 s.
    """
    task = start("task", jobs.make("job", takes=10, cleanup=2)())
    await clock.until(1)

    await asyncio.wait([start("call", exercise.cancel_and_wait(task))])

    assert log.of("call") == ["call returned 3"]


async def test_clean_up_is_left_alone(exercise, jobs, start, clock, log):
    """The task's clean-up is not disturbed.

    The task is cancelled after 1 s and cleans up for half a second.
    """
    task = start("task", jobs.make("job", takes=10, cleanup=0.5)())
    await clock.until(1)

    await asyncio.wait([task, start("call", exercise.cancel_and_wait(task))])

    assert log.of("job") == ["job started 0", "job cancelled 1.5"]


async def test_tasks_that_were_done(exercise, jobs, start):
    """For a task that was done before, the answer is False, however it had ended.

    One task has returned, one has failed with OSError, and one was cancelled by somebody else.
    """
    works = jobs.make("good"), jobs.make("bad", raises=OSError("no signal")), jobs.make("other")
    good, bad, other = tasks = [start(f"task{n}", work()) for n, work in enumerate(works)]
    other.cancel()
    await asyncio.wait(tasks)

    results = [await exercise.cancel_and_wait(task) for task in (good, bad, other)]

    assert same(results, [False, False, False])


async def test_a_task_that_goes_on(exercise, jobs, start, clock, log):
    """If the task ignores the request and returns later, the answer is False, at that time.

    The request comes after 1 s; the task ignores it and returns after 4 s.
    """
    task = start("task", jobs.make("job", takes=4, stubborn=1, returns="done")())
    await clock.until(1)

    call = start("call", exercise.cancel_and_wait(task))
    await asyncio.wait([call])

    assert log.of("call") == ["call returned 4"]
    assert same(call.result(), False)


async def test_a_returned_exception(exercise, jobs, start, clock, log):
    """If the task ignores the request and returns an exception object, that is a result: False.

    The request comes after 1 s; the task ignores it and returns a ValueError object after 4 s.
    """
    result = ValueError("returned, not raised")
    task = start("task", jobs.make("job", takes=4, stubborn=1, returns=result)())
    await clock.until(1)

    call = start("call", exercise.cancel_and_wait(task))
    await asyncio.wait([call])

    assert log.of("call") == ["call returned 4"]
    assert same(call.result(), False)


async def test_an_error_in_the_clean_up(exercise, start, clock):
    """An error that the task raises while it cleans up comes out of the call.

    The task is cancelled after 1 s; its clean-up raises OSError.
    """
    error = OSError("disk full")
    task = start("task", fails_in_clean_up(error))
    await clock.until(1)

    with pytest.raises(OSError, match="disk full") as caught:
        await exercise.cancel_and_wait(task)

    assert same(caught.value, error)


@every_cancellation
async def test_the_caller_is_cancelled(exercise, jobs, start, clock, cancel):
    """When the call itself is cancelled while it waits, it ends as cancelled.

    The task is asked at once and cleans up for 5 s. Meanwhile the call is cancelled, in each run
    of the test at another moment.
    """
    task = start("task", jobs.make("job", takes=10, cleanup=5)())
    await clock.settle()

    call = start("call", exercise.cancel_and_wait(task))
    await cancel(call)

    assert same(call.cancelled(), True)


async def test_a_task_that_never_began(exercise, jobs, start, clock):
    """A task that is cancelled before its first step never runs, and the answer is True.

    The call is made right after the task was created, before the task has had a turn.
    """
    job = jobs.make("job", takes=10)
    task = start("task", job())

    result = await exercise.cancel_and_wait(task)

    assert not job.calls, "the task ran, and should not have begun"
    assert same(result, True)
    assert clock.now == 0
