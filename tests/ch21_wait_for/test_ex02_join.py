"""Hidden behaviours of waiting for a task that others may cancel, too."""

import asyncio

import pytest

from grader.testing import every_cancellation, same


async def test_done(exercise, jobs, start, clock, log):
    """A task that returns within the limit is "done", as soon as it has.

    The limit is 1 s; the task takes 0.5 s.
    """
    task = start("task", jobs.make("work", takes=0.5, returns="cancelled")())
    call = start("join", exercise.join(task, 1))
    await clock.until(9)

    assert log.of("join") == ["join returned 0.5"]
    assert same(call.result(), "done")


async def test_timeout(exercise, jobs, start, clock, log):
    """When the limit passes first, the task is cancelled, and the answer is "timeout".

    The limit is 1 s; the task would take 1.5 s.
    """
    task = start("task", jobs.make("work", takes=1.5)())
    call = start("join", exercise.join(task, 1))
    await clock.until(9)

    assert log.of("work") == ["work started 0", "work cancelled 1"]
    assert log.of("join") == ["join returned 1"]
    assert same(call.result(), "timeout")


async def test_the_slow_task_has_ended(exercise, jobs, start, clock, log):
    """A task that was too slow has ended when the answer comes, its clean-up included.

    The limit is 1 s; the task would take 9 s. Cancelled, it cleans up for 0.5 s, till 1.5 s.
    """
    task = start("task", jobs.make("work", takes=9, cleanup=0.5)())
    call = start("join", exercise.join(task, 1))
    await clock.until(20)

    assert log.of("work") == ["work started 0", "work cancelled 1.5"]
    assert log.of("join") == ["join returned 1.5"]
    assert same(call.result(), "timeout")


async def test_cancelled_by_others(exercise, jobs, start, clock, log):
    """When somebody else cancels the task, the answer is "cancelled", at that moment.

    The limit is 1 s, the task takes 1.5 s; at 0.25 s, somebody cancels the task.
    """
    task = start("task", jobs.make("work", takes=1.5)())
    call = start("join", exercise.join(task, 1))
    await clock.until(0.25)

    task.cancel()
    await clock.until(9)

    assert log.of("join") == ["join returned 0.25"]
    assert same(call.result(), "cancelled")


async def test_the_caller_is_cancelled(exercise, jobs, start, clock, log):
    """When the call itself is cancelled, so is the task, and the call ends as cancelled after it.

    The limit is 5 s, the task takes 9 s; at 0.25 s, somebody cancels the call. The task cleans up
    for 0.5 s, till 0.75 s.
    """
    task = start("task", jobs.make("work", takes=9, cleanup=0.5)())
    call = start("join", exercise.join(task, 5))
    await clock.until(0.25)

    call.cancel()
    await clock.until(20)

    assert log.of("work") == ["work started 0", "work cancelled 0.75"]
    assert log.of("join") == ["join cancelled 0.75"]


@pytest.mark.code("not-cancelled")
async def test_cancelled_in_the_clean_up(exercise, jobs, start, clock, log):
    """A call that is cancelled while the task cleans up after the limit ends as cancelled.

    The limit is 1 s. The task would take 9 s; cancelled, it begins a clean-up of 2 s. The call is
    cancelled at 2 s.
    """
    task = start("task", jobs.make("work", takes=9, cleanup=2)())
    call = start("join", exercise.join(task, 1))
    await clock.until(2)

    call.cancel()
    await clock.until(20)

    end = [line.rpartition(" ")[0] for line in log.of("join")]
    assert end == ["join cancelled"]


@pytest.mark.code("leaked-task")
@every_cancellation
async def test_cancelled_at_any_moment(exercise, jobs, start, cancel, clock):
    """Whenever the call is cancelled, its task has ended with it.

    The limit is 5 s, the task takes 9 s. The call is cancelled wherever it waits.
    """
    task = start("task", jobs.make("work", takes=9)())
    await clock.settle()
    call = start("join", exercise.join(task, 5))

    await cancel(call, comes_out=False)

    assert jobs.running == 0


async def test_a_limit_around_the_call(exercise, jobs, start, clock, log):
    """A limit around the call passes through it: the block with the limit raises `TimeoutError`.

    The limit of the call is 5 s, that of the block around it 0.5 s; the task takes 9 s.
    """
    task = start("task", jobs.make("work", takes=9)())

    async def limited():
        async with asyncio.timeout(0.5):
            return await exercise.join(task, 5)

    start("block", limited())
    await clock.until(20)

    assert log.of("work") == ["work started 0", "work cancelled 0.5"]
    assert log.of("block") == ["block raised TimeoutError 0.5"]


async def test_a_failure(exercise, jobs, start, clock):
    """An exception of the task comes out.

    The limit is 1 s; the task raises OSError after 0.5 s.
    """
    error = OSError("no signal")
    task = start("task", jobs.make("work", takes=0.5, raises=error)())

    [outcome] = await asyncio.gather(exercise.join(task, 1), return_exceptions=True)

    assert same(outcome, error)
    assert clock.now == 0.5


async def test_a_timeout_of_its_own(exercise, jobs, start):
    """A `TimeoutError` that the task itself raises comes out as well.

    The limit is 1 s; the task gives up with a `TimeoutError` of its own after 0.5 s.
    """
    error = TimeoutError("no route to the host")
    task = start("task", jobs.make("work", takes=0.5, raises=error)())

    [outcome] = await asyncio.gather(exercise.join(task, 1), return_exceptions=True)

    assert same(outcome, error)


async def test_done_before_the_call(exercise, jobs, start, clock):
    """A task that is done before the call has its answer, too, whichever way it has ended.

    Three tasks have returned, failed with OSError, and been cancelled before they are joined.
    """
    error = OSError("no signal")
    fine, failed = jobs.make("fine", takes=1), jobs.make("failed", takes=1, raises=error)
    tasks = [start("task", job()) for job in (fine, failed, jobs.make("late", takes=9))]
    await clock.until(2)
    tasks[2].cancel()
    await clock.settle()

    calls = [exercise.join(task, 1) for task in tasks]
    outcomes = await asyncio.gather(*calls, return_exceptions=True)

    assert same(outcomes, ["done", error, "cancelled"])
