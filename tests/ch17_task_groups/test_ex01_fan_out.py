"""Hidden behaviours of running many jobs at the same time."""

import asyncio

from grader.testing import every_order, same


async def test_back_with_the_slowest(exercise, jobs, start, log):
    """The jobs overlap: the call returns when the slowest one has ended.

    Three jobs take 3, 1 and 2 s.
    """
    three = [jobs.make(name, takes) for name, takes in (("a", 3), ("b", 1), ("c", 2))]

    await asyncio.wait([start("call", exercise.fan_out(three))])

    assert log.of("call") == ["call returned 3"]


async def test_values_in_order(exercise, jobs):
    """The values have the order of the jobs, whichever job ends first.

    Three jobs take 3, 1 and 2 s, and return "a", "b" and "c".
    """
    three = [jobs.make(name, takes, name) for name, takes in (("a", 3), ("b", 1), ("c", 2))]

    values = await exercise.fan_out(three)

    assert same(values, ["a", "b", "c"])


async def test_all_begin_at_once(exercise, jobs, log):
    """All jobs begin at once, in the order of the list.

    Three jobs take 3, 1 and 2 s. All of them begin at 0 s.
    """
    three = [jobs.make(name, takes) for name, takes in (("a", 3), ("b", 1), ("c", 2))]

    await exercise.fan_out(three)

    assert [line for line in log if "started" in line] == [
        "a started 0",
        "b started 0",
        "c started 0",
    ]


async def test_many_jobs(exercise, jobs, clock):
    """However many jobs there are, all of them begin at once.

    200 jobs take 1 s each.
    """
    many = [jobs.make(f"job{n}", takes=1, returns=n) for n in range(200)]

    values = await exercise.fan_out(many)

    assert jobs.peak == 200, f"never more than {jobs.peak} of 200 jobs ran at the same time"
    assert same(values, list(range(200)))
    assert clock.now == 1


async def test_a_task_for_each(exercise):
    """Each job runs in a task of its own, none in the task that makes the call.

    Each of three jobs looks which task it runs in; in a second call, a job that is alone does.
    """
    seen = []

    async def job():
        seen.append(asyncio.current_task())

    await exercise.fan_out([job, job, job])
    others = set(seen) - {asyncio.current_task()}
    await exercise.fan_out([job])

    assert len(others) == 3, f"three jobs ran in {len(others)} task(s) other than the caller's"
    assert seen[3] is not asyncio.current_task(), "a job that was alone ran in the caller's task"


async def test_no_jobs(exercise, clock):
    """Without jobs the list is empty.

    `jobs` is [].
    """
    values = await exercise.fan_out([])

    assert same(values, [])
    assert clock.now == 0


@every_order
async def test_all_ready_at_once(exercise, jobs):
    """Values that are there at the same moment keep the order of the jobs, in every order of events.

    Four jobs take 1 s each, and return 0, 1, 2 and 3.
    """
    four = [jobs.make(f"job{n}", takes=1, returns=n) for n in range(4)]

    values = await exercise.fan_out(four)

    assert same(values, [0, 1, 2, 3])
    assert jobs.running == 0


async def test_a_job_that_is_there_twice(exercise, jobs):
    """A job that is in the list twice is called twice, and each call's value is in its place.

    `jobs` is [count, other, count]. The first call of `count` returns 1, the second one 2; `other`
    returns "other".
    """
    numbers = iter([1, 2])
    count = jobs.make("count", takes=1, returns=lambda: next(numbers))

    values = await exercise.fan_out([count, jobs.make("other", takes=1, returns="other"), count])

    assert same(values, [1, "other", 2])
