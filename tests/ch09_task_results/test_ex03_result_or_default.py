"""Hidden behaviours of the result of a shared task, with a default."""

import asyncio

import pytest

from grader.testing import every_cancellation, every_order, same


async def test_a_result(exercise, jobs, start, log):
    """The task's result comes back, at the moment at which the task is done.

    The task takes 1.25 s and returns 7.
    """
    task = start("task", jobs.make("job", takes=1.25, returns=7)())

    call = start("call", exercise.result_or_default(task, "default"))
    await asyncio.wait([call])

    assert log.of("call") == ["call returned 1.25"]
    assert same(call.result(), 7)


async def test_cancelled_while_waiting(exercise, jobs, start, clock, log):
    """If the task is cancelled while the call waits for it, the default comes back at that moment.

    The call begins at 0 s. The task is cancelled by somebody else at 2 s.
    """
    task = start("task", jobs.make("job", takes=10)())
    call = start("call", exercise.result_or_default(task, "default"))
    await clock.until(2)

    task.cancel()
    await asyncio.wait([call])

    assert log.of("call") == ["call returned 2"]
    assert same(call.result(), "default")


async def test_cancelled_before(exercise, jobs, start, log):
    """For a task that was cancelled before the call, the default comes back at once.

    The task was cancelled by somebody else, and is done when the call is made.
    """
    task = start("task", jobs.make("job", takes=10)())
    task.cancel()
    await asyncio.wait([task])

    call = start("call", exercise.result_or_default(task, "default"))
    await asyncio.wait([call])

    assert log.of("call") == ["call returned 0"]
    assert same(call.result(), "default")


async def test_a_task_that_fails(exercise, jobs, start, log):
    """If the task fails, its exception comes out of the call, the same object.

    The task raises OSError after 1 s.
    """
    error = OSError("no signal")
    task = start("task", jobs.make("job", takes=1, raises=error)())

    call = start("call", exercise.result_or_default(task, "default"))
    await asyncio.wait([call])

    assert log.of("call") == ["call raised OSError 1"]
    assert same(call.exception(), error)


async def test_the_caller_is_cancelled(exercise, jobs, start, clock, log):
    """If the call is cancelled, it ends as cancelled, at once.

    The task takes 10 s, and would need 2 s to clean up. The call is cancelled at 1 s, and the
    task isn't.
    """
    task = start("task", jobs.make("job", takes=10, cleanup=2)())
    call = start("call", exercise.result_or_default(task, "default"))
    await clock.until(1)

    call.cancel()
    await asyncio.wait([call])

    assert log.of("call") == ["call cancelled 1"]


@pytest.mark.code("cancelled")
async def test_two_callers(exercise, jobs, start, clock, log):
    """A caller that is cancelled takes the result away from nobody: the task goes on.

    Two calls share a task that returns 7 after 5 s. The first call is cancelled at 1 s.
    """
    task = start("task", jobs.make("job", takes=5, returns=7)())
    first, other = (start(n, exercise.result_or_default(task, "default")) for n in ("one", "other"))
    await clock.until(1)

    first.cancel()
    await asyncio.wait([first, other])

    assert same(task.cancelled(), False)
    assert log.of("other") == ["other returned 5"]
    assert same(other.result(), 7)


@pytest.mark.code("cancelled")
@every_cancellation
async def test_the_task_goes_on(exercise, jobs, start, cancel):
    """Wherever the call is cancelled, it ends as cancelled, and the task is not.

    The task takes 5 s and returns 7. The call is cancelled wherever it waits.
    """
    task = start("task", jobs.make("job", takes=5, returns=7)())

    await cancel(start("call", exercise.result_or_default(task, "default")))
    await asyncio.wait([task])

    assert same(task.cancelled(), False)
    assert same(task.result(), 7)


async def test_results_that_look_empty(exercise, jobs, start):
    """None, 0 and an empty text are results like any other.

    Three tasks return them after 1 s.
    """
    values = [None, 0, ""]
    tasks = [start("task", jobs.make("job", takes=1, returns=value)()) for value in values]

    calls = [start("call", exercise.result_or_default(task, "default")) for task in tasks]
    results = await asyncio.gather(*calls)

    assert same(results, values)


@pytest.mark.parametrize("first", ["task", "call"])
@every_order
async def test_both_are_cancelled(exercise, jobs, start, clock, log, first):
    """If task and call are cancelled at the same moment, the call ends as cancelled.

    The call waits for the task. At 1 s both are cancelled, the task first or the call first.
    """
    task = start("task", jobs.make("job", takes=10)())
    call = start("call", exercise.result_or_default(task, "default"))
    await clock.until(1)

    for each in (task, call) if first == "task" else (call, task):
        each.cancel()
    await asyncio.wait([task, call])

    assert log.of("call") == ["call cancelled 1"]
