"""Hidden behaviours of trying one thing after the other."""

import asyncio

import pytest

from grader.testing import every_cancellation, same


class Halt(BaseException):
    """An exception whose class isn't derived from `Exception`."""


async def test_the_second_succeeds(exercise, jobs, log):
    """When an attempt fails, the next one begins at once, and its value is the result.

    The first attempt fails after 1 s, the second one returns after 2 s more. There is a third one.
    """
    first, second = jobs.make("a", takes=1, raises=OSError), jobs.make("b", takes=2, returns="b")

    value = await exercise.failover([first, second, jobs.make("c")])

    assert same(value, "b")
    assert log == ["a started 0", "a raised OSError 1", "b started 1", "b returned 3"]


async def test_the_first_succeeds(exercise, jobs, log):
    """When the first attempt succeeds, no other one begins.

    The first attempt returns after 1 s. There are two more; each would fail at once.
    """
    others = [jobs.make(name, raises=OSError) for name in "bc"]

    value = await exercise.failover([jobs.make("a", takes=1, returns="a"), *others])

    assert same(value, "a")
    assert log == ["a started 0", "a returned 1"]


@pytest.mark.parametrize("classes", [[OSError, ValueError], [LookupError]], ids=len)
async def test_all_fail(exercise, jobs, clock, classes):
    """When all attempts have failed, their exceptions come out in a group, in order.

    Once there are two attempts, once there is only one. Each fails after 1 s, with an exception of
    another class.
    """
    errors = [cls(f"attempt {n}") for n, cls in enumerate(classes)]
    attempts = [jobs.make(f"job{n}", takes=1, raises=error) for n, error in enumerate(errors)]

    with pytest.raises(ExceptionGroup) as caught:
        await exercise.failover(attempts)

    assert same(list(caught.value.exceptions), errors)
    assert clock.now == len(errors)


async def test_a_group_is_one_failure(exercise, jobs):
    """An attempt that fails with an exception group has one exception: the group, as it is.

    There are two attempts. The first one raises an ExceptionGroup of two OSErrors, as a task group
    does; the second one raises ValueError.
    """
    group = ExceptionGroup("two disks", [OSError("disk 1"), OSError("disk 2")])
    errors = [group, ValueError("no such user")]
    attempts = [jobs.make(name, raises=error) for name, error in zip("ab", errors, strict=True)]

    with pytest.raises(ExceptionGroup) as caught:
        await exercise.failover(attempts)

    assert same(list(caught.value.exceptions), errors)


async def test_not_a_failure(exercise, jobs, log):
    """After an exception whose class isn't derived from `Exception`, no other attempt begins.

    The first attempt raises `Halt("stop")`, which is derived from `BaseException` only. There is a
    second one.
    """
    attempts = [jobs.make("a", raises=Halt("stop")), jobs.make("b", returns="b")]

    await asyncio.gather(exercise.failover(attempts), return_exceptions=True)

    assert log == ["a started 0", "a raised Halt 0"]


@pytest.mark.parametrize("value", [None, 0, ""], ids=repr)
async def test_any_value_is_a_success(exercise, jobs, log, value):
    """An attempt that returns nothing, or nothing much, has succeeded.

    The first attempt returns None (or 0, or an empty text). There is a second one.
    """
    attempts = [jobs.make("a", returns=value), jobs.make("b", returns="b")]

    result = await exercise.failover(attempts)

    assert log == ["a started 0", "a returned 0"]
    assert same(result, value)


async def test_a_returned_exception(exercise, jobs, log):
    """An attempt that returns an exception object has succeeded.

    The first attempt returns a ValueError, as one returns any value. There is a second one.
    """
    value = ValueError("found in the data")
    attempts = [jobs.make("a", returns=value), jobs.make("b", returns="b")]

    result = await exercise.failover(attempts)

    assert log == ["a started 0", "a returned 0"]
    assert same(result, value)


@pytest.mark.parametrize("failed", [0, 1])
async def test_the_caller_is_cancelled(exercise, jobs, start, clock, log, failed):
    """When the call is cancelled, it ends as cancelled, and no other attempt begins.

    `a`, the first attempt, would take 5 s; `b` comes next. The call is cancelled after 1 s. The
    same again with an attempt before `a` that fails at 1 s.
    """
    before = [jobs.make("before", takes=1, raises=OSError)] * failed
    call = start("call", exercise.failover([*before, jobs.make("a", takes=5), jobs.make("b")]))
    await clock.until(failed + 1)

    call.cancel()
    await asyncio.wait([call])

    assert [*log.of("b"), *log.of("call")] == [f"call cancelled {failed + 1}"]


async def test_the_attempt_cleans_up(exercise, jobs, start, clock, log):
    """When the call is cancelled, the attempt under way is cancelled, and the call ends after it.

    The attempt `a` would take 5 s. The call is cancelled at 1 s, and `a` cleans up till 1.5 s.
    """
    call = start("call", exercise.failover([jobs.make("a", takes=5, cleanup=0.5), jobs.make("b")]))
    await clock.until(1)

    call.cancel()
    await asyncio.wait([call])

    assert log.of("call") == ["call cancelled 1.5"]
    assert log.of("a") == ["a started 0", "a cancelled 1.5"]


@pytest.mark.code("not-cancelled")
@every_cancellation
async def test_cancelled_at_any_moment(exercise, jobs, start, cancel):
    """Whenever the call is cancelled, no attempt is left running.

    Three attempts take 1 s each; two of them fail. The call is cancelled, in each run of the test
    at another moment.
    """
    failing = [jobs.make(name, takes=1, raises=OSError) for name in "ab"]
    call = start("call", exercise.failover([*failing, jobs.make("c", takes=1)]))

    await cancel(call, comes_out=False)
    left = jobs.running

    assert left == 0, "an attempt is still running"


async def test_no_attempts(exercise):
    """Without attempts, a ValueError comes out.

    The list is empty.
    """
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the message is the learner's own
        await exercise.failover([])

    assert caught.type is ValueError
