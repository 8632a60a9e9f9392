"""Hidden behaviours of a wait with a deadline."""

import asyncio

import pytest

from grader.testing import every_cancellation, same


def names(lists):
    """The names of the tasks in both lists, for these a learner can read."""
    done, others = lists
    return [task.get_name() for task in done], [task.get_name() for task in others]


async def test_some_are_late(exercise, jobs, start, log):
    """When the time is up, the call returns the tasks that are done, and those that aren't.

    Ten tasks take 0.5, 1.5, ... 9.5 s, and have 5 s: `t0` to `t4` are done then.
    """
    tasks = [start(f"t{n}", jobs.make("job", takes=n + 0.5)()) for n in range(10)]

    call = start("call", exercise.split_by_deadline(tasks, 5))
    await asyncio.wait([call])

    assert log.of("call") == ["call returned 5"]
    done, others = names(call.result())
    assert same(done, ["t0", "t1", "t2", "t3", "t4"])
    assert same(others, ["t5", "t6", "t7", "t8", "t9"])


async def test_the_late_ones_go_on(exercise, jobs, start, clock, log):
    """Tasks that are not done in time are left alone: they go on, and return.

    Three tasks take 0.5, 6.5 and 7.5 s, and have 5 s.
    """
    tasks = [start(f"t{n}", jobs.make("job", takes=n + 0.5)()) for n in (0, 6, 7)]

    await exercise.split_by_deadline(tasks, 5)
    asked = [task.cancelling() for task in tasks]
    await clock.until(8)

    assert log.of("t6") + log.of("t7") == ["t6 returned 6.5", "t7 returned 7.5"]
    assert asked == [0, 0, 0], "somebody has called `cancel()` on a task"


async def test_all_are_early(exercise, jobs, start, log):
    """When all tasks are done before the time is up, the call returns at once.

    Two tasks take 1.375 and 2.375 s, and have 5 s.
    """
    tasks = [start(f"t{n}", jobs.make("job", takes=n + 0.375)()) for n in (1, 2)]

    call = start("call", exercise.split_by_deadline(tasks, 5))
    await asyncio.wait([call])

    assert log.of("call") == ["call returned 2.375"]
    done, others = names(call.result())
    assert same((done, others), (["t1", "t2"], []))


async def test_whatever_they_end_with(exercise, jobs, start, log):
    """A task that failed or was cancelled is done; nothing of it comes out, and the others count.

    `bad` fails at 1 s, somebody else cancels `stopped` at 0.5 s, `good` returns at 1.5 s. They
    have 2 s.
    """
    bad = start("bad", jobs.make("bad-job", takes=1, raises=OSError)())
    stopped = start("stopped", jobs.make("stopped-job", takes=9)())
    good = start("good", jobs.make("good-job", takes=1.5)())
    asyncio.get_running_loop().call_later(0.5, stopped.cancel)

    call = start("call", exercise.split_by_deadline([bad, stopped, good], 2))
    await asyncio.wait([call])

    assert log.of("call") == ["call returned 1.5"]
    done, others = names(call.result())
    assert same((done, others), (["bad", "stopped", "good"], []))


async def test_order_of_the_lists(exercise, jobs, start):
    """Both lists are in the order in which the tasks were given.

    Eight tasks, given as `t3 t0 t6 t5 t2 t7 t4 t1`, have 5 s. Odd ones take 1 s, even ones 9 s.
    """
    tasks = [start(f"t{n}", jobs.make("job", takes=1 if n % 2 else 9)()) for n in range(8)]
    tasks = [tasks[n] for n in (3, 0, 6, 5, 2, 7, 4, 1)]

    done, others = names(await exercise.split_by_deadline(tasks, 5))

    assert same((done, others), (["t3", "t5", "t7", "t1"], ["t0", "t6", "t2", "t4"]))


async def test_ended_before_the_call(exercise, jobs, start, clock):
    """Tasks that have ended before the call stand where they were given, too.

    Three tasks take 1, 0.25 and 9 s, and have 5 s. The call is made at 0.5 s.
    """
    tasks = [
        start(f"t{n}", jobs.make("job", takes=takes)()) for n, takes in enumerate((1, 0.25, 9))
    ]
    await clock.until(0.5)

    done, others = names(await exercise.split_by_deadline(tasks, 5))

    assert same((done, others), (["t0", "t1"], ["t2"]))


async def test_no_time_at_all(exercise, jobs, start, clock, log):
    """With a timeout of 0 the call takes a look at the tasks, and returns at once.

    Two tasks take 0.5 and 9.5 s, and have 0 s. The call is made at 1 s.
    """
    tasks = [start(f"t{n}", jobs.make("job", takes=n + 0.5)()) for n in (0, 9)]
    await clock.until(1)

    call = start("call", exercise.split_by_deadline(tasks, 0))
    await asyncio.wait([call])

    assert log.of("call") == ["call returned 1"]
    done, others = names(call.result())
    assert same((done, others), (["t0"], ["t9"]))


async def test_no_tasks(exercise, clock):
    """Without tasks both lists are empty, at once.

    The call gets an empty list and 5 s.
    """
    done, others = await exercise.split_by_deadline([], 5)

    assert same((done, others), ([], []))
    assert clock.now == 0


async def test_the_call_is_cancelled(exercise, jobs, start, clock, log):
    """When the call is cancelled, it ends as cancelled.

    A task takes 3 s, and has 5 s. The call is cancelled at 1 s.
    """
    task = start("task", jobs.make("job", takes=3)())
    call = start("call", exercise.split_by_deadline([task], 5))
    await clock.until(1)

    call.cancel()
    await asyncio.wait([call])

    assert log.of("call") == ["call cancelled 1"]


@pytest.mark.code("cancelled")
@every_cancellation
async def test_a_cancelled_call_cancels_no_task(exercise, jobs, start, cancel, log):
    """When the call is cancelled, at whatever moment, the tasks go on, and return.

    Three tasks take 1, 2 and 9 s, and have 5 s. The call is cancelled wherever it waits.
    """
    tasks = [start(f"t{n}", jobs.make("job", takes=n)()) for n in (1, 2, 9)]

    await cancel(start("call", exercise.split_by_deadline(tasks, 5)), comes_out=False)
    await asyncio.wait(tasks)

    ends = log.of("t1") + log.of("t2") + log.of("t9")
    assert ends == ["t1 returned 1", "t2 returned 2", "t9 returned 9"]
