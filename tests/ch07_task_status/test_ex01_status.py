"""Hidden behaviours of saying how a task stands."""

import asyncio

from grader.testing import same


class HardStop(BaseException):
    """What isn't meant for `except Exception`, like the exceptions with which test tools give up."""


def ask(status, task):
    """The word for `task`, or what the task has ended with, if that comes out instead."""
    try:
        return status(task)
    except (asyncio.CancelledError, HardStop) as error:
        return error


async def gives_up():
    """End as cancelled, though nobody has asked for that."""
    raise asyncio.CancelledError


async def follows(other):
    """Wait for another task, and share its fate."""
    await other


async def fails_in_clean_up():
    """Work for 10 s, and fail when that is cut short."""
    try:
        await asyncio.sleep(10)
    finally:
        raise OSError("disk full")


async def test_a_task_that_works(exercise, jobs, start, clock):
    """A task is "pending" until its end, and then "succeeded".

    The task takes 1 s. It is looked at when it is new, after half a second, and when it is done.
    """
    task = start("task", jobs.make("job", takes=1)())

    new = exercise.status(task)
    await clock.until(0.5)
    half_way = exercise.status(task)
    await asyncio.wait([task])
    done = exercise.status(task)

    assert same(new, "pending")
    assert same(half_way, "pending")
    assert same(done, "succeeded")


async def test_a_task_that_fails(exercise, jobs, start):
    """A task that raised an exception has "failed".

    The task ends with OSError.
    """
    task = start("task", jobs.make("job", takes=1, raises=OSError("no signal"))())
    await asyncio.wait([task])

    word = exercise.status(task)

    assert same(word, "failed")


async def test_a_task_that_is_cancelled(exercise, jobs, start, clock):
    """A task that was asked to stop is "pending" until it has stopped, and then "cancelled".

    The request comes at 0.5 s. The task cleans up for 1 s, till 1.5 s. It is looked at right after
    the request, at 1 s, and when it is done.
    """
    task = start("task", jobs.make("job", takes=10, cleanup=1)())
    await clock.until(0.5)

    task.cancel()
    just_asked = exercise.status(task)
    await clock.until(1)
    cleaning_up = exercise.status(task)
    await asyncio.wait([task])
    stopped = ask(exercise.status, task)

    assert same((just_asked, cleaning_up, stopped), ("pending", "pending", "cancelled"))


async def test_a_task_that_goes_on(exercise, jobs, start, clock):
    """A task that ignores the request is "pending" as before, and in the end it has "succeeded".

    The request comes at 0.5 s; the task works on and returns at 1.5 s. It is looked at at 1 s, and
    when it is done.
    """
    task = start("task", jobs.make("job", takes=1.5, stubborn=1)())
    await clock.until(0.5)

    task.cancel()
    await clock.until(1)
    working_on = exercise.status(task)
    await asyncio.wait([task])
    done = exercise.status(task)

    assert same((working_on, done), ("pending", "succeeded"))


async def test_cancelled_without_a_request(exercise, jobs, start):
    """A task that ended with `CancelledError` is "cancelled", also if nobody has cancelled it.

    One task raises `CancelledError` itself. Another one awaits a third, which is cancelled.
    """
    third = start("third", jobs.make("job", takes=10)())
    tasks = [start("one", gives_up()), start("other", follows(third))]

    third.cancel()
    await asyncio.wait(tasks)
    words = [ask(exercise.status, task) for task in tasks]

    assert same(words, ["cancelled", "cancelled"])


async def test_cancelled_before_it_began(exercise, jobs, start, clock):
    """A task that was cancelled before its first step is "cancelled", though it has never run.

    The task is created and cancelled at once. It is looked at when it is done.
    """
    task = start("task", jobs.make("job", takes=10)())

    task.cancel()
    await clock.settle()
    word = ask(exercise.status, task)

    assert same(word, "cancelled")


async def test_an_invalid_state_error(exercise, jobs, start):
    """A task that raised InvalidStateError has "failed", as with any other exception.

    The task ends with InvalidStateError, as if it had set the result of a future twice.
    """
    error = asyncio.InvalidStateError("the future has a result already")
    task = start("task", jobs.make("job", raises=error)())
    await asyncio.wait([task])

    word = exercise.status(task)

    assert same(word, "failed")


async def test_an_error_in_the_clean_up(exercise, start, clock):
    """A task that was asked to stop, and raised another exception in its clean-up, has "failed".

    The request comes at 1 s; the task's clean-up raises OSError.
    """
    task = start("task", fails_in_clean_up())
    await clock.until(1)

    task.cancel()
    await asyncio.wait([task])
    word = exercise.status(task)

    assert same(word, "failed")


async def test_an_exception_of_another_kind(exercise, jobs, start):
    """A task has "failed" also if its exception's class isn't derived from `Exception`.

    The task ends with HardStop, whose class is derived from BaseException.
    """
    task = start("task", jobs.make("job", takes=1, raises=HardStop("enough"))())
    await asyncio.wait([task])

    word = ask(exercise.status, task)

    assert same(word, "failed")


async def test_results_of_all_kinds(exercise, jobs, start):
    """Whatever object a task returned, it has "succeeded"; a `cancel()` after that is too late.

    Three tasks return None, 0 and a ValueError object. When they are done, they are cancelled.
    """
    results = [None, 0, ValueError("a returned object, not raised")]
    tasks = [start("task", jobs.make("job", returns=result)()) for result in results]
    await asyncio.wait(tasks)

    for task in tasks:
        task.cancel()
    words = [exercise.status(task) for task in tasks]

    assert same(words, ["succeeded", "succeeded", "succeeded"])
