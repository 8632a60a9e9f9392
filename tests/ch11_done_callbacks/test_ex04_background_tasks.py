"""Hidden behaviours of tasks in the background whose failures are heard of."""

import asyncio
import gc
import weakref

import pytest

from grader.testing import every_cancellation, every_order, same


class Signal(asyncio.Future):
    """Something to wait for; only who waits for it knows it, and the list has weak references."""

    def __init__(self, signals):
        super().__init__()
        signals.append(weakref.ref(self))


async def waits_for_a_signal(signals, log):
    """A job that nobody can reach from outside while it waits."""
    try:
        await Signal(signals)
        log.add("job", "returned")
    except GeneratorExit:
        log.add("job", "vanished")
        raise


class OnError:
    """An `on_error` that logs that it ran, and keeps what it got."""

    def __init__(self, log, raises=None):
        self.got, self._log, self._raises = [], log, raises

    def __call__(self, task, error):
        self.got.append((task.get_name(), error))
        self._log.add("on_error", "ran")
        if self._raises is not None:
            raise self._raises


def log_reports(log):
    """Have the loop's exception handler log what is reported to it."""

    def handle(loop, context):
        log.add("the loop", f"reported {type(context.get('exception')).__name__}")

    asyncio.get_running_loop().set_exception_handler(handle)


async def test_the_count(exercise, jobs, clock, log):
    """A task counts from `spawn` until it is finished, and no longer.

    Three tasks take 1, 2 and 3 s. At 0 s, 3 are unfinished; at 2.5 s, 1; at 3.5 s, none.
    """
    background, counts = exercise.BackgroundTasks(OnError(log)), []
    tasks = [background.spawn(jobs.make("job", seconds)()) for seconds in (1, 2, 3)]

    for when in (0, 2.5, 3.5):
        await clock.until(when)
        counts.append(len(background))

    assert same(counts, [3, 1, 0])
    assert [task.done() for task in tasks] == [True, True, True]


@pytest.mark.code("missing-event")
async def test_kept_to_the_end(exercise, clock, log):
    """A task runs to its end even if nobody else keeps it.

    A task waits for a signal that nobody else knows. What `spawn` returned is not kept. Python
    collects its garbage, and a task that is part of it vanishes. Then the signal is given, if it
    is still there.
    """
    background, signals = exercise.BackgroundTasks(OnError(log)), []
    background.spawn(waits_for_a_signal(signals, log))
    await clock.settle()

    gc.collect()
    for signal in filter(None, [signal() for signal in signals]):
        signal.set_result(None)
    await clock.settle()

    assert log == ["job returned 0"]


async def test_let_go(exercise, jobs, clock, log):
    """A finished task that nobody else keeps is freed, without any further call.

    Two tasks return at 1 s. What `spawn` returned is not kept. At 2 s Python collects its garbage.
    """
    background = exercise.BackgroundTasks(OnError(log))
    tasks = [weakref.ref(background.spawn(jobs.make("job", takes=1)())) for _ in range(2)]

    await clock.until(2)
    gc.collect()

    tasks_not_freed = sum(task() is not None for task in tasks)
    assert tasks_not_freed == 0


async def test_a_failure(exercise, jobs, clock, log):
    """When a task fails, `on_error` is called at once, with the task and its exception.

    A task called "bad" raises OSError at 1 s. Another one returns at 2 s. Nobody waits for them.
    """
    on_error, error = OnError(log), OSError("no signal")
    background = exercise.BackgroundTasks(on_error)
    background.spawn(jobs.make("bad-job", 1, raises=error)(), name="bad")
    background.spawn(jobs.make("good-job", 2)(), name="good")

    await clock.until(3)

    assert log.of("on_error") == ["on_error ran 1"]
    assert same(on_error.got, [("bad", error)])


async def test_the_ends_show(exercise, jobs, clock, log):
    """Each task ends as its coroutine does: with its result, or with its exception.

    One task returns "data" at 1 s, another one raises OSError.
    """
    background, error = exercise.BackgroundTasks(OnError(log)), OSError("no signal")
    works = [jobs.make("good", 1, "data"), jobs.make("bad", 1, raises=error)]

    tasks = [background.spawn(work()) for work in works]
    ends = await asyncio.gather(*tasks, return_exceptions=True)

    assert same(ends, ["data", error])


async def test_cancelled(exercise, jobs, clock, log):
    """A task that is cancelled is finished, but has not failed.

    A task is cancelled at 1 s, and ends right then. `on_error` is not called, and nothing is
    reported to the loop.
    """
    log_reports(log)
    background = exercise.BackgroundTasks(OnError(log))
    task = background.spawn(jobs.make("job", 9)())
    await clock.until(1)

    task.cancel()
    await clock.settle()

    assert log == ["job started 0", "job cancelled 1"]
    assert same(len(background), 0)
    assert same(task.cancelled(), True)


async def test_cancelled_at_once(exercise, jobs, clock, log):
    """A task that is cancelled before it has begun is finished, too.

    A task is started and cancelled, before it has had a turn. `on_error` is not called.
    """
    background = exercise.BackgroundTasks(OnError(log))
    task = background.spawn(jobs.make("job", 9)())

    task.cancel()
    await clock.settle()

    assert log == []
    assert same(len(background), 0)
    assert same(task.cancelled(), True)


@pytest.mark.allow("callback-error", reason="it is about an `on_error` that fails")
async def test_on_error_fails(exercise, jobs, clock, log):
    """If `on_error` raises, that is reported to the loop, and nothing else comes of it.

    Two tasks raise OSError, at 1 s and at 2 s, and each time `on_error` raises KeyError. At 3 s
    no task is unfinished, and `drain` takes no time.
    """
    log_reports(log)
    background = exercise.BackgroundTasks(OnError(log, raises=KeyError("key")))
    tasks = [background.spawn(jobs.make("job", n, raises=OSError("no"))()) for n in (1, 2)]

    await clock.until(3)
    unfinished, _ = len(background), await background.drain()

    assert log.of("the loop") == ["the loop reported KeyError 1", "the loop reported KeyError 2"]
    assert same((unfinished, [task.done() for task in tasks]), (0, [True, True]))
    assert clock.now == 3


async def test_drain(exercise, jobs, start, clock, log):
    """`drain` returns when the last task is finished, and raises nothing of what they end with.

    One task raises OSError at 1 s, another one returns at 2.25 s. `drain` is awaited before they
    are started, then at once, and once more when it has returned.
    """
    background = exercise.BackgroundTasks(OnError(log))

    await asyncio.wait([start("drain", background.drain())])
    background.spawn(jobs.make("bad", 1, raises=OSError("no signal"))())
    background.spawn(jobs.make("good", 2.25)())
    for _ in range(2):
        await asyncio.wait([start("drain", background.drain())])

    assert log.of("drain") == ["drain returned 0", "drain returned 2.25", "drain returned 2.25"]


@every_order
async def test_started_late(exercise, jobs, clock, log):
    """`drain` waits for a task that another one starts right before its end.

    A task takes 1 s; then it starts another one of 2.25 s, and ends. `drain` returns at 3.25 s.
    """
    background, child = exercise.BackgroundTasks(OnError(log)), jobs.make("child", 2.25)

    async def parent():
        await asyncio.sleep(1)
        background.spawn(child())

    background.spawn(parent())
    await background.drain()
    drained_at = clock.now
    await clock.until(4)

    assert drained_at == 3.25


@every_cancellation
async def test_drain_is_cancelled(exercise, jobs, start, log, cancel):
    """When `drain` is cancelled, it ends as cancelled, and the tasks go on.

    Two tasks return at 1 s and at 2 s. `drain` is cancelled while it waits, in each run of the
    test at another moment.
    """
    background = exercise.BackgroundTasks(OnError(log))
    tasks = [background.spawn(jobs.make("job", seconds)()) for seconds in (1, 2)]
    call = start("call", background.drain())

    await cancel(call)
    await asyncio.wait(tasks)

    assert log.of("job")[2:] == ["job returned 1", "job returned 2"]


async def test_two_of_them(exercise, jobs, clock, log):
    """Each object has tasks of its own: the other one neither counts them nor waits for them.

    One object starts a task of 2 s, and the other one none. At once their tasks are counted, and
    then the other one is drained, which takes no time.
    """
    one, other = (exercise.BackgroundTasks(OnError(log)) for _ in range(2))
    one.spawn(jobs.make("job", takes=2)())

    counts = len(one), len(other)
    await other.drain()
    drained_at = clock.now
    await clock.until(3)

    assert same(counts, (1, 0))
    assert drained_at == 0
