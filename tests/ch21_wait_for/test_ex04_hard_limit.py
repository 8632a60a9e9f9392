"""Hidden behaviours of a limit that holds even if the clean-up takes too long."""

import asyncio

import pytest

from grader.testing import every_cancellation, same


def nobody(task):
    """Take note of a stuck task where none can be: that is told at once."""
    raise AssertionError("`on_stuck` was called, and nothing was stuck")


async def follow(task):
    """Wait for the end of a task that isn't ours."""
    await asyncio.wait([task])


async def test_in_time(exercise, jobs, clock):
    """A value that is ready within the limit comes back as soon as it is there.

    The limit is 2 s, the grace 1 s; the operation takes 1 s.
    """
    op = jobs.make("op", takes=1, returns="value")

    value = await exercise.hard_limit(op, 2, 1, nobody)

    assert same(value, "value")
    assert clock.now == 1


async def test_a_short_clean_up(exercise, jobs, start, clock, log):
    """After the limit the operation is cancelled; when it has cleaned up, `TimeoutError` comes out.

    The limit is 2 s, the grace 1 s. The operation would take 9 s; cancelled, it cleans up for 0.5 s,
    till 2.5 s.
    """
    stuck = []
    op = jobs.make("op", takes=9, cleanup=0.5)

    start("call", exercise.hard_limit(op, 2, 1, stuck.append))
    await clock.until(20)

    assert log.of("op") == ["op started 0", "op cancelled 2.5"]
    assert log.of("call") == ["call raised TimeoutError 2.5"]
    assert same(stuck, [])


async def test_a_long_clean_up(exercise, jobs, start, clock, log):
    """When the grace has passed, `TimeoutError` comes out, whatever the clean-up still has to do.

    The limit is 2 s, the grace 1 s. The operation would take 9 s; cancelled, it cleans up for 5 s.
    """
    op = jobs.make("op", takes=9, cleanup=5)

    start("call", exercise.hard_limit(op, 2, 1, lambda _task: None))
    await clock.until(20)

    assert log.of("call") == ["call raised TimeoutError 3"]


async def test_the_stuck_task_is_told(exercise, jobs, start, clock, log):
    """`on_stuck` is called once, when the grace has passed, with the task, which isn't done.

    The limit is 2 s, the grace 1 s. The operation would take 9 s; cancelled, it cleans up for 5 s.
    """
    done = []

    def on_stuck(task):
        log.add("on_stuck", "called")
        done.append(task.done())

    start("call", exercise.hard_limit(jobs.make("op", takes=9, cleanup=5), 2, 1, on_stuck))
    await clock.until(20)

    assert log.of("on_stuck") == ["on_stuck called 3"]
    assert same(done, [False])


async def test_the_stuck_task_is_left_alone(exercise, jobs, start, clock, log):
    """A stuck operation ends by itself, undisturbed, and its task is the one that was told.

    The limit is 2 s, the grace 1 s. The operation would take 9 s; cancelled, it cleans up for 5 s,
    till 7 s.
    """
    op = jobs.make("op", takes=9, cleanup=5)

    start("call", exercise.hard_limit(op, 2, 1, lambda task: start("told", follow(task))))
    await clock.until(20)

    assert log.of("op") == ["op started 0", "op cancelled 7"]
    assert log.of("told") == ["told returned 7"]


async def test_a_value_in_the_grace(exercise, start, clock, log):
    """An operation that has ended when the grace passes isn't stuck, however it has ended.

    The limit is 2 s, the grace 1 s. The operation would take 9 s; cancelled, it cleans up for 0.5 s,
    and returns a value. (What comes out then is left open.)
    """
    stuck = []

    async def op():
        try:
            await asyncio.sleep(9)
        except asyncio.CancelledError:
            await asyncio.sleep(0.5)
            log.add("op", "returned")
            return "half"

    start("call", exercise.hard_limit(op, 2, 1, stuck.append))
    await clock.until(20)

    assert log.of("op") == ["op returned 2.5"]
    assert same(stuck, [])


async def test_an_error(exercise, jobs, clock):
    """An exception of the operation comes out as soon as it is raised.

    The limit is 2 s, the grace 1 s; the operation raises OSError after 1 s.
    """
    error = OSError("no signal")
    call = exercise.hard_limit(jobs.make("op", takes=1, raises=error), 2, 1, nobody)

    [outcome] = await asyncio.gather(call, return_exceptions=True)

    assert same(outcome, error)
    assert clock.now == 1


async def test_a_timeout_of_its_own(exercise, jobs, clock):
    """A `TimeoutError` that the operation itself raises comes out as well.

    The limit is 2 s, the grace 1 s; the operation gives up with a `TimeoutError` of its own after
    1 s.
    """
    error = TimeoutError("no route to the host")
    call = exercise.hard_limit(jobs.make("op", takes=1, raises=error), 2, 1, nobody)

    [outcome] = await asyncio.gather(call, return_exceptions=True)

    assert same(outcome, error)
    assert clock.now == 1


async def test_the_caller_is_cancelled(exercise, jobs, start, clock, log):
    """When the call is cancelled, so is the operation, and the call ends as cancelled after it.

    The limit is 2 s, the grace 1 s; the operation takes 9 s, and the call is cancelled at 1 s. The
    operation cleans up for 0.5 s, till 1.5 s.
    """
    op = jobs.make("op", takes=9, cleanup=0.5)
    call = start("call", exercise.hard_limit(op, 2, 1, nobody))
    await clock.until(1)

    call.cancel()
    await clock.until(20)

    assert log == ["op started 0", "op cancelled 1.5", "call cancelled 1.5"]


async def test_cancelled_in_the_grace(exercise, jobs, start, clock):
    """When the call is cancelled in the grace, it ends as cancelled, not with `TimeoutError`.

    The limit is 2 s, the grace 1 s. The operation would take 9 s; cancelled, it cleans up for 0.5 s.
    The call is cancelled at 2.25 s.
    """
    op = jobs.make("op", takes=9, cleanup=0.5)
    call = start("call", exercise.hard_limit(op, 2, 1, lambda _task: None))
    await clock.until(2.25)

    call.cancel()
    await clock.until(20)

    assert same(call.cancelled(), True)


@pytest.mark.code("leaked-task")
@every_cancellation
async def test_cancelled_at_any_moment(exercise, jobs, start, cancel):
    """Whenever the call is cancelled, in the grace as well, the operation has ended with it.

    The limit is 2 s, the grace 1 s. The operation would take 9 s; cancelled, it cleans up for 0.5 s,
    till 2.5 s. The call is cancelled wherever it waits.
    """
    op = jobs.make("op", takes=9, cleanup=0.5)
    call = start("call", exercise.hard_limit(op, 2, 1, nobody))

    await cancel(call, comes_out=False)

    assert jobs.running == 0
