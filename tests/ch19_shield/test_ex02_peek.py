"""Hidden behaviours of waiting for a task without owning it."""

import asyncio

from grader.testing import every_cancellation, every_order, same


async def test_ready_in_time(exercise, jobs, start, clock):
    """A result that is there in time comes back as soon as it is there.

    The task takes 1.5 s; the call waits for 2 s at most.
    """
    task = start("task", jobs.make("work", takes=1.5, returns="value")())

    answer = await exercise.peek(task, 2)

    assert same(answer, (True, "value"))
    assert clock.now == 1.5


async def test_none_is_a_result(exercise, jobs, start):
    """A task whose result is None has its result: the answer is `(True, None)`.

    The task takes 1.5 s and returns None; the call waits for 2 s at most.
    """
    task = start("task", jobs.make("work", takes=1.5, returns=None)())

    answer = await exercise.peek(task, 2)

    assert same(answer, (True, None))


async def test_not_ready(exercise, jobs, start, clock, log):
    """When the time is up, the answer is `(False, None)`, and the task goes on to its end.

    The task takes 3 s; the call waits for 2 s at most.
    """
    task = start("task", jobs.make("work", takes=3, returns="value")())
    call = start("call", exercise.peek(task, 2))
    await clock.until(9)

    assert log.of("call") + log.of("work") == [
        *("call returned 2", "work started 0", "work returned 3"),
    ]
    assert same((call.result(), task.cancelling()), ((False, None), 0))


async def test_nothing_is_left(exercise, jobs, start):
    """When the time is up, the call leaves nothing behind, while the task goes on.

    The task takes 9 s; the call waits for 2 s at most.
    """
    task = start("task", jobs.make("work", takes=9, returns="value")())

    answer = await exercise.peek(task, 2)

    assert same((answer, task.done()), ((False, None), False))


async def test_three_in_a_row(exercise, jobs, start, clock):
    """One may wait for a task again and again, until it is done.

    The task takes 5 s; three calls, one after the other, wait for 2 s at most.
    """
    task = start("task", jobs.make("work", takes=5, returns="value")())

    answers = [await exercise.peek(task, 2) for _ in range(3)]

    assert same(answers, [(False, None), (False, None), (True, "value")])
    assert clock.now == 5


@every_order
async def test_two_at_once(exercise, jobs, start, clock, log):
    """A call whose time is up takes the result away from nobody.

    The task takes 3 s. One call waits for 1 s at most, and beside it one for 10 s at most.
    """
    task = start("task", jobs.make("work", takes=3, returns="value")())
    short, long = (start(f"peek {n}", exercise.peek(task, n)) for n in (1, 10))
    await clock.until(20)

    assert log.of("work") + log.of("peek") == [
        *("work started 0", "work returned 3", "peek 1 returned 1", "peek 10 returned 3"),
    ]
    assert same((short.result(), long.result()), ((False, None), (True, "value")))


async def test_an_error_of_the_task(exercise, jobs, start):
    """An error of the task reaches the caller, as it is.

    The task raises OSError after 1 s; the call waits for 2 s at most.
    """
    error = OSError("no signal")
    task = start("task", jobs.make("work", takes=1, raises=error)())

    [outcome] = await asyncio.gather(exercise.peek(task, 2), return_exceptions=True)

    assert same(outcome, error)


async def test_a_timeout_of_its_own(exercise, jobs, start):
    """A `TimeoutError` that the task itself ends with reaches the caller.

    The task gives up with a `TimeoutError` of its own after 1 s; the call waits for 2 s at most.
    """
    error = TimeoutError("no route to the host")
    task = start("task", jobs.make("work", takes=1, raises=error)())

    [outcome] = await asyncio.gather(exercise.peek(task, 2), return_exceptions=True)

    assert same(outcome, error)


async def test_the_caller_is_cancelled(exercise, jobs, start, clock, log):
    """When the call is cancelled, it ends at once, as cancelled, and the task goes on.

    The task takes 3 s, the call waits for 2 s at most, and it is cancelled at 1 s.
    """
    task = start("task", jobs.make("work", takes=3)())
    call = start("call", exercise.peek(task, 2))
    await clock.until(1)

    call.cancel()
    await clock.until(9)

    assert log.of("call") + log.of("work") == [
        *("call cancelled 1", "work started 0", "work returned 3"),
    ]


@every_cancellation
async def test_cancelled_at_any_moment(exercise, jobs, start, clock, cancel, log):
    """Whenever the call is cancelled, the task goes on.

    The task takes 3 s, and the call waits for 9 s at most. It is cancelled wherever it waits.
    """
    task = start("task", jobs.make("work", takes=3)())
    call = start("call", exercise.peek(task, 9))

    await cancel(call, comes_out=False)
    await clock.until(20)

    assert log.of("work") == ["work started 0", "work returned 3"]


async def test_somebody_cancels_the_task(exercise, jobs, start, clock, log):
    """When somebody else cancels the task, `CancelledError` comes out of the call.

    The task takes 3 s and is cancelled at 1 s; the call waits for 2 s at most.
    """
    task = start("task", jobs.make("work", takes=3)())
    start("call", exercise.peek(task, 2))
    await clock.until(1)

    task.cancel()
    await clock.until(9)

    assert log.of("call") == ["call cancelled 1"]
