"""Hidden behaviours of counting how tasks end."""

import asyncio
import gc

import pytest

from grader.testing import every_cancellation, same


class HardStop(BaseException):
    """What isn't meant for `except Exception`, like the exceptions with which test tools give up."""


async def outcome_of(call):
    """What a call comes to: its result, or the exception that came out of it."""
    try:
        return await call
    except BaseException as error:
        return error


def six_tasks(jobs, start):
    """Tasks that end in all kinds of ways; the fourth is for somebody to cancel."""
    works = [
        jobs.make("a", takes=3.03),
        jobs.make("b", takes=1, raises=OSError("no signal")),
        jobs.make("c", returns=0),
        jobs.make("d", takes=9),
        jobs.make("e", takes=2, raises=OSError("disk full")),
        jobs.make("f", takes=1, returns="done"),
    ]
    return [start("task", work()) for work in works]


async def test_all_kinds_of_ends(exercise, jobs, start, clock):
    """Every task is counted by the way in which it ended.

    Three tasks return: None, 0, and "done". Two fail, at 1 s and at 2 s. One is cancelled from
    outside, at 0.5 s.
    """
    tasks = six_tasks(jobs, start)
    call = start("call", outcome_of(exercise.settle(tasks)))
    await clock.until(0.5)

    tasks[3].cancel()
    outcome = await call

    assert same(outcome, {"succeeded": 3, "failed": 2, "cancelled": 1})


async def test_until_the_last_one(exercise, jobs, start, clock, log):
    """The call returns when the last task is done, whatever happens to others before.

    One task is cancelled at 0.5 s, one fails at 1 s and one at 2 s. The last one is ready at
    3.03 s.
    """
    tasks = six_tasks(jobs, start)
    call = start("call", exercise.settle(tasks))
    await clock.until(0.5)

    tasks[3].cancel()
    await asyncio.wait([call])

    assert log.of("call") == ["call returned 3.03"]


async def test_an_exception_of_another_kind(exercise, jobs, start):
    """A task has failed also if its exception's class isn't derived from `Exception`.

    One task ends with HardStop, whose class is derived from BaseException. Another one returns.
    """
    works = [jobs.make("job", takes=1, raises=HardStop("enough")), jobs.make("job", takes=2)]
    tasks = [start("task", work()) for work in works]

    outcome = await outcome_of(exercise.settle(tasks))

    assert same(outcome, {"succeeded": 1, "failed": 1, "cancelled": 0})


async def test_a_returned_exception(exercise, jobs, start):
    """A task that returns an exception object, and raises nothing, has succeeded.

    One task returns a ValueError object, and another one returns a CancelledError object.
    """
    results = ValueError("returned, not raised"), asyncio.CancelledError("returned, not raised")
    tasks = [start("task", jobs.make("job", returns=result)()) for result in results]

    outcome = await exercise.settle(tasks)

    assert same(outcome, {"succeeded": 2, "failed": 0, "cancelled": 0})


async def test_no_tasks(exercise, clock):
    """Without tasks there is nothing to wait for, and all three numbers are 0.

    The call gets an empty list.
    """
    outcome = await exercise.settle([])

    assert same(outcome, {"succeeded": 0, "failed": 0, "cancelled": 0})
    assert clock.now == 0


@pytest.mark.code("lost-exception")
async def test_failures_are_retrieved(exercise, jobs):
    """A failure that was counted is not reported as lost when the task is thrown away.

    A task fails with OSError, and nobody but `settle` looks at it. After the call it is thrown
    away. `reports` are the messages that the event loop's exception handler gets.
    """
    reports, fail = [], jobs.make("job", takes=1, raises=OSError("no signal"))
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: reports.append(context["message"]))

    await exercise.settle([loop.create_task(fail())])
    gc.collect()

    assert same(reports, [])


@every_cancellation
async def test_the_call_is_cancelled(exercise, jobs, start, cancel):
    """When the call itself is cancelled while it waits, it ends as cancelled.

    Three tasks take 1, 2 and 3 s. The call is cancelled wherever it waits, in each run of the test
    at another moment.
    """
    tasks = [start("task", jobs.make("job", takes=seconds)()) for seconds in (1, 2, 3)]
    call = start("call", exercise.settle(tasks))

    await cancel(call)

    assert same(call.cancelled(), True)
