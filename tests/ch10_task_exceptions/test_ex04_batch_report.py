"""Hidden behaviours of a nightly batch."""

import asyncio

import pytest

from grader.testing import every_cancellation, every_order, same


def contents(report):
    """What the report has, with the order of its dictionaries."""
    return {
        "results": list(report.results.items()),
        "failures": list(report.failures.items()),
        "cancelled": report.cancelled,
    }


def refuse(error):
    """A job that never gets as far as being awaited."""

    def job():
        raise error

    return job


async def cancel_early(name):
    """Cancel the task of that name as soon as there is one, which may not have begun yet."""
    for _ in range(9):
        for task in asyncio.all_tasks():
            if task.get_name() == name:
                task.cancel()
                return
        await asyncio.sleep(0)


async def fails_in_clean_up():
    """A job that would take 9 s, and fails when that is cut short."""
    try:
        await asyncio.sleep(9)
    finally:
        raise ValueError("no such user")


async def test_all_succeed(exercise, jobs, clock):
    """All jobs run at the same time, and their results are in the order of the jobs.

    Three jobs take 3, 1 and 2 s: the report is there at 3 s.
    """
    batch = {f"{n} s": jobs.make(f"job{n}", takes=n, returns=n) for n in (3, 1, 2)}

    found = contents(await exercise.run_batch(batch))

    results = [("3 s", 3), ("1 s", 1), ("2 s", 2)]
    assert same(found, {"results": results, "failures": [], "cancelled": []})
    assert clock.now == 3


async def test_nothing_to_raise(exercise, jobs):
    """If no job has failed, `raise_failures()` does nothing.

    The only job returns a value.
    """
    report = await exercise.run_batch({"a": jobs.make("a", returns=1)})

    outcome = report.raise_failures()

    assert same(outcome, None)


async def test_some_fail(exercise, jobs, clock):
    """When a job fails, the others go on; the exceptions are reported in the order of the jobs.

    `a` fails after 3 s, `b` returns after 2 s, `c` fails after 1 s: the report is there at 3 s.
    """
    first, last = OSError("disk full"), ValueError("no such user")
    batch = {
        "a": jobs.make("a", takes=3, raises=first),
        "b": jobs.make("b", takes=2, returns="b"),
        "c": jobs.make("c", takes=1, raises=last),
    }

    found = contents(await exercise.run_batch(batch))

    failures = [("a", first), ("c", last)]
    assert same(found, {"results": [("b", "b")], "failures": failures, "cancelled": []})
    assert clock.now == 3


async def test_failures_are_raised(exercise, jobs):
    """`raise_failures()` raises an ExceptionGroup of all the exceptions, in the order of the jobs.

    `a` fails after 2 s, `b` fails after 1 s.
    """
    first, last = OSError("disk full"), ValueError("no such user")
    a, b = jobs.make("a", takes=2, raises=first), jobs.make("b", takes=1, raises=last)
    report = await exercise.run_batch({"a": a, "b": b})

    with pytest.raises(ExceptionGroup) as caught:
        report.raise_failures()

    assert same(list(caught.value.exceptions), [first, last])


@every_order
async def test_at_the_same_moment(exercise, jobs):
    """When jobs end at the same moment, the order of the report is that of the jobs all the same.

    Four jobs end at once, in every possible order; `b` and `d` fail.
    """
    error = OSError("disk full")
    batch = {name: jobs.make(name, returns=name) for name in "abcd"}
    batch["b"], batch["d"] = jobs.make("b", raises=error), jobs.make("d", raises=error)

    found = contents(await exercise.run_batch(batch))

    failures, results = [("b", error), ("d", error)], [("a", "a"), ("c", "c")]
    assert same(found, {"results": results, "failures": failures, "cancelled": []})


async def test_a_job_is_cancelled(exercise, jobs, start, clock, log):
    """When somebody cancels one job, it is reported as cancelled, and the others go on.

    Three jobs take 3 s each. At 1 s somebody cancels the task with the name `b`.
    """
    batch = {name: jobs.make(f"job-{name}", takes=3, returns=name) for name in "abc"}
    call = start("call", exercise.run_batch(batch))
    await clock.until(1)

    for task in asyncio.all_tasks():
        if task.get_name() == "b":
            task.cancel()
    await asyncio.wait([call])

    assert log.of("call") == ["call returned 3"]
    found = contents(call.result())
    assert same(found, {"cancelled": ["b"], "results": [("a", "a"), ("c", "c")], "failures": []})


@pytest.mark.allow("never-awaited", reason="the job may have been called before its task begins")
async def test_cancelled_before_it_begins(exercise, jobs, start):
    """A job whose task is cancelled before its first step is reported as cancelled, too.

    Three jobs take 3 s each. Somebody cancels the task with the name `b` as soon as there is one.
    """
    batch = {name: jobs.make(f"job-{name}", takes=3, returns=name) for name in "abc"}
    call = start("call", exercise.run_batch(batch))

    await cancel_early("b")
    await asyncio.wait([call])

    found = contents(call.result())
    assert same(found, {"cancelled": ["b"], "results": [("a", "a"), ("c", "c")], "failures": []})


async def test_names_of_the_tasks(exercise, jobs, start, clock):
    """Each job runs in a task that has its name.

    Two jobs take 2 s. At 1 s somebody looks for tasks with their names.
    """
    batch = {name: jobs.make(f"job-{name}", takes=2) for name in ("back up", "send mail")}
    start("call", exercise.run_batch(batch))
    await clock.until(1)

    names = {task.get_name() for task in asyncio.all_tasks()} & set(batch)
    await clock.until(2)

    assert same(names, {"back up", "send mail"})


async def test_the_caller_is_cancelled(exercise, jobs, start, clock, log):
    """When the call is cancelled, all jobs are; it ends as cancelled when the last one has ended.

    Two jobs would take 9 s. The call is cancelled at 1 s. `a` cleans up till 2 s, `b` till 4 s.
    """
    batch = {
        "a": jobs.make("job-a", takes=9, cleanup=1),
        "b": jobs.make("job-b", takes=9, cleanup=3),
    }
    call = start("call", exercise.run_batch(batch))
    await clock.until(1)

    call.cancel()
    await asyncio.wait([call])

    assert log.of("call") == ["call cancelled 4"]
    assert log[2:4] == ["job-a cancelled 2", "job-b cancelled 4"]


@pytest.mark.code("not-cancelled")
@every_cancellation
async def test_cancelled_at_any_moment(exercise, jobs, start, cancel):
    """Whenever the call is cancelled, it ends as cancelled, and no job is left running.

    Three jobs take 1, 2 and 3 s. The call is cancelled, in each run of the test at another moment.
    """
    batch = {f"{n} s": jobs.make(f"job{n}", takes=n) for n in (1, 2, 3)}
    call = start("call", exercise.run_batch(batch))

    await cancel(call)
    left = jobs.running

    assert left == 0, "a job is still running"


async def test_a_returned_exception(exercise, jobs):
    """A job that returns an exception object has a result.

    The only job returns a ValueError, as one returns any value.
    """
    value = ValueError("found in the data")
    batch = {"a": jobs.make("a", takes=1, returns=value)}

    found = contents(await exercise.run_batch(batch))

    assert same(found, {"results": [("a", value)], "failures": [], "cancelled": []})


async def test_a_job_that_raises_when_called(exercise, jobs, clock):
    """A job that raises when it is called has failed, and the others run.

    `b` is a plain function: it raises OSError before there is anything to await. `a` and `c` take
    1 s each.
    """
    error = OSError("disk full")
    a, c = (jobs.make(name, takes=1, returns=name) for name in "ac")

    found = contents(await exercise.run_batch({"a": a, "b": refuse(error), "c": c}))

    results = [("a", "a"), ("c", "c")]
    assert same(found, {"results": results, "failures": [("b", error)], "cancelled": []})
    assert clock.now == 1


async def test_no_jobs(exercise, clock):
    """Without jobs the report is empty.

    There are no jobs.
    """
    found = contents(await exercise.run_batch({}))

    assert same(found, {"results": [], "failures": [], "cancelled": []})
    assert clock.now == 0


async def test_failures_of_a_cancelled_batch(exercise, jobs, start, clock, log):
    """When the call is cancelled, no exception of a job is lost, and none comes out.

    `a` fails at 1 s. The call is cancelled at 2 s; that cancels `b`, which fails in its clean-up.
    Both exceptions have to be retrieved: the event loop has nothing to report.
    """
    batch = {"a": jobs.make("job-a", takes=1, raises=OSError), "b": fails_in_clean_up}
    call = start("call", exercise.run_batch(batch))
    await clock.until(2)

    call.cancel()
    await asyncio.wait([call])

    assert log.of("call") == ["call cancelled 2"]


async def test_values_that_look_empty(exercise, jobs):
    """None, 0, an empty text and an empty list are results like any other.

    Four jobs return them.
    """
    values = [None, 0, "", []]
    batch = {str(value): jobs.make("job", takes=1, returns=value) for value in values}

    found = contents(await exercise.run_batch(batch))

    results = list(zip(batch, values, strict=True))
    assert same(found, {"results": results, "failures": [], "cancelled": []})


async def test_several_are_cancelled(exercise, jobs, start, clock):
    """The names of the jobs that were cancelled are in the order of the jobs.

    The jobs are c, a and b. At 1 s somebody cancels their tasks, which end in the order b, c, a.
    """
    clean_ups = {"c": 2, "a": 3, "b": 1}
    batch = {name: jobs.make("job", takes=9, cleanup=time) for name, time in clean_ups.items()}
    call = start("call", exercise.run_batch(batch))
    await clock.until(1)

    tasks = {task.get_name(): task for task in asyncio.all_tasks()}
    for name in batch:
        tasks[name].cancel()
    await asyncio.wait([call])

    found = contents(call.result())
    assert same(found, {"results": [], "failures": [], "cancelled": ["c", "a", "b"]})


async def test_a_single_failure_is_raised(exercise, jobs):
    """If only one job has failed, it is an ExceptionGroup, too, that `raise_failures` raises.

    `a` fails with OSError, and `b` returns.
    """
    error = OSError("disk full")
    batch = {"a": jobs.make("a", raises=error), "b": jobs.make("b", returns="b")}
    report = await exercise.run_batch(batch)

    with pytest.raises(ExceptionGroup) as caught:
        report.raise_failures()

    assert same(list(caught.value.exceptions), [error])
