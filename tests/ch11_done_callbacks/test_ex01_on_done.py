"""Hidden behaviours of telling somebody how a task ended."""

import asyncio
import gc

import pytest

from grader.testing import every_order, same


class HardStop(BaseException):
    """What isn't meant for `except Exception`, like the exceptions with which test tools give up."""


class Handlers:
    """The three functions for `on_done`. They log that they ran, and keep what they got."""

    def __init__(self, log, raises=None):
        self.got, self._log, self._raises = [], log, raises

    def __iter__(self):
        yield lambda value: self._note("on_result", value)
        yield lambda error: self._note("on_error", error)
        yield lambda: self._note("on_cancel")

    def _note(self, name, *values):
        self.got += values
        self._log.add(name, "ran")
        if self._raises is not None:
            raise self._raises


def log_reports(log):
    """Have the loop's exception handler log what is reported to it."""

    def handle(loop, context):
        log.add("the loop", f"reported {type(context.get('exception')).__name__}")

    asyncio.get_running_loop().set_exception_handler(handle)


@pytest.mark.parametrize("value", [5, None, 0])
async def test_a_result(exercise, jobs, clock, log, value):
    """A result goes to `on_result`, whatever it is, and nothing else is called.

    The task returns 5, None or 0 after 1 s.
    """
    handlers, task = Handlers(log), asyncio.create_task(jobs.make("job", 1, value)())

    exercise.on_done(task, *handlers)
    await clock.until(2)

    assert log == ["job started 0", "job returned 1", "on_result ran 1"]
    assert same(handlers.got, [value])


async def test_a_failure(exercise, jobs, clock, log):
    """An exception goes to `on_error`, the very object, and nothing else is called.

    The task raises OSError after 1 s. Nobody else looks at it. At 2 s Python collects its garbage;
    if the exception were not retrieved by then, that would be reported.
    """
    log_reports(log)
    handlers, error = Handlers(log), OSError("no signal")

    exercise.on_done(asyncio.create_task(jobs.make("job", 1, raises=error)()), *handlers)
    await clock.until(2)
    gc.collect()

    assert log == ["job started 0", "job raised OSError 1", "on_error ran 1"]
    assert same(handlers.got, [error])


async def test_a_failure_of_another_kind(exercise, jobs, clock, log):
    """An exception goes to `on_error` also if its class isn't derived from `Exception`.

    The task raises HardStop after 1 s, whose class is derived from BaseException. Nothing is
    reported to the loop's exception handler.
    """
    log_reports(log)
    handlers, error = Handlers(log), HardStop("enough")

    exercise.on_done(asyncio.create_task(jobs.make("job", 1, raises=error)()), *handlers)
    await clock.until(2)

    assert log == ["job started 0", "job raised HardStop 1", "on_error ran 1"]
    assert same(handlers.got, [error])


async def test_a_cancelled_task(exercise, jobs, clock, log):
    """For a task that was cancelled, `on_cancel` is called, and nothing else.

    The task is cancelled at 1 s, and ends right then.
    """
    handlers, task = Handlers(log), asyncio.create_task(jobs.make("job", 9)())
    exercise.on_done(task, *handlers)
    await clock.until(1)

    task.cancel()
    await clock.settle()

    assert log == ["job started 0", "job cancelled 1", "on_cancel ran 1"]


async def test_a_task_that_was_done(exercise, jobs, clock, log):
    """If the task is done already, nothing is called before `on_done` returns, but soon after.

    The task has returned at 1 s. Then `on_done` is called.
    """
    task = asyncio.create_task(jobs.make("job", 1, 5)())
    await task

    exercise.on_done(task, *Handlers(log))
    log.add("on_done", "returned")
    await clock.settle()

    assert log == ["job started 0", "job returned 1", "on_done returned 1", "on_result ran 1"]


@every_order
async def test_before_the_others_go_on(exercise, jobs, log):
    """The function has run before anybody goes on who awaited the task later.

    `on_done` is called, and then somebody awaits the task, which returns after 1 s.
    """
    task = asyncio.create_task(jobs.make("job", 1, 5)())
    exercise.on_done(task, *Handlers(log))

    await task
    log.add("waiter", "went on")

    assert log == ["job started 0", "job returned 1", "on_result ran 1", "waiter went on 1"]


async def test_no_task_for_it(exercise, jobs, log):
    """No task is created to wait for the end of the task.

    `on_done` is called while the task is under way, and again when it is done. There are as many
    tasks as before.
    """
    task, new_tasks = asyncio.create_task(jobs.make("job", 1)()), []

    for _ in range(2):
        before = len(asyncio.all_tasks())
        exercise.on_done(task, *Handlers(log))
        new_tasks.append(len(asyncio.all_tasks()) - before)
        await task

    assert new_tasks == [0, 0]


@pytest.mark.allow("callback-error", reason="it is about functions that fail")
@pytest.mark.parametrize("error", [KeyError, asyncio.CancelledError])
async def test_a_function_that_fails(exercise, jobs, clock, log, error):
    """If the function fails, that is reported to the loop, once, and nothing else comes of it.

    `on_done` is called twice for a task that returns 5 after 1 s. The first `on_result` raises
    KeyError, or CancelledError.
    """
    log_reports(log)
    task = asyncio.create_task(jobs.make("job", 1, 5)())
    exercise.on_done(task, *Handlers(log, raises=error))
    exercise.on_done(task, *Handlers(log))

    result = await task
    await clock.settle()

    assert log.of("on_error") + log.of("on_cancel") == []
    assert log.of("on_result") == ["on_result ran 1", "on_result ran 1"]
    assert (log.of("the loop"), result) == ([f"the loop reported {error.__name__} 1"], 5)
