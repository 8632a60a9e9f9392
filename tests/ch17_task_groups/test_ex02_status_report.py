"""Hidden behaviours of running jobs until one fails, and reporting how each ended."""

import asyncio

import pytest

from grader.testing import every_cancellation, every_order, same

KINDS = {"returned": "ok", "raised": "failed", "cancelled": "cancelled"}


def really(log, name):
    """How a job ended by what it wrote into the log, in the words of a report."""
    return KINDS[log.of(name)[-1].split()[1]]


async def test_one_fails(exercise, jobs):
    """When a job fails, it counts as "failed", and those that it stopped as "cancelled".

    `a` and `c` take 1 s; `b` fails with a ValueError after 0.5 s.
    """
    a, c = jobs.make("a", takes=1), jobs.make("c", takes=1)
    b = jobs.make("b", takes=0.5, raises=ValueError)

    report = await exercise.run_report({"a": a, "b": b, "c": c})

    assert same(report, {"a": "cancelled", "b": "failed", "c": "cancelled"})


async def test_back_at_the_failure(exercise, jobs, start, clock, log):
    """The first failure stops the others at once, and the call returns.

    `a` takes 1 s; `b` fails after 0.5 s. At 0.5 s `a` is cancelled, and the call returns.
    """
    a, b = jobs.make("a", takes=1), jobs.make("b", takes=0.5, raises=OSError)
    start("call", exercise.run_report({"a": a, "b": b}))

    await clock.until(9)

    assert log.of("call") == ["call returned 0.5"]
    assert log.of("a") == ["a started 0", "a cancelled 0.5"]


async def test_no_failure(exercise, jobs, clock):
    """When no job fails, all are "ok", and the call returns when the last one has ended.

    `a`, `b` and `c` take 3, 1 and 2 s.
    """
    three = {name: jobs.make(name, takes) for name, takes in (("a", 3), ("b", 1), ("c", 2))}

    report = await exercise.run_report(three)

    assert same(report, {"a": "ok", "b": "ok", "c": "ok"})
    assert clock.now == 3


async def test_ended_before_the_failure(exercise, jobs):
    """A job that has returned before the first failure is "ok".

    `a` takes 0.25 s; `b` fails with a KeyError after 0.5 s; `c` takes 1 s.
    """
    a, c = jobs.make("a", takes=0.25), jobs.make("c", takes=1)
    b = jobs.make("b", takes=0.5, raises=KeyError)

    report = await exercise.run_report({"a": a, "b": b, "c": c})

    assert same(report, {"a": "ok", "b": "failed", "c": "cancelled"})


@pytest.mark.code("cancelled")
async def test_clean_up(exercise, jobs, start, clock, log):
    """The report comes when the cancelled jobs have cleaned up; they do so at the same time.

    `b` fails at 0.5 s. `a` cleans up for 0.5 s, till 1 s, and `c` for 0.25 s, till 0.75 s.
    """
    a, c = jobs.make("a", takes=9, cleanup=0.5), jobs.make("c", takes=9, cleanup=0.25)
    b = jobs.make("b", takes=0.5, raises=ValueError)
    start("call", exercise.run_report({"a": a, "b": b, "c": c}))

    await clock.until(9)

    assert not log.times("interrupted"), "a clean-up was cut short by a second `cancel()`"
    assert log.of("call") == ["call returned 1"]
    assert log[4:6] == ["c cancelled 0.75", "a cancelled 1"]


async def test_a_clean_up_fails(exercise, jobs):
    """A cancelled job that raises an exception in its clean-up counts as "failed".

    `b` fails after 0.5 s. `a`, cancelled for that, raises an OSError in its clean-up.
    """

    async def a():
        try:
            await asyncio.sleep(9)
        finally:
            raise OSError("no space")

    b, c = jobs.make("b", takes=0.5, raises=ValueError), jobs.make("c", takes=9)

    report = await exercise.run_report({"a": a, "b": b, "c": c})

    assert same(report, {"a": "failed", "b": "failed", "c": "cancelled"})


async def test_returned_all_the_same(exercise, jobs):
    """A job that is cancelled, and returns instead of ending as cancelled, is "ok".

    `b` fails after 0.5 s. `a`, cancelled for that, returns what it has by then.
    """

    async def a():
        try:
            await asyncio.sleep(9)
        except asyncio.CancelledError:
            return "half of it"

    b, c = jobs.make("b", takes=0.5, raises=ValueError), jobs.make("c", takes=9)

    report = await exercise.run_report({"a": a, "b": b, "c": c})

    assert same(report, {"a": "ok", "b": "failed", "c": "cancelled"})


@pytest.mark.code("cancelled")
async def test_stopped_only_once(exercise, jobs, start, clock, log):
    """When a clean-up fails, those jobs that still clean up aren't cancelled once more.

    `b` fails at 0.5 s. `a`, cancelled for that, raises an OSError in its clean-up, at 0.75 s; `c`
    cleans up for 1 s, till 1.5 s.
    """

    async def a():
        try:
            await asyncio.sleep(9)
        finally:
            await asyncio.sleep(0.25)
            raise OSError("no space")

    b, c = jobs.make("b", takes=0.5, raises=ValueError), jobs.make("c", takes=9, cleanup=1)
    start("call", exercise.run_report({"a": a, "b": b, "c": c}))

    await clock.until(9)

    assert not log.times("interrupted"), "a clean-up was cut short by a second `cancel()`"
    assert log.of("call") == ["call returned 1.5"]


@every_order
async def test_failures_at_the_same_moment(exercise, jobs, clock, log):
    """When jobs fail at the same moment, the report says how each really ended, in every order.

    `a` and `b` fail after 1 s; `c` returns after 1 s; `d` takes 2 s. The order decides whether the
    first failure still stops one of the others.
    """
    a, b = (jobs.make(name, takes=1, raises=OSError) for name in "ab")
    c, d = jobs.make("c", takes=1), jobs.make("d", takes=2)

    report = await exercise.run_report({"a": a, "b": b, "c": c, "d": d})
    await clock.until(9)

    assert same(report, {name: really(log, name) for name in "abcd"})


@pytest.mark.code("cancelled")
async def test_the_caller_is_cancelled(exercise, jobs, start, clock, log):
    """When the call is cancelled, so are the jobs, once; it ends as cancelled when they have ended.

    The call is cancelled at 1 s. `a` cleans up for 2 s, till 3 s, and `b` for 1 s, till 2 s.
    """
    a, b = jobs.make("a", takes=9, cleanup=2), jobs.make("b", takes=9, cleanup=1)
    call = start("call", exercise.run_report({"a": a, "b": b}))
    await clock.until(1)

    call.cancel()
    await clock.until(20)

    assert not log.times("interrupted"), "a clean-up was cut short by a second `cancel()`"
    assert log.of("call") == ["call cancelled 3"]
    assert log[2:4] == ["b cancelled 2", "a cancelled 3"]


@pytest.mark.code("leaked-task")
@every_cancellation
async def test_cancelled_at_any_moment(exercise, jobs, start, cancel):
    """Whenever the call is cancelled, it ends as cancelled, and no job is left running.

    Three jobs take 1, 2 and 3 s, and as long to clean up. The call is cancelled wherever it waits,
    in each run of the test at another moment; also when only some of the jobs have begun.
    """
    three = {name: jobs.make(name, takes=n, cleanup=n) for n, name in enumerate("abc", 1)}
    call = start("call", exercise.run_report(three))

    await cancel(call)

    assert jobs.running == 0, "a job is still running"


async def test_no_jobs(exercise, clock):
    """Without jobs the report is empty.

    `jobs` is {}.
    """
    report = await exercise.run_report({})

    assert same(report, {})
    assert clock.now == 0
