"""Hidden behaviours of watching a task."""

import asyncio

import pytest

from grader.testing import every_cancellation, every_order, same


class HardStop(BaseException):
    """What isn't meant for `except Exception`, like the exceptions with which test tools give up."""


async def outcome_of(call):
    """What a call comes to: its result, or the exception that came out of it."""
    try:
        return await call
    except BaseException as error:
        return error


async def for_a_while(call):
    """Await a call for 0.9 s at most, so that nothing of it happens after that."""
    async with asyncio.timeout(0.9):
        return await call


class Reports:
    """A function to report to. It keeps the words, and logs when they came."""

    def __init__(self, log):
        self.words, self._log = [], log

    def __call__(self, word):
        self.words.append(word)
        self._log.add("watch", f"reported {word}")


@every_order
async def test_a_task_that_works(exercise, jobs, start, clock, log):
    """A task is reported as "pending" at once, and as "succeeded" once, soon after its end.

    The task takes 1 s, and the interval is 0.25 s. So the second report, and with it the end of
    the call, is due between 1 and 1.25 s. The word in between is "pending" all the time.
    """
    task, reports = start("task", jobs.make("job", takes=1)()), Reports(log)

    word = await exercise.watch(task, 0.25, reports)

    assert same(reports.words, ["pending", "succeeded"])
    assert same(word, "succeeded")
    assert log.of("watch")[:1] == ["watch reported pending 0"]
    assert clock.now <= 1.25


async def test_a_task_that_was_done(exercise, jobs, start, clock, log):
    """A task that is done already gets one report, and no time passes.

    The task has returned before the call. The interval is 0.25 s.
    """
    task, reports = start("task", jobs.make("job", takes=0)()), Reports(log)
    await asyncio.wait([task])

    word = await exercise.watch(task, 0.25, reports)

    assert same((reports.words, word), (["succeeded"], "succeeded"))
    assert clock.now == 0


async def test_a_task_that_fails(exercise, jobs, start, log):
    """A failure is reported, and not raised.

    The task raises OSError after 1 s. The interval is 0.25 s.
    """
    job = jobs.make("job", takes=1, raises=OSError("no signal"))
    task, reports = start("task", job()), Reports(log)

    word = await exercise.watch(task, 0.25, reports)

    assert same((reports.words, word), (["pending", "failed"], "failed"))


async def test_an_exception_of_another_kind(exercise, jobs, start, log):
    """A failure is reported also if the exception's class isn't derived from `Exception`.

    The task raises HardStop after 1 s, whose class is derived from BaseException. The interval is
    0.25 s.
    """
    job = jobs.make("job", takes=1, raises=HardStop("enough"))
    task, reports = start("task", job()), Reports(log)

    outcome = await outcome_of(exercise.watch(task, 0.25, reports))

    assert same(outcome, "failed")
    assert same(reports.words, ["pending", "failed"])


async def test_a_returned_exception(exercise, jobs, start, log):
    """A task that returns an exception object, and raises nothing, has succeeded.

    The task returns a ValueError object after 1 s. The interval is 0.25 s.
    """
    job = jobs.make("job", takes=1, returns=ValueError("returned, not raised"))
    task, reports = start("task", job()), Reports(log)

    word = await exercise.watch(task, 0.25, reports)

    assert same((reports.words, word), (["pending", "succeeded"], "succeeded"))


async def test_a_task_that_is_cancelled(exercise, jobs, start, clock, log):
    """If somebody cancels the task, that is reported, and the call returns as always.

    The task is cancelled at 0.5 s, and ends at once. The interval is 0.25 s.
    """
    task, reports = start("task", jobs.make("job", takes=10)()), Reports(log)
    call = start("call", outcome_of(exercise.watch(task, 0.25, reports)))
    await clock.until(0.5)

    task.cancel()
    outcome = await call

    assert same(outcome, "cancelled")
    assert same(reports.words, ["pending", "cancelled"])


@every_cancellation
async def test_the_watcher_is_cancelled(exercise, jobs, start, log, cancel):
    """A watcher that is cancelled ends as cancelled, and the task doesn't notice.

    The task takes 1 s, and the interval is 0.25 s. The watcher is cancelled wherever it waits
    before 0.9 s, in each run of the test at another moment.
    """
    task = start("task", jobs.make("job", takes=1)())
    call = start("call", for_a_while(exercise.watch(task, 0.25, Reports(log))))

    await cancel(call)
    await asyncio.wait([task])

    assert log.of("job") == ["job started 0", "job returned 1"]
    assert same(task.cancelling(), 0)


async def test_a_task_that_goes_on(exercise, jobs, start, clock, log):
    """A task that was asked to stop, and goes on, is "pending" until its end.

    The request comes at 0.5 s. The task ignores it and returns at 1.5 s. The interval is 0.25 s.
    """
    task, reports = start("task", jobs.make("job", takes=1.5, stubborn=1)()), Reports(log)
    call = start("call", outcome_of(exercise.watch(task, 0.25, reports)))
    await clock.until(0.5)

    task.cancel()
    outcome = await call

    assert same(outcome, "succeeded")
    assert same(reports.words, ["pending", "succeeded"])


@pytest.mark.parametrize("first", ["task", "watcher"])
async def test_both_are_cancelled(exercise, jobs, start, clock, log, first):
    """A watcher that is cancelled together with its task ends as cancelled.

    Both are cancelled at 0.6 s, one right after the other, as at the end of `asyncio.run`; the first
    one is the task in one run of the test, and the watcher in the other. The interval is 0.25 s.
    """
    task = start("task", jobs.make("job", takes=10)())
    call = start("call", exercise.watch(task, 0.25, Reports(log)))
    await clock.until(0.6)

    for each in (task, call) if first == "task" else (call, task):
        each.cancel()
    await asyncio.wait([task, call])

    assert same(call.cancelled(), True)
