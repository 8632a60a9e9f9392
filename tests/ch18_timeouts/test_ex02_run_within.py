"""Hidden behaviours of steps that share a budget."""

import asyncio

import pytest

from grader.testing import every_cancellation, same


def make_steps(jobs, *takes):
    """Steps that take so many seconds each; they return 0, 1, 2, ..."""
    return [jobs.make(f"step{n}", takes=seconds, returns=n) for n, seconds in enumerate(takes)]


async def test_what_finished_in_time(exercise, jobs):
    """The values of the steps that finished within the budget come back.

    Five steps of 2 s share 5 s: two of them finish, `step0` and `step1`.
    """
    steps = make_steps(jobs, 2, 2, 2, 2, 2)

    values = await exercise.run_within(steps, 5)

    assert same(values, [0, 1])


async def test_back_when_the_budget_is_over(exercise, jobs, start, log):
    """The call returns as soon as the budget is over.

    Five steps of 2 s share 5 s.
    """
    steps = make_steps(jobs, 2, 2, 2, 2, 2)

    await asyncio.wait([start("call", exercise.run_within(steps, 5))])

    assert log.of("call") == ["call returned 5"]


async def test_the_step_under_way(exercise, jobs, log):
    """When the budget is over, the step under way is cancelled, and no other begins.

    Five steps of 2 s share 5 s: the third one, `step2`, begins at 4 s and is cancelled at 5 s.
    """
    call = exercise.run_within(make_steps(jobs, 2, 2, 2, 2, 2), 5)

    await asyncio.gather(call, return_exceptions=True)

    assert log.of("step0") + log.of("step1") == [
        *("step0 started 0", "step0 returned 2"),
        *("step1 started 2", "step1 returned 4"),
    ]
    assert log.of("step2") + log.of("step3") == ["step2 started 4", "step2 cancelled 5"]


async def test_enough_time(exercise, jobs, clock):
    """When the budget suffices, all values come back after the last step.

    Three steps of 1 s share 5 s.
    """
    steps = make_steps(jobs, 1, 1, 1)

    values = await exercise.run_within(steps, 5)

    assert same(values, [0, 1, 2])
    assert clock.now == 3


async def test_none_is_a_value(exercise, jobs):
    """The value of a step that finished may be None, and is in the list like any other.

    Three steps of 1 s share 5 s. They return "a", None and "c".
    """
    values = ["a", None, "c"]
    steps = [jobs.make(f"step{n}", takes=1, returns=value) for n, value in enumerate(values)]

    result = await exercise.run_within(steps, 5)

    assert same(result, ["a", None, "c"])


async def test_a_first_step_too_slow(exercise, jobs, clock):
    """When not even the first step finishes, the list is empty.

    The first step takes 9 s, the second 1 s; they share 5 s.
    """
    steps = make_steps(jobs, 9, 1)

    values = await exercise.run_within(steps, 5)

    assert same(values, [])
    assert clock.now == 5


async def test_the_caller_is_cancelled(exercise, jobs, start, clock, log):
    """A cancellation from outside is not the end of the budget: the call ends as cancelled.

    Steps of 2 s and 4 s have 10 s; the call is cancelled at 3 s, in the second one.
    """
    call = start("call", exercise.run_within(make_steps(jobs, 2, 4), 10))
    await clock.until(3)

    call.cancel()
    await asyncio.wait([call])

    assert log.of("call") == ["call cancelled 3"]


@pytest.mark.code("leaked-task")
@every_cancellation
async def test_no_step_goes_on_after_a_cancellation(exercise, jobs, start, cancel):
    """When the call is cancelled, at whatever moment, the step under way has ended with it.

    Two steps of 2 s and one of 9 s share 5 s. The call is cancelled wherever it waits.
    """
    call = start("call", exercise.run_within(make_steps(jobs, 2, 2, 9), 5))

    await cancel(call, comes_out=False)

    assert jobs.running == 0


async def test_a_timeout_of_its_own(exercise, jobs):
    """A `TimeoutError` that a step itself raises reaches the caller.

    The first step takes 1 s; the second gives up with a `TimeoutError` of its own. They have 5 s.
    """
    error = TimeoutError("the printer does not answer")
    steps = [jobs.make("good", takes=1), jobs.make("bad", takes=1, raises=error)]

    [outcome] = await asyncio.gather(exercise.run_within(steps, 5), return_exceptions=True)

    assert same(outcome, error)
