"""Hidden behaviours of fanning out."""

import asyncio

import pytest

from grader.testing import every_order, same


def works(jobs, n):
    """A `work` whose number 0 is the slowest: work(i) takes n - i seconds and returns 10 * i."""

    def work(number):
        return jobs.make(f"work{number}", takes=n - number, returns=10 * number)()

    return work


@pytest.mark.code("wrong-order")
@every_order
async def test_the_results(exercise, jobs):
    """The results come in the order of the numbers, though the last work ends first.

    work(0) takes 8 s and returns 0, work(1) takes 7 s and returns 10, … work(7) takes 1 s and
    returns 70.
    """
    results = await exercise.run_many(works(jobs, 8), 8)

    assert same(results, [0, 10, 20, 30, 40, 50, 60, 70])


async def test_all_begin_at_once(exercise, jobs, log):
    """All begin before any ends, in the order of the numbers.

    work(0) takes 4 s, work(1) 3 s, work(2) 2 s and work(3) 1 s. All begin at 0 s.
    """
    await exercise.run_many(works(jobs, 4), 4)

    first_events = log[:4]
    assert first_events == [f"work{number} started 0" for number in range(4)]


async def test_none_goes_on_before(exercise, jobs, log):
    """None goes on before all have begun, even if it has to wait for no time at all.

    Each of four works lets others run once, by `sleep(0)`, and returns then. So all begin, and after
    that all return.
    """

    def work(number):
        return jobs.make(f"work{number}", takes=0)()

    await exercise.run_many(work, 4)

    events = [f"work{number} {what} 0" for what in ("started", "returned") for number in range(4)]
    assert log == events


async def test_as_long_as_the_slowest(exercise, jobs, clock):
    """All together take as long as the slowest.

    work(0) takes 4 s, work(1) 3 s, work(2) 2 s and work(3) 1 s. The call returns at 4 s.
    """
    await exercise.run_many(works(jobs, 4), 4)

    assert clock.now == 4


async def test_a_thousand(exercise, jobs, clock):
    """However many there are, none waits for another.

    A thousand works take 1 s each. The call returns at 1 s.
    """
    work = jobs.make("work", takes=1)

    await exercise.run_many(work, 1000)

    assert clock.now == 1


async def test_a_task_for_each(exercise):
    """Each work runs in a task of its own, and none in the caller's.

    Four works of 1 s note which task they run in.
    """
    tasks = []

    async def work(number):
        tasks.append(asyncio.current_task())
        await asyncio.sleep(1)

    await exercise.run_many(work, 4)

    tasks_of_their_own = len({*tasks, asyncio.current_task()}) - 1
    assert tasks_of_their_own == 4


async def test_a_task_for_a_single_one(exercise):
    """A single work runs in a task of its own, too, though there is nothing to overlap with.

    `n` is 1. The work notes which task it runs in.
    """
    tasks = []

    async def work(number):
        tasks.append(asyncio.current_task())
        await asyncio.sleep(1)

    await exercise.run_many(work, 1)

    tasks_of_its_own = len({*tasks, asyncio.current_task()}) - 1
    assert tasks_of_its_own == 1


async def test_nothing_left_to_run(exercise, jobs):
    """When the call returns, every work has ended.

    work(0) takes 4 s, work(1) 3 s, work(2) 2 s and work(3) 1 s.
    """
    await exercise.run_many(works(jobs, 4), 4)

    unfinished_tasks = len(asyncio.all_tasks() - {asyncio.current_task()})
    assert unfinished_tasks == 0


async def test_a_result_of_none(exercise):
    """None is a result like any other: it has its place in the list.

    work(0) and work(2) return None, work(1) returns "data".
    """
    values = [None, "data", None]

    async def work(number):
        await asyncio.sleep(1)
        return values[number]

    results = await exercise.run_many(work, 3)

    assert same(results, values)


async def test_no_work(exercise, jobs, clock):
    """Without any work the list is empty, and no time passes.

    `n` is 0.
    """
    results = await exercise.run_many(works(jobs, 0), 0)

    assert same(results, [])
    assert clock.now == 0
