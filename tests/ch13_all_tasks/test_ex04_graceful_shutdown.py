"""Hidden behaviours of shutting a service down."""

import asyncio
import gc

import pytest

from grader.testing import every_order, same


def others():
    """How many tasks there are but the current one."""
    return len(asyncio.all_tasks() - {asyncio.current_task()})


async def fails(seconds):
    """Work for so many seconds, and fail then, or when that is cut short."""
    try:
        await asyncio.sleep(seconds)
    finally:
        raise OSError("disk full")


async def returns_at_last():
    """Work for 100 s, and return when that is cut short."""
    try:
        await asyncio.sleep(100)
    except asyncio.CancelledError:
        return "kept"


async def generation(number, start):
    """Work for 100 s, and start another generation, up to a third one, when that is cut short."""
    try:
        await asyncio.sleep(100)
    finally:
        if number < 3:
            start(f"generation {number + 1}", generation(number + 1, start))


async def test_nobody_else(exercise, clock):
    """When there is no other task, the call returns at once.

    The main task is the only one. It makes the call with a grace of 5 s.
    """
    report = await exercise.graceful_shutdown(5)

    assert same(report, (0, 0, 0))
    assert clock.now == 0


async def test_all_finish(exercise, jobs, start, clock):
    """When all finish in time, the call returns at that moment.

    Jobs take 1 s and 2 s; the grace is 5 s.
    """
    for seconds in (1, 2):
        start("task", jobs.make("job", takes=seconds)())

    report = await exercise.graceful_shutdown(5)

    assert same(report, (2, 0, 0))
    assert clock.now == 2


async def test_the_time_is_over(exercise, jobs, start, clock):
    """When the time is over, those that are left are cancelled, all at the same time.

    Jobs take 1 s, 9 s and 8 s; the grace is 5 s.
    """
    for seconds in (1, 9, 8):
        start("task", jobs.make("job", takes=seconds)())

    report = await exercise.graceful_shutdown(5)

    assert same(report, (1, 2, 0))
    assert clock.now == 5


async def test_clean_ups(exercise, jobs, start, log, clock):
    """Each task is cancelled once, and its clean-up is complete when the call returns.

    Jobs "a" and "b" take 100 s, and clean up for 2 s and 1 s; the grace is 5 s.
    """
    for name, seconds in (("a", 2), ("b", 1)):
        start("task", jobs.make(name, takes=100, cleanup=seconds)())

    await exercise.graceful_shutdown(5)

    assert log.of("a") == ["a started 0", "a cancelled 7"]
    assert log.of("b") == ["b started 0", "b cancelled 6"]
    assert clock.now == 7


async def test_how_they_end(exercise, start, clock):
    """Tasks count by how they end, also those that were cancelled.

    One task returns when it is cancelled, one raises OSError when it is cancelled, and one raises
    OSError by itself at 1 s. The grace is 3 s.
    """
    for work in (returns_at_last(), fails(100), fails(1)):
        start("task", work)

    report = await exercise.graceful_shutdown(3)

    assert same(report, (1, 0, 2))
    assert clock.now == 3


@pytest.mark.code("lost-exception")
async def test_no_reports(exercise):
    """No exception of a task is lost.

    One task raises OSError when it is cancelled, and one at 1 s. The grace is 3 s. Afterwards both
    are thrown away, and the loop's exception handler is asked what it has heard.
    """
    reports = []
    asyncio.get_running_loop().set_exception_handler(lambda _, c: reports.append(c["message"]))
    for seconds in (100, 1):
        asyncio.create_task(fails(seconds))

    await exercise.graceful_shutdown(3)
    gc.collect()

    assert reports == []


async def test_a_task_started_meanwhile(exercise, jobs, start, clock):
    """A task that is started before the time is over may finish, too, and counts.

    A task "first" ends at 1 s. Just before that it starts "second", which takes 1 s. The grace is
    5 s.
    """

    async def first():
        await asyncio.sleep(1)
        start("second", jobs.make("job", takes=1)())

    start("first", first())

    report = await exercise.graceful_shutdown(5)

    assert same(report, (2, 0, 0))
    assert clock.now == 2


async def test_no_more_time_for_newcomers(exercise, jobs, start, clock):
    """The time is for all tasks together: one that is started meanwhile gets no more.

    A task "first" ends at 1 s. Just before that it starts "second", which takes 100 s. The grace is
    2 s.
    """

    async def first():
        await asyncio.sleep(1)
        start("second", jobs.make("job", takes=100)())

    start("first", first())

    report = await exercise.graceful_shutdown(2)

    assert same(report, (1, 1, 0))
    assert clock.now == 2


async def test_newcomers_are_left_too(exercise, jobs, start, clock):
    """When the time is over, those that were started meanwhile are cancelled with the others.

    A task "old" takes 100 s. Another one ends at 1 s. Just before that it starts "new", which takes
    100 s, too. The grace is 5 s; then both clean up for 2 s.
    """

    async def first():
        await asyncio.sleep(1)
        start("new", jobs.make("new", takes=100, cleanup=2)())

    start("old", jobs.make("old", takes=100, cleanup=2)())
    start("first", first())

    report = await exercise.graceful_shutdown(5)

    assert same(report, (1, 2, 0))
    assert clock.now == 7


async def test_a_task_started_in_a_clean_up(exercise, jobs, start, clock):
    """A task that is started by the clean-up of another one is ended, too, and counts.

    A task is cancelled at 2 s. It starts a task of 100 s then, and cleans up for 1 s.
    """

    async def starts_another():
        try:
            await asyncio.sleep(100)
        finally:
            start("another", jobs.make("job", takes=100)())
            await asyncio.sleep(1)

    start("task", starts_another())

    report = await exercise.graceful_shutdown(2)

    assert same((report, others()), ((0, 2, 0), 0))
    assert clock.now == 3


async def test_no_grace(exercise, jobs, start, log, clock):
    """With a grace of 0 s, the tasks are cancelled at once.

    Jobs take 1 s and 2 s. They have begun when the call is made.
    """
    for seconds in (1, 2):
        start("task", jobs.make("job", takes=seconds)())
    await clock.settle()

    report = await exercise.graceful_shutdown(0)

    assert same(report, (0, 2, 0))
    assert clock.now == 0


@every_order
async def test_nobody_is_left(exercise, start):
    """When the call returns, no other task is left, in every order of events.

    The grace is 1 s. Two tasks are cancelled then. Each starts another task when that happens;
    this one is cancelled, too, and starts a third one.
    """
    for _ in range(2):
        start("generation 1", generation(1, start))

    await exercise.graceful_shutdown(1)

    tasks_left = others()
    assert tasks_left == 0
