"""Hidden behaviours of a pool without workers."""

import asyncio
import gc
import weakref

import pytest

from grader.testing import every_cancellation, every_order, same


class Signal(asyncio.Future):
    """Something to wait for; only who waits for it knows it, and the list has weak references."""

    def __init__(self, signals):
        super().__init__()
        signals.append(weakref.ref(self))


async def waits_for_a_signal(signals, log):
    """A job that nobody can reach from outside while it waits."""
    try:
        await Signal(signals)
        log.add("job", "returned")
    except GeneratorExit:
        log.add("job", "vanished")
        raise


def on_done(log, raises=None):
    """An `on_done` that logs how each task ended."""

    def tell(task):
        error = None if task.cancelled() else task.exception()
        end = "cancelled" if task.cancelled() else type(error).__name__ if error else task.result()
        log.add("on_done", f"got {end}")
        if raises is not None:
            raise raises

    return tell


def log_reports(log):
    """Have the loop's exception handler log what is reported to it."""

    def handle(loop, context):
        log.add("the loop", f"reported {type(context.get('exception')).__name__}")

    asyncio.get_running_loop().set_exception_handler(handle)


def tasks_of_the_pool():
    """All tasks but the test's."""
    return asyncio.all_tasks() - {asyncio.current_task()}


async def test_right_after_submitting(exercise, jobs, clock, log):
    """A job has its slot, and a task, from `submit` on; others wait without a task.

    The limit is 2, and 4 jobs are submitted. At once 2 jobs are active and 2 queued, there are 2
    tasks more than before, and nothing has run. The jobs take 1 s each, so all are over at 3 s.
    """
    pool = exercise.CallbackPool(2, on_done(log))

    for _ in range(4):
        pool.submit(jobs.make("job", 1))
    active, queued, new_tasks = pool.active, pool.queued, len(tasks_of_the_pool())
    ran = list(log)
    await clock.until(3)

    assert same((active, queued, new_tasks), (2, 2, 2))
    assert ran == []
    assert same((pool.active, pool.queued), (0, 0))


async def test_a_free_slot(exercise, jobs, clock, log):
    """A slot that gets free goes at once to the job that has waited longest.

    The limit is 2. The jobs a, b, c and d take 3, 1, 1 and 1 s. So c begins when b is over, at
    1 s, and d when c is, at 2 s.
    """
    pool = exercise.CallbackPool(2, on_done(log))

    for name, seconds in (("a", 3), ("b", 1), ("c", 1), ("d", 1)):
        pool.submit(jobs.make(name, seconds))
    await clock.until(5)

    starts = [line for line in log if "started" in line]
    assert starts == ["a started 0", "b started 0", "c started 1", "d started 2"]


@every_order
async def test_at_most_the_limit(exercise, jobs, clock, log):
    """Never do more jobs run than the limit says, nor fewer while others wait.

    The limit is 3, and 10 jobs take 1 s each. At most 3 run at once, and all are over at 4 s.
    """
    pool = exercise.CallbackPool(3, on_done(log))

    for _ in range(10):
        pool.submit(jobs.make("job", 1))
    await clock.until(9)

    assert jobs.peak == 3
    assert log.of("job")[-1] == "job returned 4"


async def test_join(exercise, jobs, start, clock, log):
    """`join` returns as soon as the last job is over, and takes no time if there is none.

    The limit is 2. `join` is awaited before any job was submitted. Then three jobs take 2.25, 0.25
    and 0.25 s; the second one raises OSError. `join` is awaited at once, and once more when it has
    returned.
    """
    pool = exercise.CallbackPool(2, on_done(log))

    await asyncio.wait([start("join", pool.join())])
    works = [("one", 2.25, None), ("two", 0.25, OSError("no signal")), ("three", 0.25, None)]
    for name, seconds, error in works:
        pool.submit(jobs.make(name, seconds, name, raises=error))
    for _ in range(2):
        await asyncio.wait([start("join", pool.join())])

    assert log.of("join") == ["join returned 0", "join returned 2.25", "join returned 2.25"]


async def test_each_is_told_of(exercise, jobs, clock, log):
    """`on_done` is called once for each job, right after it is over, and in that order.

    The limit is 2. Three jobs take 3, 1 and 1 s, and are over at 3, 1 and 2 s.
    """
    pool = exercise.CallbackPool(2, on_done(log))

    for name, seconds in (("a", 3), ("b", 1), ("c", 1)):
        pool.submit(jobs.make(name, seconds, name))
    await clock.until(5)

    assert log.of("on_done") == ["on_done got b 1", "on_done got c 2", "on_done got a 3"]


async def test_a_job_that_fails(exercise, jobs, clock, log):
    """A job that fails gives its slot back, and `on_done` is called for it.

    The limit is 1. The first job raises OSError at 1 s. The second one returns "data" at 2 s.
    """
    pool = exercise.CallbackPool(1, on_done(log))
    pool.submit(jobs.make("first", 1, raises=OSError("no signal")))
    pool.submit(jobs.make("second", 1, "data"))

    await clock.until(3)

    assert log.of("second") == ["second started 1", "second returned 2"]
    assert log.of("on_done") == ["on_done got OSError 1", "on_done got data 2"]


async def test_nobody_looks(exercise, jobs, clock, log):
    """What a job raises is never reported, even if nobody looks at it, nor keeps the pool.

    A job raises OSError at 1 s. `on_done` does nothing, and nobody calls `join`. At 2 s Python
    collects its garbage, and there are no tasks left.
    """
    log_reports(log)
    exercise.CallbackPool(1, lambda task: None).submit(jobs.make("job", 1, raises=OSError))

    await clock.until(2)
    gc.collect()

    assert log == ["job started 0", "job raised OSError 1"]
    assert len(tasks_of_the_pool()) == 0


@pytest.mark.allow("callback-error", reason="it is about an `on_done` that fails")
async def test_on_done_fails(exercise, jobs, clock, log):
    """What `on_done` raises is reported to the loop's exception handler, once for each job.

    The limit is 2. Two jobs take 1 and 2 s, and each time `on_done` raises KeyError.
    """
    log_reports(log)
    pool = exercise.CallbackPool(2, on_done(log, raises=KeyError("key")))

    pool.submit(jobs.make("job", 1))
    pool.submit(jobs.make("job", 2))
    await clock.until(3)

    assert log.of("the loop") == ["the loop reported KeyError 1", "the loop reported KeyError 2"]


@pytest.mark.allow("callback-error", reason="it is about an `on_done` that fails")
async def test_after_on_done_failed(exercise, jobs, start, log):
    """If `on_done` raises, the slot goes to the next job, and `join` returns, all the same.

    The limit is 1. Two jobs take 1 s each, and each time `on_done` raises KeyError. The second job
    runs from 1 to 2 s. `join`, awaited from 0 s on, returns then, and no job is active any more.
    """
    pool = exercise.CallbackPool(1, on_done(log, raises=KeyError("key")))
    pool.submit(jobs.make("first", 1))
    pool.submit(jobs.make("second", 1))

    await asyncio.wait([start("join", pool.join())], timeout=9)

    assert log.of("second") == ["second started 1", "second returned 2"]
    assert log.of("join") == ["join returned 2"]
    assert same((pool.active, pool.queued), (0, 0))


async def test_a_cancelled_job(exercise, jobs, clock, log):
    """A job that is cancelled gives its slot back, and `on_done` is called for it.

    The limit is 1. At 1 s somebody cancels all tasks of the pool: that is one, of the first job.
    The second job takes 1 s, till 2 s, and returns "data". Nothing is reported to the loop.
    """
    pool = exercise.CallbackPool(1, on_done(log))
    pool.submit(jobs.make("first", 9))
    pool.submit(jobs.make("second", 1, "data"))
    await clock.until(1)

    for task in tasks_of_the_pool():
        task.cancel()
    await clock.until(3)

    assert log.of("second") == ["second started 1", "second returned 2"]
    assert log.of("on_done") == ["on_done got cancelled 1", "on_done got data 2"]


async def test_cancelled_at_once(exercise, jobs, clock, log):
    """A job that is cancelled before it has begun gives its slot back, too.

    The limit is 1. Right after two jobs were submitted, somebody cancels all tasks of the pool:
    that is one, of the first job. The second job takes 1 s, till 1 s, and returns "data".
    """
    pool = exercise.CallbackPool(1, on_done(log))
    pool.submit(jobs.make("first", 9))
    pool.submit(jobs.make("second", 1, "data"))

    for task in tasks_of_the_pool():
        task.cancel()
    await clock.until(3)

    assert log.of("second") == ["second started 0", "second returned 1"]
    assert log.of("on_done") == ["on_done got cancelled 0", "on_done got data 1"]


async def test_two_joins(exercise, jobs, start, log):
    """Two callers can wait at the same time, and both wait for jobs that have yet to begin.

    The limit is 1, and two jobs take 1 s each. Both callers go on at 2 s.
    """
    pool = exercise.CallbackPool(1, on_done(log))
    pool.submit(jobs.make("one", 1))
    pool.submit(jobs.make("two", 1))

    await asyncio.wait([start("join", pool.join()), start("join", pool.join())])

    assert log.of("join") == ["join returned 2", "join returned 2"]


@every_cancellation
async def test_a_join_is_cancelled(exercise, jobs, start, log, cancel):
    """A caller of `join` that is cancelled disturbs neither the jobs nor other callers.

    The limit is 1, and two jobs take 1 s each. Of two callers, one is cancelled while it waits, in
    each run of the test at another moment. The other one goes on at 2 s.
    """
    pool = exercise.CallbackPool(1, on_done(log))
    pool.submit(jobs.make("job", 1))
    pool.submit(jobs.make("job", 1))
    first, second = start("first", pool.join()), start("second", pool.join())

    await cancel(first)
    await asyncio.wait([second])

    assert log.of("second") == ["second returned 2"]
    assert log.of("job")[-1] == "job returned 2"


async def test_on_done_submits(exercise, jobs, start, log):
    """`on_done` may submit the next job, even when it is called for the last one.

    The limit is 1, and a job takes 1 s. `on_done` submits another one, twice. The jobs are over at
    1, 2 and 3 s, and `join`, awaited from the beginning, returns at 3 s.
    """
    submits = iter([lambda: pool.submit(job), lambda: pool.submit(job), lambda: None])
    pool, job = exercise.CallbackPool(1, lambda task: next(submits)()), jobs.make("job", 1)
    pool.submit(job)

    await asyncio.wait([start("join", pool.join())])

    assert log.of("join") == ["join returned 3"]
    assert log.of("job")[1::2] == ["job returned 1", "job returned 2", "job returned 3"]


async def test_on_done_submits_last(exercise, jobs, clock, log):
    """A job that `on_done` submits comes after those that have been waiting.

    The limit is 1, and the jobs a, b and c take 1 s each. c is submitted by `on_done`, when it is
    called for a. So b begins at 1 s, and c at 2 s.
    """
    later = iter([jobs.make("c", 1)])
    pool = exercise.CallbackPool(1, lambda task: [pool.submit(job) for job in later])
    pool.submit(jobs.make("a", 1))
    pool.submit(jobs.make("b", 1))

    await clock.until(5)

    starts = [line for line in log if "started" in line]
    assert starts == ["a started 0", "b started 1", "c started 2"]


@pytest.mark.code("missing-event")
async def test_kept_to_the_end(exercise, clock, log):
    """A job runs to its end even if nobody but the pool keeps it.

    A job waits for a signal that nobody else knows. Python collects its garbage, and a job that is
    part of it vanishes. Then the signal is given, if it is still there.
    """
    pool, signals = exercise.CallbackPool(1, lambda task: None), []
    pool.submit(lambda: waits_for_a_signal(signals, log))
    await clock.settle()

    gc.collect()
    for signal in filter(None, [signal() for signal in signals]):
        signal.set_result(None)
    await clock.settle()

    assert log == ["job returned 0"]
    assert same(pool.active, 0)


async def test_used_again(exercise, jobs, start, log):
    """When all jobs are over, the pool takes new ones, and `join` waits for these, too.

    The limit is 1, and a job takes 1 s. `join` is awaited. Then another job takes 1 s, and `join`
    is awaited again.
    """
    pool = exercise.CallbackPool(1, on_done(log))

    for _ in range(2):
        pool.submit(jobs.make("job", 1))
        await asyncio.wait([start("join", pool.join())])

    assert log.of("join") == ["join returned 1", "join returned 2"]


@pytest.mark.allow("callback-error", reason="it is about an `on_done` that fails")
async def test_on_done_asks_for_the_result(exercise, jobs, start, clock, log):
    """A CancelledError that `on_done` raises is reported, too, and nothing else comes of it.

    The limit is 1. `on_done` asks each task for its result. The first job has begun when somebody
    cancels its task, at 0 s. The second one takes 1 s. `join` returns at 1 s.
    """
    log_reports(log)
    pool = exercise.CallbackPool(1, lambda task: task.result())
    pool.submit(jobs.make("first", 9))
    pool.submit(jobs.make("second", 1))
    await clock.settle()

    for task in tasks_of_the_pool():
        task.cancel()
    await clock.settle()
    await asyncio.wait([start("join", pool.join())], timeout=5)

    assert log.of("the loop") == ["the loop reported CancelledError 0"]
    assert log.of("join") == ["join returned 1"]
