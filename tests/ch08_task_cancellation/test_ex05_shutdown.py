"""Hidden behaviours of shutting a group of tasks down."""

import asyncio

import pytest

from grader.testing import every_cancellation, same


async def fails_in_clean_up():
    """Work for 10 s, and fail when that is cut short."""
    try:
        await asyncio.sleep(10)
    finally:
        raise OSError("disk full")


async def notes_the_message(messages):
    """Work for 10 s, and note what comes with a cancellation."""
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError as error:
        messages.append(error.args)
        raise


async def test_all_clean_up(exercise, jobs, start, clock, log):
    """The tasks clean up at the same time, and the call returns when the last one is done.

    At 1 s three tasks are to end within 5 s. They clean up for 1, 2 and 3 s, till 4 s.
    """
    works = [jobs.make("job", takes=10, cleanup=seconds) for seconds in (1, 2, 3)]
    tasks = [start(name, work()) for name, work in zip("abc", works, strict=True)]
    await clock.until(1)

    call = start("call", exercise.shutdown(tasks, 5))
    await asyncio.wait([call])

    assert log.of("call") == ["call returned 4"]
    assert same(call.result(), {"a": "cancelled", "b": "cancelled", "c": "cancelled"})


async def test_a_stuck_task(exercise, jobs, start, clock, log):
    """When the time is up, the call returns; a task that still runs is stuck.

    At 1 s two tasks are to end within 5 s, till 6 s. One cleans up for 1 s; the other ignores
    the request, and every other one, and would run for 100 s.
    """
    tidy = start("tidy", jobs.make("tidy-job", takes=10, cleanup=1)())
    deaf = start("deaf", jobs.make("deaf-job", takes=100, stubborn=99)())
    await clock.until(1)

    call = start("call", exercise.shutdown([tidy, deaf], 5))
    await asyncio.wait([call])

    assert log.of("call") == ["call returned 6"]
    assert same(call.result(), {"tidy": "cancelled", "deaf": "stuck"})


async def test_a_stuck_task_is_left_alone(exercise, jobs, start, clock, log):
    """A task that is stuck is asked once, and goes on.

    At 1 s a task that ignores every request is to end within 5 s. It returns at 8 s.
    """
    deaf = start("deaf", jobs.make("job", takes=8, stubborn=99)())
    await clock.until(1)

    call = start("call", exercise.shutdown([deaf], 5))
    await asyncio.wait([deaf, call])

    assert log.of("job") == ["job started 0", "job ignored 1", "job returned 8"]


async def test_tasks_that_were_done(exercise, jobs, start, clock):
    """A task that was done before has the end that it had.

    At 1 s one task has returned, one has failed, and one was cancelled by somebody else.
    """
    works = {"good": jobs.make("a"), "bad": jobs.make("b", raises=OSError), "other": jobs.make("c")}
    tasks = [start(name, work()) for name, work in works.items()]
    tasks[2].cancel()
    await clock.until(1)

    ends = await exercise.shutdown(tasks, 5)

    assert same(ends, {"good": "finished", "bad": "failed", "other": "cancelled"})
    assert clock.now == 1


async def test_a_task_that_returns(exercise, jobs, start, clock, log):
    """A task that ignores the request and returns in time has finished.

    At 1 s the task is to end within 5 s; it returns at 2 s.
    """
    task = start("deaf", jobs.make("job", takes=2, stubborn=1)())
    await clock.until(1)

    call = start("call", exercise.shutdown([task], 5))
    await asyncio.wait([call])

    assert log.of("call") == ["call returned 2"]
    assert same(call.result(), {"deaf": "finished"})


async def test_a_task_that_fails(exercise, jobs, start, clock, log):
    """A task that fails while it cleans up has failed; the others are waited for all the same.

    At 1 s two tasks are to end within 5 s. One fails at once; the other cleans up till 3 s.
    """
    clumsy = start("clumsy", fails_in_clean_up())
    tidy = start("tidy", jobs.make("job", takes=10, cleanup=2)())
    await clock.until(1)

    call = start("call", exercise.shutdown([clumsy, tidy], 5))
    await asyncio.wait([call])

    assert log.of("call") == ["call returned 3"]
    assert same(call.result(), {"clumsy": "failed", "tidy": "cancelled"})


async def test_a_returned_exception(exercise, jobs, start, clock):
    """A task that returns an exception object, and raises nothing, has finished.

    At 1 s two tasks are to end within 5 s. One ignores the request, and returns a ValueError object
    at 2 s. The other one has returned such an object already.
    """
    result = ValueError("returned, not raised")
    deaf = start("deaf", jobs.make("job", takes=2, stubborn=1, returns=result)())
    done = start("done", jobs.make("job", returns=result)())
    await clock.until(1)

    ends = await exercise.shutdown([deaf, done], 5)

    assert same(ends, {"deaf": "finished", "done": "finished"})


async def test_tasks_that_never_began(exercise, jobs, start, clock):
    """Tasks that have not begun never do.

    Two tasks are created, and the call is made at once, before they have had a turn.
    """
    job = jobs.make("job", takes=10)
    tasks = [start(name, job()) for name in "ab"]

    ends = await exercise.shutdown(tasks, 5)

    assert not job.calls, "a task ran, and should not have begun"
    assert same(ends, {"a": "cancelled", "b": "cancelled"})
    assert clock.now == 0


async def test_no_tasks(exercise, clock):
    """Without tasks there is nothing to wait for.

    The call gets an empty list and 5 s.
    """
    ends = await exercise.shutdown([], 5)

    assert same(ends, {})
    assert clock.now == 0


async def test_the_caller_among_them(exercise, jobs, start, log):
    """The task that makes the call is left out: not cancelled, not waited for, not reported.

    The call gets all tasks that there are, its own and one that sleeps for 10 s, and 5 s for them.
    """
    test = asyncio.current_task()
    start("other", jobs.make("job", takes=10)())

    async def stop_all():
        return await exercise.shutdown(asyncio.all_tasks() - {test}, 5)

    call = start("call", stop_all())
    await asyncio.wait([call])

    assert log.of("call") == ["call returned 0"]
    assert same(call.result(), {"other": "cancelled"})
    assert call.cancelling() == 0


async def test_nobody_but_the_caller(exercise, start, log):
    """If the task that makes the call is the only one, there is nothing to wait for.

    The call gets its own task, no other one, and 5 s.
    """

    async def stop_all():
        return await exercise.shutdown([asyncio.current_task()], 5)

    call = start("call", stop_all())
    await asyncio.wait([call])

    assert log.of("call") == ["call returned 0"]
    assert same(call.result(), {})


@every_cancellation
async def test_the_caller_is_cancelled(exercise, jobs, start, cancel):
    """When the call itself is cancelled while it waits, it ends as cancelled.

    A task that ignores every request is to end within 10 s. Meanwhile the call is cancelled, in
    each run of the test at another moment.
    """
    task = start("deaf", jobs.make("job", takes=100, stubborn=99)())

    call = start("call", exercise.shutdown([task], 10))
    await cancel(call)

    assert same(call.cancelled(), True)


async def test_the_message(exercise, start, clock):
    """Each task sees the message "shutdown" in its `CancelledError`.

    Two tasks are asked to stop after 1 s.
    """
    messages = []
    tasks = [start(name, notes_the_message(messages)) for name in "ab"]
    await clock.until(1)

    await exercise.shutdown(tasks, 5)

    assert messages == [("shutdown",), ("shutdown",)]


@pytest.mark.code("extra-event")
async def test_asked_once(exercise, jobs, start, clock):
    """Each task is asked once.

    Two tasks are asked to stop after 1 s: one needs no time for that, and one cleans up for 2 s.
    """
    tasks = [start(f"task{n}", jobs.make("job", takes=10, cleanup=n)()) for n in (0, 2)]
    await clock.until(1)

    await exercise.shutdown(tasks, 5)

    assert [task.cancelling() for task in tasks] == [1, 1]
