"""Hidden behaviours of running jobs until one fails, and sorting the failures."""

import asyncio

import pytest

from grader.testing import every_cancellation, every_order, same


def leaves(error):
    """The exceptions in a group, groups in it opened; of another exception, only itself."""
    if isinstance(error, BaseExceptionGroup):
        return [leaf for each in error.exceptions for leaf in leaves(each)]
    return [error]


def fails_in_clean_up(error, takes=0):
    """A job of 9 s that cleans up for so many seconds when it is cancelled; then that fails."""

    async def job():
        try:
            await asyncio.sleep(9)
        finally:
            await asyncio.sleep(takes)
            raise error

    return job


async def test_an_expected_failure(exercise, jobs):
    """An expected exception is in the list, the same object, and nothing else.

    One job raises a ValueError after 1 s; that is expected. Another one would take 9 s.
    """
    error = ValueError("bad input")
    bad, other = jobs.make("bad", takes=1, raises=error), jobs.make("other", takes=9)

    found = await exercise.run_expecting([other, bad], ValueError)

    assert same(found, [error])


async def test_no_failure(exercise, jobs, clock):
    """When no job fails, the list is empty, and the call returns when the last job has ended.

    Two jobs take 2 and 1 s.
    """
    found = await exercise.run_expecting([jobs.make("a", 2), jobs.make("b", 1)], ValueError)

    assert same(found, [])
    assert clock.now == 2


async def test_a_clean_up_fails_too(exercise, jobs):
    """If a cancelled job raises an expected exception in its clean-up, that is in the list, too.

    One job raises a ValueError after 1 s. Another one, cancelled for that, raises a ValueError,
    too. Both are expected.
    """
    first, second = ValueError("1: bad input"), ValueError("2: bad clean-up")
    bad, other = jobs.make("bad", takes=1, raises=first), fails_in_clean_up(second)

    found = await exercise.run_expecting([other, bad], ValueError)

    assert same(sorted(found, key=str), [first, second])


@every_order
async def test_failures_at_the_same_moment(exercise, jobs, log):
    """Of jobs that fail at the same moment, all exceptions are in the list, in every order.

    `a`, `b` and `c` raise an OSError after 1 s; that is expected. In some orders the first failure
    still cancels another one, which then raises nothing.
    """
    errors = {name: OSError(name) for name in "abc"}
    three = [jobs.make(name, takes=1, raises=error) for name, error in errors.items()]

    found = await exercise.run_expecting([*three, jobs.make("d", takes=2)], OSError)

    raised = sorted(line.split()[0] for line in log if "raised" in line)
    assert same(sorted(found, key=str), [errors[name] for name in raised])


async def test_another_failure_beside_it(exercise, jobs, start, log):
    """If there is another failure beside an expected one, a group of only the others is raised.

    One job raises a ValueError after 1 s; that is expected. Another one, cancelled for that, raises
    a KeyError.
    """
    value, key = ValueError("bad input"), KeyError("bad clean-up")
    bad, other = jobs.make("bad", takes=1, raises=value), fails_in_clean_up(key)

    call = start("call", exercise.run_expecting([other, bad], ValueError))
    await asyncio.wait([call])

    assert log.of("call") == ["call raised ExceptionGroup 1"]
    raised = leaves(call.exception())
    assert same(raised, [key])


async def test_only_another_failure(exercise, jobs, start, log):
    """If the only failure isn't an expected one, a group with that exception is raised.

    The only job raises a KeyError after 1 s; a ValueError is expected.
    """
    error = KeyError("bad input")
    bad = jobs.make("bad", takes=1, raises=error)

    call = start("call", exercise.run_expecting([bad], ValueError))
    await asyncio.wait([call])

    assert log.of("call") == ["call raised ExceptionGroup 1"]
    raised = leaves(call.exception())
    assert same(raised, [error])


async def test_groups_in_the_group(exercise, jobs):
    """A group that a job raises stands for the exceptions in it, however deep.

    The job raises, as a job with a task group of its own would, a group of an OSError and of
    another group; in that is an OSError, too. OSErrors are expected.
    """
    first, second = OSError("1: no route"), OSError("2: no space")
    group = ExceptionGroup("outer", [first, ExceptionGroup("inner", [second])])
    bad = jobs.make("bad", takes=1, raises=group)

    found = await exercise.run_expecting([bad], OSError)

    assert same(sorted(found, key=str), [first, second])


async def test_every_exception_is_expected(exercise, jobs):
    """A group that a job raises isn't in the list itself, even if every Exception is expected.

    The job raises a group of an OSError and of another group; in that is a ValueError. `expected` is
    Exception, and so the groups are of that type, too; but they stand for the two in them.
    """
    first, second = OSError("1: no route"), ValueError("2: bad input")
    group = ExceptionGroup("outer", [first, ExceptionGroup("inner", [second])])
    bad = jobs.make("bad", takes=1, raises=group)

    found = await exercise.run_expecting([bad], Exception)

    assert same(sorted(found, key=str), [first, second])


async def test_a_subclass(exercise, jobs):
    """An exception of a subclass of the expected type is expected, too.

    The job raises a ConnectionError; an OSError is expected, and a ConnectionError is one.
    """
    error = ConnectionError("no route")
    bad = jobs.make("bad", takes=1, raises=error)

    found = await exercise.run_expecting([bad], OSError)

    assert same(found, [error])


@pytest.mark.code("cancelled")
async def test_back_at_the_failure(exercise, jobs, start, clock, log):
    """The first failure stops the others at once, and only once; they have time to clean up.

    `bad` raises an OSError at 1 s, as expected. `a` is cancelled for that, and cleans up for 2 s,
    till 3 s; so is `b`, which cleans up for 1 s, till 2 s; and so is one more job, whose clean-up
    raises an OSError at 1.5 s. The call returns at 3 s.
    """
    bad = jobs.make("bad", takes=1, raises=OSError)
    a, b = jobs.make("a", takes=9, cleanup=2), jobs.make("b", takes=9, cleanup=1)
    c = fails_in_clean_up(OSError("no space"), takes=0.5)
    start("call", exercise.run_expecting([a, bad, b, c], OSError))

    await clock.until(20)

    assert not log.times("interrupted"), "a clean-up was cut short by a second `cancel()`"
    assert log.of("call") == ["call returned 3"]
    assert log[4:6] == ["b cancelled 2", "a cancelled 3"]


@pytest.mark.code("cancelled")
async def test_the_caller_is_cancelled(exercise, jobs, start, clock, log):
    """When the call is cancelled, so are the jobs, once; it ends as cancelled when they have ended.

    The call is cancelled at 1 s. `a` cleans up for 2 s, till 3 s, and `b` for 1 s, till 2 s.
    """
    a, b = jobs.make("a", takes=9, cleanup=2), jobs.make("b", takes=9, cleanup=1)
    call = start("call", exercise.run_expecting([a, b], OSError))
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
    three = [jobs.make(name, takes=n, cleanup=n) for n, name in enumerate("abc", 1)]
    call = start("call", exercise.run_expecting(three, OSError))

    await cancel(call)

    assert jobs.running == 0, "a job is still running"


async def test_no_jobs(exercise, clock):
    """Without jobs the list is empty.

    `jobs` is [].
    """
    found = await exercise.run_expecting([], ValueError)

    assert same(found, [])
    assert clock.now == 0
