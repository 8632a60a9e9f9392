"""Hidden behaviours of a guard that finds tasks left behind."""

import asyncio
import gc

import pytest

from grader.testing import every_cancellation, every_order, same


def others():
    """How many tasks there are but the current one."""
    return len(asyncio.all_tasks() - {asyncio.current_task()})


async def fails_in_clean_up():
    """Work for 10 s, and fail when that is cut short."""
    try:
        await asyncio.sleep(10)
    finally:
        raise OSError("disk full")


@every_order
async def test_tasks_left_behind(exercise, jobs, start, clock):
    """Tasks that are left behind are named, sorted by name, and ended, at once.

    The block starts "m", "z" and "a", and awaits "m", which takes no time. The two others would
    take 9 s.
    """
    with pytest.raises(exercise.TaskLeakError) as caught:
        async with exercise.TaskLeakGuard():
            awaited, *_ = [start(n, jobs.make(n, takes=9 * (n != "m"))()) for n in "mza"]
            await awaited

    assert same(caught.value.names, ["a", "z"])
    tasks_left = others()
    assert tasks_left == 0
    assert clock.now == 0


async def test_nothing_left_behind(exercise, jobs, clock):
    """A block that leaves no task behind ends as if there were no guard.

    The block gathers two jobs, of 1 s and 2 s, and then awaits a task of 1 s.
    """
    works = [jobs.make(name, takes=seconds, returns=name) for name, seconds in (("a", 1), ("b", 2))]

    async with exercise.TaskLeakGuard():
        await asyncio.gather(*(work() for work in works))
        task = asyncio.create_task(works[0]())
        await task

    assert task.result() == "a"
    assert clock.now == 3


async def test_an_old_task(exercise, jobs, start, log, clock):
    """A task that was there before the block is no leak, and goes on undisturbed.

    A task of 3 s is started at 0 s. At 1 s the block begins; it starts "new" and ends at once.
    """
    start("old", jobs.make("old-job", takes=3)())
    await clock.until(1)

    with pytest.raises(exercise.TaskLeakError) as caught:
        async with exercise.TaskLeakGuard():
            start("new", jobs.make("new-job", takes=9)())
    await clock.until(4)

    assert same(caught.value.names, ["new"])
    assert log.of("old-job") == ["old-job started 0", "old-job returned 3"]


async def test_an_old_task_that_ends(exercise, jobs, start, clock):
    """An old task that ends during the block makes up for no leak.

    "old" has begun before the block, and ends at 1 s. The block starts "new", and ends at 2 s.
    """
    start("old", jobs.make("old-job", takes=1)())

    with pytest.raises(exercise.TaskLeakError) as caught:
        async with exercise.TaskLeakGuard():
            start("new", jobs.make("new-job", takes=9)())
            await clock.until(2)

    assert same(caught.value.names, ["new"])


async def test_a_namesake(exercise, jobs, start, clock):
    """A leak that has the name of an old task is a leak, and the old task is none.

    A task "worker" has begun before the block. The block starts another "worker", and ends.
    """
    old = start("worker", jobs.make("old-job", takes=9)())

    with pytest.raises(exercise.TaskLeakError) as caught:
        async with exercise.TaskLeakGuard():
            start("worker", jobs.make("new-job", takes=5)())

    assert same(caught.value.names, ["worker"])
    assert not old.done(), "the old task has ended"


async def test_leaks_with_one_name(exercise, jobs, start):
    """Each leak is named, also if two have the same name.

    The block leaves behind a task called "boss", and two called "worker".
    """
    with pytest.raises(exercise.TaskLeakError) as caught:
        async with exercise.TaskLeakGuard():
            for name in ("boss", "worker", "worker"):
                start(name, jobs.make("job", takes=9)())

    assert same(caught.value.names, ["boss", "worker", "worker"])


async def test_clean_up_takes_time(exercise, jobs, start, log, clock):
    """A leak is cancelled once, and its clean-up is complete when the guard is left.

    The block ends at 1 s. It leaves behind a task whose clean-up takes 2 s.
    """
    with pytest.raises(exercise.TaskLeakError):
        async with exercise.TaskLeakGuard():
            start("leak", jobs.make("job", takes=9, cleanup=2)())
            await clock.until(1)

    assert log.of("job") == ["job started 0", "job cancelled 3"]
    assert clock.now == 3


@pytest.mark.code("lost-exception")
async def test_a_clean_up_that_fails(exercise, clock):
    """A leak that fails in its clean-up changes nothing: TaskLeakError comes out, and no report.

    The block ends at 1 s and leaves behind a task that raises OSError when it is cancelled.
    Afterwards the task is thrown away, and the loop's exception handler is asked what it has heard.
    """
    reports = []
    asyncio.get_running_loop().set_exception_handler(lambda _, c: reports.append(c["message"]))

    with pytest.raises(exercise.TaskLeakError):
        async with exercise.TaskLeakGuard():
            asyncio.create_task(fails_in_clean_up(), name="leak")
            await clock.until(1)
    gc.collect()

    assert reports == []


async def test_a_block_that_raises(exercise, jobs, start, log, clock):
    """If the block raises, its exception comes out, and leaks are ended all the same.

    The block raises KeyError at 1 s, and leaves a task behind.
    """
    error = KeyError("no such user")

    with pytest.raises(KeyError) as caught:
        async with exercise.TaskLeakGuard():
            start("leak", jobs.make("job", takes=9)())
            await clock.until(1)
            raise error
    await clock.settle()

    assert same(caught.value, error)
    assert log.of("job") == ["job started 0", "job cancelled 1"]


async def test_made_by_another_task(exercise, jobs, start, log, clock):
    """The task that runs the block is no leak, even if it is younger than the guard.

    The main task makes a guard, and then the task "child", which uses it: in its block it starts
    "leak", and the block ends at 1 s.
    """
    guard = exercise.TaskLeakGuard()

    async def child():
        async with guard:
            start("leak", jobs.make("job", takes=9)())
            await clock.until(1)

    call = start("child", child())
    await asyncio.wait([call])

    assert log.of("child") == ["child raised TaskLeakError 1"]
    assert same(call.exception().names, ["leak"])


async def test_younger_than_the_guard(exercise, jobs, start, log, clock):
    """A task that was there when the block began is no leak, even if it is younger than the guard.

    A guard is made; then a task "old" of 3 s is started. At 1 s the block begins; it starts "new"
    and ends at once.
    """
    guard = exercise.TaskLeakGuard()
    start("old", jobs.make("old-job", takes=3)())
    await clock.until(1)

    with pytest.raises(exercise.TaskLeakError) as caught:
        async with guard:
            start("new", jobs.make("new-job", takes=9)())
    await clock.until(4)

    assert same(caught.value.names, ["new"])
    assert log.of("old-job") == ["old-job started 0", "old-job returned 3"]


@every_cancellation
async def test_a_block_that_is_cancelled(exercise, jobs, start, clock, cancel):
    """Cancelled in its block or while the guard waits, the task ends as cancelled, without leaks.

    The block starts a task of 9 s, and sleeps for 1 s. The task that runs it is cancelled, in each
    run of the test at another moment.
    """

    async def block():
        async with exercise.TaskLeakGuard():
            start("leak", jobs.make("job", takes=9)())
            await asyncio.sleep(1)

    await cancel(start("call", block()))
    await clock.settle()

    assert jobs.running == 0
