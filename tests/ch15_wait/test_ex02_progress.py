"""Hidden behaviours of a wait that reports how far the tasks are."""

import asyncio

import pytest

from grader.testing import every_cancellation, same


def noted_in(reports, clock):
    """A `report` that notes when it was called, and with what."""

    def report(ended, total):
        reports.append(f"at {clock.now} s: {ended} of {total} tasks")

    return report


async def test_a_report_after_each_interval(exercise, jobs, start, clock):
    """While tasks are running, there is a report after each interval, and at no other time.

    Four tasks take 0.5, 1.5, 1.75 and 3.5 s; the interval is 1 s.
    """
    tasks = [start(f"t{n}", jobs.make("job", takes=n)()) for n in (0.5, 1.5, 1.75, 3.5)]
    times = []

    await exercise.wait_with_progress(tasks, 1, lambda ended, total: times.append(float(clock.now)))

    assert same(times, [1, 2, 3])


async def test_how_many_have_ended(exercise, jobs, start):
    """A report tells how many tasks have ended since the beginning.

    Four tasks take 0.5, 1.5, 1.75 and 3.5 s; the interval is 1 s.
    """
    tasks = [start(f"t{n}", jobs.make("job", takes=n)()) for n in (0.5, 1.5, 1.75, 3.5)]
    counts = []

    await exercise.wait_with_progress(tasks, 1, lambda ended, total: counts.append(ended))

    assert same(counts, [1, 3, 3])


async def test_how_many_there_are(exercise, jobs, start):
    """A report tells how many tasks there are, ended ones included.

    Four tasks take 0.5, 1.5, 1.75 and 3.5 s; the interval is 1 s.
    """
    tasks = [start(f"t{n}", jobs.make("job", takes=n)()) for n in (0.5, 1.5, 1.75, 3.5)]
    totals = []

    await exercise.wait_with_progress(tasks, 1, lambda ended, total: totals.append(total))

    assert same(totals, [4, 4, 4])


async def test_nobody_is_cancelled(exercise, jobs, start, clock, log):
    """The tasks take the time that they take, and the call returns as soon as the last has ended.

    Two tasks take 0.5 and 3.5 s; the interval is 1 s.
    """
    tasks = [
        start(name, jobs.make("job", takes=n)()) for name, n in (("short", 0.5), ("long", 3.5))
    ]

    call = start("call", exercise.wait_with_progress(tasks, 1, noted_in([], clock)))
    await asyncio.wait([call])

    assert log.of("short") + log.of("long") == ["short returned 0.5", "long returned 3.5"]
    assert log.of("call") == ["call returned 3.5"]


async def test_less_than_an_interval(exercise, jobs, start, clock):
    """When all tasks end before the first interval is over, there is no report.

    Two tasks take 0.25 s; the interval is 1 s.
    """
    tasks = [start(f"t{n}", jobs.make("job", takes=0.25)()) for n in range(2)]
    reports = []

    await exercise.wait_with_progress(tasks, 1, noted_in(reports, clock))
    ended = clock.now
    await clock.until(3)

    assert same(reports, [])
    assert ended == 0.25


async def test_whatever_they_end_with(exercise, jobs, start, clock, log):
    """A task that failed or was cancelled has ended; nothing of it comes out.

    `bad` fails at 0.5 s, somebody else cancels `stopped` at 1.5 s, `good` returns at 2.5 s. The
    interval is 1 s.
    """
    makes = {"bad": (0.5, OSError), "stopped": (9, None), "good": (2.5, None)}
    works = {name: jobs.make(f"{name}-job", n, raises=error) for name, (n, error) in makes.items()}
    tasks, reports = [start(name, work()) for name, work in works.items()], []
    asyncio.get_running_loop().call_later(1.5, tasks[1].cancel)

    call = start("call", exercise.wait_with_progress(tasks, 1, noted_in(reports, clock)))
    await asyncio.wait([call])

    assert log.of("call") == ["call returned 2.5"]
    assert same(reports, ["at 1 s: 1 of 3 tasks", "at 2 s: 2 of 3 tasks"])


async def test_a_timeout_of_its_own(exercise, jobs, start, clock):
    """A TimeoutError of a task is an end like any other: the reports come as ever.

    Two tasks: one fails with a TimeoutError at 0.5 s, the other one takes 2.5 s. The interval is 1 s.
    """
    works = jobs.make("bad", 0.5, raises=TimeoutError), jobs.make("good", 2.5)
    tasks, reports = [start(f"t{n}", work()) for n, work in enumerate(works)], []

    call = start("call", exercise.wait_with_progress(tasks, 1, noted_in(reports, clock)))
    await asyncio.wait([call])

    assert same(reports, ["at 1 s: 1 of 2 tasks", "at 2 s: 1 of 2 tasks"])


async def test_ended_before_the_call(exercise, jobs, start, clock):
    """A task that had ended before the call counts.

    Three tasks take 0.5, 1.5 and 3.5 s. The call is made at 1 s; the interval is 1 s.
    """
    tasks = [start(f"t{n}", jobs.make("job", takes=n)()) for n in (0.5, 1.5, 3.5)]
    reports = []
    await clock.until(1)

    await exercise.wait_with_progress(tasks, 1, noted_in(reports, clock))

    assert same(reports, ["at 2 s: 2 of 3 tasks", "at 3 s: 2 of 3 tasks"])


async def test_no_tasks(exercise, clock):
    """Without tasks the call returns at once, and nothing is reported.

    The call gets an empty list; the interval is 1 s.
    """
    reports = []

    await exercise.wait_with_progress([], 1, noted_in(reports, clock))

    assert same(reports, [])
    assert clock.now == 0


async def test_the_call_is_cancelled(exercise, jobs, start, clock, log):
    """When the call is cancelled, it ends as cancelled, and nothing more is reported.

    A task takes 5 s; the interval is 1 s. The call is cancelled at 1.5 s.
    """
    task, reports = start("task", jobs.make("job", takes=5)()), []
    call = start("call", exercise.wait_with_progress([task], 1, noted_in(reports, clock)))
    await clock.until(1.5)

    call.cancel()
    await asyncio.wait([call, task])

    assert log.of("call") == ["call cancelled 1.5"]
    assert same(reports, ["at 1 s: 0 of 1 tasks"])


@pytest.mark.code("cancelled")
@every_cancellation
async def test_a_cancelled_call_cancels_no_task(exercise, jobs, start, cancel, clock, log):
    """When the call is cancelled, at whatever moment, the tasks go on, and return.

    Three tasks take 0.5, 1.5 and 2.5 s; the interval is 1 s. The call is cancelled wherever it
    waits.
    """
    tasks = [start(f"t{n}", jobs.make("job", takes=n + 0.5)()) for n in range(3)]
    call = start("call", exercise.wait_with_progress(tasks, 1, noted_in([], clock)))

    await cancel(call, comes_out=False)
    await asyncio.wait(tasks)

    ends = log.of("t0") + log.of("t1") + log.of("t2")
    assert ends == ["t0 returned 0.5", "t1 returned 1.5", "t2 returned 2.5"]
