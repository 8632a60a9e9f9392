"""Hidden behaviours of async work that is done when a task is over."""

import asyncio
import gc
import weakref

import pytest

from grader.testing import same


class Signal(asyncio.Future):
    """Something to wait for; only who waits for it knows it, and the list has weak references."""

    def __init__(self, signals):
        super().__init__()
        signals.append(weakref.ref(self))


def hook_that_waits(signals, log):
    """A hook that nobody can reach from outside while it waits for its signal."""

    async def hook(task):
        try:
            await Signal(signals)
            log.add("hook", "ended")
        except GeneratorExit:
            log.add("hook", "vanished")
            raise

    return hook


def log_reports(log):
    """Have the loop's exception handler log what is reported to it."""

    def handle(loop, context):
        log.add("the loop", f"reported {type(context.get('exception')).__name__}")

    asyncio.get_running_loop().set_exception_handler(handle)


async def test_a_hook_that_takes_time(exercise, jobs, clock, log):
    """The hook is awaited: it begins when the task is done, and runs to its end.

    The task returns at 1.25 s. The hook takes 0.5 s, till 1.75 s. Nobody waits for it.
    """
    task, hook = asyncio.create_task(jobs.make("job", 1.25)()), jobs.make("hook", 0.5)

    exercise.add_async_hook(task, hook)
    await clock.until(2)

    assert log == ["job started 0", "job returned 1.25", "hook started 1.25", "hook returned 1.75"]
    assert same(hook.calls, [(task,)])


async def test_a_task_that_was_done(exercise, jobs, clock, log):
    """If the task is done already, the hook begins soon, but not before the call returns.

    The task has returned at 1 s. Then the hook is added; it needs no time.
    """
    task = asyncio.create_task(jobs.make("job", 1)())
    await task

    exercise.add_async_hook(task, jobs.make("hook"))
    log.add("call", "returned")
    await clock.settle()

    assert log[2:] == ["call returned 1", "hook started 1", "hook returned 1"]


async def test_a_failed_task(exercise, jobs, start, clock, log):
    """The hook of a task that has failed is awaited, too.

    The task raises OSError at 1 s. Its hook takes 1 s, till 2 s.
    """
    task = start("task", jobs.make("job", 1, raises=OSError("no signal"))())

    exercise.add_async_hook(task, jobs.make("hook", 1))
    await clock.until(3)

    assert log.of("hook") == ["hook started 1", "hook returned 2"]


async def test_a_cancelled_task(exercise, jobs, start, clock, log):
    """The hook of a task that was cancelled is awaited, too, when the task has cleaned up.

    The task is cancelled at 1 s, and cleans up for 1 s, till 2 s. Its hook takes 1 s, till 3 s.
    """
    task = start("task", jobs.make("job", 9, cleanup=1)())

    exercise.add_async_hook(task, jobs.make("hook", 1))
    await clock.until(1)
    task.cancel()
    await clock.until(4)

    assert log.of("job") == ["job started 0", "job cancelled 2"]
    assert log.of("hook") == ["hook started 2", "hook returned 3"]


async def test_two_hooks(exercise, jobs, clock, log):
    """The hooks of a task run at the same time.

    The task returns at 1 s. It has two hooks, and each takes 1 s, till 2 s.
    """
    task = asyncio.create_task(jobs.make("job", 1)())

    exercise.add_async_hook(task, jobs.make("one", 1))
    exercise.add_async_hook(task, jobs.make("two", 1))
    await clock.until(5)

    assert log.of("one") == ["one started 1", "one returned 2"]
    assert log.of("two") == ["two started 1", "two returned 2"]


@pytest.mark.allow("lost-exception", "callback-error", reason="asyncio may report what hooks raise")
async def test_a_hook_that_fails(exercise, jobs, clock, log):
    """What a hook raises is reported to the loop's exception handler, exactly once.

    The task returns 5 at 1 s. Its hook needs no time, and raises KeyError, at 1 s. Right after that
    Python collects its garbage.
    """
    log_reports(log)
    task = asyncio.create_task(jobs.make("job", 1, 5)())
    exercise.add_async_hook(task, jobs.make("hook", raises=KeyError("key")))

    result = await task
    await clock.settle()
    gc.collect()

    assert log.of("the loop") == ["the loop reported KeyError 1"]
    assert result == 5


@pytest.mark.allow("lost-exception", "callback-error", reason="asyncio may report what hooks raise")
async def test_beside_a_failed_hook(exercise, jobs, clock, log):
    """A hook that fails keeps no other hook from its work.

    The task returns at 1 s. Its first hook takes 1 s and raises KeyError, at 2 s. Its second hook
    takes 2 s, till 3 s.
    """
    task = asyncio.create_task(jobs.make("job", 1)())

    exercise.add_async_hook(task, jobs.make("first", 1, raises=KeyError("key")))
    exercise.add_async_hook(task, jobs.make("second", 2))
    await clock.until(4)

    assert log.of("second") == ["second started 1", "second returned 3"]


@pytest.mark.code("missing-event")
async def test_kept_to_the_end(exercise, clock, log):
    """A hook runs to its end even if nobody else keeps it, nor what it waits for.

    The task returns at 1 s. Its hook waits for a signal that nobody else knows. At 2 s Python
    collects its garbage, and a hook that is part of it vanishes. Then the signal is given, if it
    is still there.
    """
    signals = []
    exercise.add_async_hook(asyncio.create_task(asyncio.sleep(1)), hook_that_waits(signals, log))
    await clock.until(2)

    gc.collect()
    for signal in filter(None, [signal() for signal in signals]):
        signal.set_result(None)
    await clock.settle()

    assert log == ["hook ended 2"]


async def test_let_go(exercise, clock):
    """When a hook is over, nothing keeps what it ran in, nor the task that it belongs to.

    The task returns at 1 s, and the hook needs no time. At 2 s Python collects its garbage: of
    the task, and of the task in which the hook ran, nothing is left.
    """
    tasks = {}

    async def hook(task):
        tasks.update(task=weakref.ref(task), hook=weakref.ref(asyncio.current_task()))

    exercise.add_async_hook(asyncio.create_task(asyncio.sleep(1)), hook)
    await clock.until(2)
    gc.collect()

    ends = {name: "freed" if task() is None else "still kept" for name, task in tasks.items()}
    assert ends == {"task": "freed", "hook": "freed"}
