"""Hidden behaviours of a handle that can be cancelled, and a task that goes on."""

import asyncio

from grader.testing import every_order, same


async def test_the_handle_is_cancelled(exercise, jobs, clock, log):
    """When the handle is cancelled, it ends as cancelled, and the work goes on.

    The work takes 1 s; `handle.cancel()` is called at 0.25 s, and should return True.
    """
    handle, task = exercise.protect(jobs.make("work", takes=1, returns="value")())
    await clock.until(0.25)

    asked = handle.cancel()
    await clock.until(9)

    assert log == ["work started 0", "work returned 1"]
    assert same((asked, handle.cancelled(), task.cancelled()), (True, True, False))
    assert same(task.result(), "value")


@every_order
async def test_those_who_wait(exercise, jobs, start, clock, log):
    """When the handle is cancelled, whoever awaits it gets `CancelledError` at once.

    The work takes 1 s, a waiter awaits the handle, and `handle.cancel()` is called at 0.25 s.
    """
    handle, task = exercise.protect(jobs.make("work", takes=1)())
    start("waiter", handle)
    await clock.until(0.25)

    handle.cancel()
    await clock.until(9)

    assert log == ["work started 0", "waiter cancelled 0.25", "work returned 1"]
    assert same(task.cancelled(), False)


async def test_a_cancelled_waiter(exercise, jobs, start, clock, log):
    """When somebody who awaits the handle is cancelled, the work goes on.

    The work takes 1 s; a task that awaits the handle is cancelled at 0.25 s.
    """
    handle, task = exercise.protect(jobs.make("work", takes=1, returns="value")())
    waiter = start("waiter", handle)
    await clock.until(0.25)

    waiter.cancel()
    await clock.until(9)

    assert log == ["work started 0", "waiter cancelled 0.25", "work returned 1"]
    assert same(task.cancelled(), False)
    assert same(task.result(), "value")


async def test_the_task_is_cancelled(exercise, jobs, start, clock, log):
    """When the task is cancelled, the work, the task and the handle end as cancelled.

    The work takes 1 s, a waiter awaits the handle, and `task.cancel()` is called at 0.25 s.
    """
    handle, task = exercise.protect(jobs.make("work", takes=1)())
    start("waiter", handle)
    await clock.until(0.25)

    task.cancel()
    await clock.until(9)

    assert log == ["work started 0", "work cancelled 0.25", "waiter cancelled 0.25"]
    assert same((task.cancelled(), handle.cancelled()), (True, True))


async def test_a_task_is_handed_back(exercise, jobs, start, log):
    """Given a task, the second value is that very task.

    The task works for 1 s, and somebody awaits the handle.
    """
    given = start("task", jobs.make("work", takes=1, returns="value")())

    handle, task = exercise.protect(given)
    value = await handle

    assert same(task is given, True)
    assert same(value, "value")
    assert log == ["work started 0", "work returned 1", "task returned 1"]


async def test_it_begins_by_itself(exercise, jobs, clock, log):
    """Given a coroutine, the work begins at the loop's next turn, though nobody awaits anything.

    After the call the test does no more than `await asyncio.sleep(0)`, once.
    """
    _handle, _task = exercise.protect(jobs.make("work", takes=1)())

    await asyncio.sleep(0)
    seen = [*log]
    await clock.until(9)

    assert seen == ["work started 0"]


async def test_an_error_of_the_work(exercise, jobs):
    """If the work fails, `await handle` raises the very exception.

    The work raises OSError after 1 s.
    """
    error = OSError("no signal")
    handle, _task = exercise.protect(jobs.make("work", takes=1, raises=error)())

    [outcome] = await asyncio.gather(handle, return_exceptions=True)

    assert same(outcome, error)


async def test_it_returns(exercise, jobs, clock):
    """`await handle` gives the value of the work at once, and then there is nothing to cancel.

    The work takes 1 s. Then the test calls `handle.cancel()`, which should return False.
    """
    handle, task = exercise.protect(jobs.make("work", takes=1, returns="value")())

    value = await handle
    asked = handle.cancel()

    assert clock.now == 1
    assert same((value, task.result()), ("value", "value"))
    assert same((asked, handle.cancelled()), (False, False))
