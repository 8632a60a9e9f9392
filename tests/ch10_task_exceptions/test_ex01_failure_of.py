"""Hidden behaviours of finding out why a task failed."""

import asyncio
import gc

from grader.testing import every_cancellation, same


def reports_of(loop):
    """What the loop reports from now on, as a list of messages."""
    reports = []
    loop.set_exception_handler(lambda _, context: reports.append(context["message"]))
    return reports


class Halt(BaseException):
    """An exception whose class isn't derived from `Exception`."""


async def test_a_task_that_fails(exercise, jobs, start, clock):
    """When the task fails, the call returns its exception, at that moment.

    The task raises OSError after 2.375 s.
    """
    error = OSError("disk full")
    task = start("task", jobs.make("job", takes=2.375, raises=error)())

    failure = await exercise.failure_of(task)

    assert same(failure, error)
    assert clock.now == 2.375


async def test_a_failure_of_another_kind(exercise, jobs):
    """An exception is returned whatever its class, even if that isn't derived from `Exception`.

    After 1 s the task raises `Halt("stop")`, which is derived from `BaseException` only.
    """
    error = Halt("stop")
    task = asyncio.create_task(jobs.make("job", takes=1, raises=error)())

    failure = await exercise.failure_of(task)

    assert same(failure, error)


async def test_everybody_gets_it(exercise, jobs):
    """Everybody who asks gets the same exception, and the loop has nothing to report.

    The task fails after 1 s. Two calls wait for that, a third one asks later. Then the task is
    thrown away.
    """
    error, reports = OSError("disk full"), reports_of(asyncio.get_running_loop())
    task = asyncio.create_task(jobs.make("job", takes=1, raises=error)())

    early = await asyncio.gather(*(exercise.failure_of(task) for _ in range(2)))
    answers = [*early, await exercise.failure_of(task)]
    del task
    gc.collect()

    assert same((answers, reports), ([error, error, error], []))


async def test_a_task_that_returns(exercise, jobs, start, clock):
    """When the task returns a value, there is no failure: the call returns None, at that moment.

    The task returns 3 after 1 s.
    """
    task = start("task", jobs.make("job", takes=1, returns=3)())

    failure = await exercise.failure_of(task)

    assert same(failure, None)
    assert clock.now == 1


async def test_a_task_that_is_cancelled(exercise, jobs, start, clock, log):
    """When the task is cancelled, by somebody else, the call returns None, and so do later ones.

    The task would run for 10 s. It is cancelled at 1 s, while `call` waits for it; `later` asks
    afterwards.
    """
    task = start("task", jobs.make("job", takes=10)())
    call = start("call", exercise.failure_of(task))
    await clock.until(1)

    task.cancel()
    await asyncio.wait([call])
    later = start("later", exercise.failure_of(task))
    await asyncio.wait([later])

    assert [*log.of("call"), *log.of("later")] == ["call returned 1", "later returned 1"]
    assert same((call.result(), later.result()), (None, None))


@every_cancellation
async def test_the_caller_is_cancelled(exercise, jobs, start, cancel):
    """When the call itself is cancelled while it waits, it ends as cancelled.

    The task takes 5 s. Meanwhile the call is cancelled, in each run of the test at another moment.
    """
    task = start("task", jobs.make("job", takes=5, returns=3)())
    call = start("call", exercise.failure_of(task))

    await cancel(call)

    assert same(call.cancelled(), True)


async def test_both_are_cancelled(exercise, jobs, start, clock):
    """When the call and the task are cancelled at the same moment, the call ends as cancelled.

    The task would run for 10 s, and the call waits for it. At 1 s somebody cancels the task, and
    right after that the call.
    """
    task = start("task", jobs.make("job", takes=10)())
    call = start("call", exercise.failure_of(task))
    await clock.until(1)

    task.cancel()
    call.cancel()
    await asyncio.wait([task, call])

    assert same(call.cancelled(), True)


async def test_the_task_goes_on(exercise, jobs, start, clock, log):
    """When the call is cancelled, the task goes on.

    The task takes 3 s; the call is cancelled at 1 s.
    """
    task = start("task", jobs.make("job", takes=3)())
    call = start("call", exercise.failure_of(task))
    await clock.until(1)

    call.cancel()
    await asyncio.wait([task, call])

    assert log.of("job") == ["job started 0", "job returned 3"]


async def test_a_task_that_returns_an_exception(exercise, jobs, start):
    """A task that returns an exception object has not failed.

    The task returns a ValueError, as one returns any value.
    """
    task = start("task", jobs.make("job", takes=1, returns=ValueError("found in the data"))())

    failure = await exercise.failure_of(task)

    assert failure is None, "what the task returned was taken for a failure"
