"""Hidden behaviours of a job that holds a slot."""

import asyncio

import pytest

from grader.testing import every_cancellation, same


class Full(Exception):
    """No slot is free."""


class Pool:
    """Slots that log when they are taken and released."""

    def __init__(self, log, slots=1):
        self.free, self._log = slots, log

    def acquire(self):
        if not self.free:
            raise Full("no slot is free")
        self.free -= 1
        self._log.add("slot", "taken")

    def release(self):
        self.free += 1
        self._log.add("slot", "released")


async def test_taken_at_once(exercise, jobs, log):
    """The slot is taken when `start_job` returns, and held while the job runs.

    The job takes 2 s.
    """
    task = exercise.start_job(Pool(log), jobs.make("job", takes=2))

    before_any_step = log.of("slot")
    await task

    assert before_any_step == ["slot taken 0"]


async def test_a_result(exercise, jobs, clock, log):
    """The job's result is the task's, and the slot is released, once.

    The job takes 2 s and returns "done".
    """
    task = exercise.start_job(Pool(log), jobs.make("job", takes=2, returns="done"))

    result = await task
    await clock.settle()

    assert log.of("slot") == ["slot taken 0", "slot released 2"]
    assert same(result, "done")


async def test_an_error(exercise, jobs, clock, log):
    """The job's error is the task's, and the slot is released, once.

    The job raises OSError after 2 s.
    """
    error = OSError("disk full")
    task = exercise.start_job(Pool(log), jobs.make("job", takes=2, raises=error))

    [outcome] = await asyncio.gather(task, return_exceptions=True)
    await clock.settle()

    assert log.of("slot") == ["slot taken 0", "slot released 2"]
    assert same(outcome, error)


async def test_cancelled_in_the_middle(exercise, jobs, clock, log):
    """A job that is cancelled keeps its slot while it cleans up, and ends as cancelled.

    The task is cancelled after 1 s; the job cleans up for 2 s, till 3 s.
    """
    task = exercise.start_job(Pool(log), jobs.make("job", takes=10, cleanup=2))
    await clock.until(1)

    task.cancel()
    await asyncio.wait([task])
    await clock.settle()

    assert log.of("slot") == ["slot taken 0", "slot released 3"]
    assert same(task.cancelled(), True)


@every_cancellation(twice=True)
async def test_released_once(exercise, jobs, clock, log, cancel):
    """Wherever a task is cancelled, and how often, its slot is released, once.

    The job takes 2 s, and 1 s to clean up. The task is cancelled while it runs, and a second time
    while it cleans up, in one run of the test after the other.
    """
    task = exercise.start_job(Pool(log), jobs.make("job", takes=2, cleanup=1))

    await cancel(task, comes_out=False)
    await clock.settle()

    slot = [line.split()[1] for line in log.of("slot")]
    assert slot == ["taken", "released"]


async def test_cancelled_at_once(exercise, jobs, clock, log):
    """A task that is cancelled before its first step releases its slot, too.

    The task is cancelled right after `start_job` has returned it, before anything else runs.
    """
    task = exercise.start_job(Pool(log), jobs.make("job", takes=10))

    task.cancel()
    await asyncio.wait([task])
    await clock.settle()

    assert log.of("slot") == ["slot taken 0", "slot released 0"]
    assert same(task.cancelled(), True)


async def test_cancelled_with_all_others(exercise, jobs, clock, log):
    """The slot is released, too, if all tasks of the loop are cancelled at the same time.

    All tasks that there are, except the test's, are cancelled after 1 s, as `asyncio.run` does at
    its end. The job cleans up for 2 s, till 3 s.
    """
    task = exercise.start_job(Pool(log), jobs.make("job", takes=10, cleanup=2))
    await clock.until(1)

    for each in asyncio.all_tasks() - {asyncio.current_task()}:
        each.cancel()
    await asyncio.wait([task])
    await clock.settle()

    assert log.of("slot") == ["slot taken 0", "slot released 3"]


async def test_cancelled_at_once_with_all_others(exercise, jobs, clock, log):
    """The slot is released, too, if all tasks of the loop are cancelled before they begin.

    All tasks that there are, except the test's, are cancelled right after `start_job` has returned.
    """
    task = exercise.start_job(Pool(log), jobs.make("job", takes=10))

    for each in asyncio.all_tasks() - {asyncio.current_task()}:
        each.cancel()
    await asyncio.wait([task])
    await clock.settle()

    assert log.of("slot") == ["slot taken 0", "slot released 0"]


async def test_a_full_pool(exercise, jobs, log):
    """Without a free slot, the pool's exception comes out; no job is called, and no slot released.

    The only slot is taken when a second job is to start. The first one takes 2 s.
    """
    pool, second = Pool(log), jobs.make("second", takes=1)
    first = exercise.start_job(pool, jobs.make("first", takes=2))

    with pytest.raises(Full):
        exercise.start_job(pool, second)
    free = pool.free
    await first

    assert not second.calls, "the second job ran without a slot"
    assert same(free, 0)
