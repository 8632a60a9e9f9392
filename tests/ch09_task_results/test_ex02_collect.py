"""Hidden behaviours of collecting the results of several tasks."""

import asyncio

from grader.testing import every_order, same


async def gives(value):
    return value


async def test_results_in_order(exercise, jobs, start, log):
    """The results come in the order of the tasks, when the last task is done.

    Three tasks take 1, 3 and 2 s; the call is made at 0 s.
    """
    works = [jobs.make(f"job{n}", takes, returns=n) for n, takes in enumerate((1, 3, 2), 1)]
    tasks = [start(f"task{n}", work()) for n, work in enumerate(works)]

    call = start("call", exercise.collect(tasks))
    await asyncio.wait([call])

    assert log.of("call") == ["call returned 3"]
    assert same(call.result(), [1, 2, 3])


async def test_no_sooner_and_no_later(exercise, jobs, start, log):
    """The call returns at the very moment at which the last task is done.

    Two tasks take 0.25 and 0.05 s; the call is made at 0 s.
    """
    works = jobs.make("a", takes=0.25, returns="a"), jobs.make("b", takes=0.05, returns="b")
    tasks = [start(f"task{n}", work()) for n, work in enumerate(works)]

    call = start("call", exercise.collect(tasks))
    await asyncio.wait([call])

    assert log.of("call") == ["call returned 0.25"]
    assert same(call.result(), ["a", "b"])


async def test_results_that_look_empty(exercise, jobs, start):
    """None, 0 and an empty text are results like any other.

    Four tasks take 2 s, and return these and "x".
    """
    values = [None, 0, "", "x"]
    tasks = [start("task", jobs.make("job", takes=2, returns=value)()) for value in values]

    call = start("call", exercise.collect(tasks))
    await asyncio.wait([call])

    assert same(call.result(), values)


@every_order
async def test_many_collect_the_same_tasks(exercise, jobs, start):
    """All who collect the same tasks get all results, in order, whatever happens in which order.

    Three tasks that take 2 s are collected by two calls at the same time, and by a third one
    later. All three calls get the same list of tasks.
    """
    tasks = [start(name, jobs.make("job", takes=2, returns=name)()) for name in "abc"]

    calls = [start("call", exercise.collect(tasks)) for _ in range(2)]
    results = await asyncio.gather(*calls)
    results += [await exercise.collect(tasks)]

    assert same(results, [["a", "b", "c"]] * 3)


async def test_a_task_that_fails(exercise, jobs, start, log):
    """The exception of a task that fails comes out of the call, the same object.

    One task returns after 1 s, the other one raises OSError after 2 s.
    """
    error = OSError("no signal")
    works = jobs.make("good", takes=1), jobs.make("bad", takes=2, raises=error)
    tasks = [start(f"task{n}", work()) for n, work in enumerate(works)]

    call = start("call", exercise.collect(tasks))
    await asyncio.wait([call])

    assert log.of("call") == ["call raised OSError 2"]
    assert same(call.exception(), error)


async def test_a_task_that_was_cancelled(exercise, jobs, start, clock, log):
    """For a task that was cancelled, a CancelledError comes out of the call.

    Of two tasks, one has returned, and one was cancelled by somebody else, before the call.
    """
    good, stopped = (start("task", jobs.make("job", takes=0)()) for _ in range(2))
    stopped.cancel()
    await clock.settle()

    await asyncio.wait([start("call", exercise.collect([good, stopped]))])

    assert log.of("call") == ["call cancelled 0"]


async def test_no_tasks(exercise, start, log):
    """Without tasks the result is an empty list, at once.

    The call gets an empty list.
    """
    call = start("call", exercise.collect([]))

    await asyncio.wait([call])

    assert log.of("call") == ["call returned 0"]
    assert same(call.result(), [])


async def test_a_result_that_is_an_exception(exercise, start):
    """An exception that a task returns, instead of raising it, is a result like any other.

    One task returns "x", and one returns a ValueError, as a validator might.
    """
    values = ["x", ValueError("no such street")]
    tasks = [start("task", gives(value)) for value in values]

    call = start("call", exercise.collect(tasks))
    await asyncio.wait([call])

    assert same(call.exception(), None)
    assert same(call.result(), values)


async def test_a_later_task_that_fails_first(exercise, jobs, start):
    """If a task fails while one before it still runs, it is the exception of that task that comes out.

    The first task returns after 3 s, the second one raises OSError after 1 s. Whether the call ends
    at 1 s or at 3 s doesn't matter.
    """
    error = OSError("no signal")
    works = jobs.make("good", takes=3), jobs.make("bad", takes=1, raises=error)
    tasks = [start(f"task{n}", work()) for n, work in enumerate(works)]

    call = start("call", exercise.collect(tasks))
    await asyncio.wait([call, *tasks])

    assert same(call.exception(), error)


async def test_the_same_task_twice(exercise, jobs, start):
    """A task that is in the sequence twice has its result in both places.

    Tasks "a" and "b" take 0.25 and 0.5 s. The sequence is a, b, a.
    """
    works = jobs.make("a", takes=0.25, returns="a"), jobs.make("b", takes=0.5, returns="b")
    a, b = (start("task", work()) for work in works)

    call = start("call", exercise.collect([a, b, a]))
    await asyncio.wait([call])

    assert same(call.result(), ["a", "b", "a"])
