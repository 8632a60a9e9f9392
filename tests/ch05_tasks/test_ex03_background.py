"""Hidden behaviours of tasks in the background."""

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


async def does_nothing():
    """A job that is over at once."""


async def fails_and_leaves_a_child(background, child, tasks):
    """Start another job after 1 s, and fail right then."""
    await asyncio.sleep(1)
    tasks.append(background.spawn(child))
    raise OSError("no signal")


async def leaves_children(background, generations, tasks):
    """A job of 1 s that starts the next generation at its end, if there is to be one."""
    await asyncio.sleep(1)
    if generations:
        tasks.append(background.spawn(leaves_children(background, generations - 1, tasks)))


@pytest.mark.code("missing-event")
async def test_kept_to_the_end(exercise, clock, log):
    """Tasks run to their end even if nobody else keeps them.

    Two tasks each wait for a signal that nobody else knows. What `spawn` returned is not kept.
    Python collects its garbage, and a task that is part of it vanishes. Then the signals are given,
    as far as they are still there.
    """
    background, signals = exercise.Background(), []
    for _ in range(2):
        background.spawn(waits_for_a_signal(signals, log))
    await clock.settle()

    gc.collect()
    for signal in filter(None, [signal() for signal in signals]):
        signal.set_result(None)
    await clock.settle()

    assert log == ["job returned 0", "job returned 0"]


async def test_from_spawn_on(exercise, jobs, log):
    """A task counts from `spawn` on, when nothing of it has run yet.

    Three tasks of 1 s are started.
    """
    background = exercise.Background()

    tasks = [background.spawn(jobs.make(f"job{n}", takes=1)()) for n in range(3)]
    count, log_after_spawn = len(background), list(log)
    await asyncio.wait(tasks)

    assert same(count, 3)
    assert log_after_spawn == []


async def test_every_end_counts(exercise, jobs, clock):
    """A task that has failed, or was cancelled, is finished, too.

    Of four tasks, one returns at 1 s, one raises OSError at 1 s, one is cancelled at 1 s, and one
    takes 3 s. At 2 s, one is unfinished.
    """
    background = exercise.Background()
    works = [jobs.make("off", 9), jobs.make("good", 1), jobs.make("bad", 1, raises=OSError)]
    tasks = [background.spawn(work()) for work in (*works, jobs.make("late", 3))]

    await clock.until(1)
    tasks[0].cancel()
    await clock.until(2)
    count = len(background)
    await asyncio.gather(*tasks, return_exceptions=True)

    assert same(count, 1)


async def test_cancelled_at_once(exercise, jobs, clock):
    """A task that is cancelled before it has begun is finished, too, and let go.

    A task is started and cancelled, before it has had a turn. What `spawn` returned is not kept.
    At 1 s Python collects its garbage.
    """
    background = exercise.Background()
    task = weakref.ref(background.spawn(jobs.make("job", takes=9)()))

    task().cancel()
    await clock.until(1)
    gc.collect()
    freed = task() is None

    assert same(len(background), 0)
    assert same(freed, True)


async def test_the_ends_show(exercise, jobs, clock):
    """Each task ends as its coroutine does: with its result, with its error, or as cancelled.

    Of three tasks, one returns "data" after 1 s, one raises OSError after 1 s, and one is cancelled
    after 2 s.
    """
    background, error = exercise.Background(), OSError("no signal")
    works = [jobs.make("good", 1, "data"), jobs.make("bad", 1, raises=error), jobs.make("off", 9)]

    good, bad, off = [background.spawn(work()) for work in works]
    await clock.until(2)
    off.cancel()
    await asyncio.wait([good, bad, off])

    assert same((good.result(), bad.exception()), ("data", error))
    assert same(off.cancelled(), True)


async def test_let_go(exercise, jobs, clock):
    """A finished task that nobody else keeps is freed, without any further call.

    Two tasks return after 1 s. What `spawn` returned is not kept. At 2 s Python collects its
    garbage.
    """
    background = exercise.Background()
    tasks = [weakref.ref(background.spawn(jobs.make("job", takes=1)())) for _ in range(2)]
    await clock.until(2)

    gc.collect()

    tasks_not_freed = sum(task() is not None for task in tasks)
    assert tasks_not_freed == 0


async def test_other_names(exercise, jobs, clock):
    """A task that is given another name counts until it is finished, too, and no longer.

    Two tasks take 1 s and 2 s. Whoever started them gives both of them the name "upload". At 1.5 s
    one of them is unfinished, at 3 s none.
    """
    background, counts = exercise.Background(), []
    for seconds in (1, 2):
        background.spawn(jobs.make("job", takes=seconds)()).set_name("upload")

    for seconds in (1.5, 3):
        await clock.until(seconds)
        counts.append(len(background))

    assert same(counts, [1, 0])


@pytest.mark.parametrize("thing", [does_nothing, lambda: does_nothing(), 42])
async def test_no_coroutine(exercise, thing):
    """What is no coroutine object is refused with a TypeError, and not counted.

    `spawn` gets a coroutine function that wasn't called, a lambda that would call it, or 42.
    """
    background = exercise.Background()

    with pytest.raises(TypeError):
        background.spawn(thing)

    assert same(len(background), 0)


async def test_no_coroutine_but_a_task(exercise, jobs, start):
    """A task is no coroutine object, either: it is refused with a TypeError, and not counted.

    `spawn` gets a task of 1 s, which somebody else has started.
    """
    background, task = exercise.Background(), start("task", jobs.make("job", takes=1)())

    with pytest.raises(TypeError):
        background.spawn(task)
    count = len(background)
    await asyncio.wait([task])

    assert same(count, 0)


@pytest.mark.allow("never-awaited", reason="without a loop nobody can await a wrapper, either")
def test_no_loop(exercise):
    """Without a running event loop, `spawn` raises a RuntimeError, and nothing is counted.

    A `Background` is created, and `spawn` is called, where no event loop runs.
    """
    background, coroutine = exercise.Background(), does_nothing()

    with pytest.raises(RuntimeError):
        background.spawn(coroutine)
    coroutine.close()

    assert same(len(background), 0)


@every_order
async def test_started_late(exercise, jobs, clock):
    """`join` waits for a task that another one starts right before its end.

    A task takes 1 s; then it starts another one of 2 s, and raises OSError. `join` returns at 3 s.
    """
    background, tasks = exercise.Background(), []
    child = jobs.make("child", takes=2)
    tasks.append(background.spawn(fails_and_leaves_a_child(background, child(), tasks)))

    await background.join()
    joined_at = clock.now
    await asyncio.gather(*tasks, return_exceptions=True)

    assert joined_at == 3


async def test_started_late_again(exercise, clock):
    """`join` waits for what a late task starts, too, and so on.

    A task takes 1 s, and starts another one at its end, which does the same, up to the fifth. `join`
    returns at 5 s; the test goes on until 6 s.
    """
    background, tasks = exercise.Background(), []
    tasks.append(background.spawn(leaves_children(background, 4, tasks)))

    await background.join()
    joined_at = clock.now
    await clock.until(6)

    assert joined_at == 5


async def test_join_raises_nothing(exercise, jobs, start, clock, log):
    """`join` waits for all tasks, whatever they end with, and raises nothing of that.

    Of three tasks, one raises OSError at 1 s, one is cancelled at 2 s, and one returns at 3 s.
    """
    background = exercise.Background()
    works = [jobs.make("bad", 1, raises=OSError), jobs.make("off", 9), jobs.make("good", 3)]
    tasks = [background.spawn(work()) for work in works]

    call = start("call", background.join())
    await clock.until(2)
    tasks[1].cancel()
    await asyncio.gather(call, *tasks, return_exceptions=True)

    assert log.of("call") == ["call returned 3"]


async def test_join_with_nothing(exercise, jobs, clock):
    """If no task is left, `join` takes no time.

    `join` is awaited at 0 s, before any task was started, and again at 2 s, when the only task has
    been over for 1 s.
    """
    background, times = exercise.Background(), []

    await background.join()
    times.append(clock.now)
    background.spawn(jobs.make("job", takes=1)())
    await clock.until(2)
    await background.join()
    times.append(clock.now)

    assert times == [0, 2]


async def test_each_has_its_own_tasks(exercise, jobs, clock):
    """A `Background` neither counts the tasks of another one nor waits for them.

    There are two of them: one has a task of 1 s, the other one a task of 3 s.
    """
    one, other = exercise.Background(), exercise.Background()
    tasks = [
        one.spawn(jobs.make("short", takes=1)()),
        other.spawn(jobs.make("long", takes=3)()),
    ]

    count = len(one)
    await one.join()
    joined_at = clock.now
    await asyncio.wait(tasks)

    assert same(count, 1)
    assert joined_at == 1


@every_cancellation
async def test_join_is_cancelled(exercise, jobs, start, cancel):
    """When `join` itself is cancelled, it ends as cancelled.

    Two tasks take 1 s and 2 s. `join` is cancelled while it waits, in each run of the test at
    another moment.
    """
    background = exercise.Background()
    tasks = [background.spawn(jobs.make("job", takes=seconds)()) for seconds in (1, 2)]
    call = start("call", background.join())

    await cancel(call, comes_out=False)
    await asyncio.wait(tasks)

    assert same(call.cancelled(), True)
