"""Hidden behaviours of a function that reads a task."""

import asyncio

from grader.testing import same


class Halt(BaseException):
    """An exception that an `except Exception` isn't meant to stop."""


async def gives(value):
    return value


async def test_a_task_that_has_returned(exercise, jobs, start, clock):
    """A task that has returned is "ok", with its value, as often as one asks.

    The task takes 1 s and returns 99. It is looked at after 2 s, twice.
    """
    task = start("task", jobs.make("job", takes=1, returns=99)())
    await clock.until(2)

    outcomes = [exercise.outcome(task), exercise.outcome(task)]

    assert same(outcomes, [("ok", 99), ("ok", 99)])


async def test_values_that_look_empty(exercise, start):
    """None, 0, an empty text and an empty list are values like any other.

    Four tasks have returned them.
    """
    values = [None, 0, "", []]
    tasks = [start("task", gives(value)) for value in values]
    await asyncio.wait(tasks)

    outcomes = [exercise.outcome(task) for task in tasks]

    assert same(outcomes, [("ok", value) for value in values])


async def test_a_task_that_has_failed(exercise, jobs, start):
    """A task that has failed is "failed", with the very exception that it raised.

    The task has raised an OSError.
    """
    error = OSError("disk full")
    task = start("task", jobs.make("job", takes=1, raises=error)())
    await asyncio.wait([task])

    outcome = exercise.outcome(task)

    assert same(outcome, ("failed", error))


async def test_a_cancelled_task(exercise, jobs, start):
    """A task that ended as cancelled is "cancelled", and nothing is raised.

    The task was cancelled by somebody else, and has ended.
    """
    task = start("task", jobs.make("job", takes=1)())
    task.cancel()
    await asyncio.wait([task])

    outcome = exercise.outcome(task)

    assert same(outcome, ("cancelled", None))


async def test_a_task_that_is_not_done(exercise, jobs, start, clock):
    """A task that isn't done is "pending", and goes on as if nobody had looked.

    The task takes 1 s and returns 99. It is looked at before its first step, and at 0.5 s.
    """
    task = start("task", jobs.make("job", takes=1, returns=99)())

    outcomes = [exercise.outcome(task)]
    await clock.until(0.5)
    outcomes += [exercise.outcome(task)]
    await asyncio.wait([task])

    assert same(outcomes, [("pending", None), ("pending", None)])
    assert same((task.cancelling(), task.result()), (0, 99))


async def test_asked_to_stop(exercise, jobs, start, clock):
    """A task that was asked to stop is "pending" until it has ended.

    At 1 s `cancel()` is called on a task that sleeps. It is looked at right after that, and once
    more when the task has had its turn.
    """
    task = start("task", jobs.make("job", takes=10)())
    await clock.until(1)

    task.cancel()
    outcomes = [exercise.outcome(task)]
    await clock.settle()
    outcomes += [exercise.outcome(task)]

    assert same(outcomes, [("pending", None), ("cancelled", None)])


async def test_a_value_that_is_an_exception(exercise, start):
    """A task that returns an exception, instead of raising it, is "ok".

    The task returns a ValueError, as a validator might.
    """
    found = ValueError("no such street")
    task = start("task", gives(found))
    await asyncio.wait([task])

    outcome = exercise.outcome(task)

    assert same(outcome, ("ok", found))


async def test_a_task_that_ignores_the_request(exercise, jobs, start, clock):
    """A task that was asked to stop, and returned a value all the same, is "ok".

    `cancel()` is called at 1 s. The task catches that, and returns "kept" at 2 s.
    """
    task = start("task", jobs.make("job", takes=2, stubborn=1, returns="kept")())
    await clock.until(1)
    task.cancel()
    await asyncio.wait([task])

    outcome = exercise.outcome(task)

    assert same(outcome, ("ok", "kept"))


async def test_in_a_callback(exercise, jobs, start):
    """The function is a plain one, so that a callback can call it, too.

    The task's done callback asks for the outcome. The task returns 99.
    """
    outcomes = []
    task = start("task", jobs.make("job", takes=1, returns=99)())

    task.add_done_callback(lambda task: outcomes.append(exercise.outcome(task)))
    await asyncio.wait([task])

    assert same(outcomes, [("ok", 99)])


async def test_an_invalid_state_of_its_own(exercise, jobs, start):
    """A task that failed with an InvalidStateError of its own is "failed".

    The task's code has called `result()` too early on something, and the exception ended it.
    """
    error = asyncio.InvalidStateError("result is not set")
    task = start("task", jobs.make("job", takes=1, raises=error)())
    await asyncio.wait([task])

    outcome = exercise.outcome(task)

    assert same(outcome, ("failed", error))


async def test_a_failure_of_another_kind(exercise, jobs, start):
    """A task that failed with a BaseException which is no Exception is "failed" as well.

    The task has raised Halt, a subclass of BaseException. (That isn't a CancelledError, either.)
    """
    error = Halt("out of ink")
    task = start("task", jobs.make("job", takes=1, raises=error)())
    await asyncio.wait([task])

    outcome = exercise.outcome(task)

    assert same(outcome, ("failed", error))
