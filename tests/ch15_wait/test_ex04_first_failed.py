"""Hidden behaviours of a watch for the first failure."""

import asyncio

import pytest

from grader.testing import every_cancellation, same


def name_of(found, tasks):
    """The name of the one of the tasks that was found; None for none."""
    names = [task.get_name() for task in tasks if task is found]
    return names[0] if names else found and f"an object of type {type(found).__name__}"


async def test_the_failed_one(exercise, jobs, start, log):
    """As soon as a task has failed, the call returns that task, and none that returned earlier.

    Eight calls. Each gets a task that takes 5 s, and `t0` to `t7`, which return after 1 s; but one
    of these, in the first call `t0`, in the second `t1`, and so on, fails after 2 s.
    """
    good, long = jobs.make("good", takes=1), jobs.make("long", takes=5)
    bad = jobs.make("bad", takes=2, raises=OSError)
    works = [[bad if n == which else good for n in range(8)] for which in range(8)]
    groups = [[start("long", long())] + [start(f"t{n}", w[n]()) for n in range(8)] for w in works]

    calls = [start("call", exercise.first_failed(group)) for group in groups]
    await asyncio.wait(calls)

    assert log.of("call") == ["call returned 2"] * 8
    found = [name_of(call.result(), group) for call, group in zip(calls, groups, strict=True)]
    assert same(found, ["t0", "t1", "t2", "t3", "t4", "t5", "t6", "t7"])


async def test_cancelled_is_not_failed(exercise, jobs, start, log):
    """A task that is cancelled has not failed: the call waits for one that has.

    Somebody else cancels `stopped` at 1 s; `bad` fails at 2 s.
    """
    tasks = [
        start("stopped", jobs.make("a", 9)()),
        start("bad", jobs.make("b", 2, raises=OSError)()),
    ]
    asyncio.get_running_loop().call_later(1, tasks[0].cancel)

    call = start("call", exercise.first_failed(tasks))
    await asyncio.wait([call])

    assert log.of("call") == ["call returned 2"]
    found = name_of(call.result(), tasks)
    assert same(found, "bad")


async def test_none_fails(exercise, jobs, start, log):
    """When all have ended and none has failed, the call returns None.

    Somebody else cancels `stopped` at 1 s; `good` returns at 3 s.
    """
    tasks = [start("good", jobs.make("a", 3)()), start("stopped", jobs.make("b", 9)())]
    asyncio.get_running_loop().call_later(1, tasks[1].cancel)

    call = start("call", exercise.first_failed(tasks))
    await asyncio.wait([call])

    assert log.of("call") == ["call returned 3"]
    assert same(call.result(), None)


async def test_the_others_go_on(exercise, jobs, start, log):
    """The tasks that have not ended go on, and return.

    `bad` fails at 2 s; `good` returns 7 at 5 s.
    """
    good = start("good", jobs.make("good-job", takes=5, returns=7)())
    bad = start("bad", jobs.make("bad-job", takes=2, raises=OSError)())

    await exercise.first_failed([good, bad])
    asked = good.cancelling()
    await asyncio.wait([good])

    assert log.of("good") == ["good returned 5"]
    assert asked == 0, "somebody has called `cancel()` on a task"


async def test_several_fail_together(exercise, jobs, start):
    """Of tasks that fail in the same turn of the event loop, the earliest in the list is returned.

    Eight calls with `t0` to `t11` each. In the first call all of them fail at 2 s, in the second
    all from `t1` on, and so on; the others return at 1 s.
    """
    good, bad = jobs.make("good", takes=1), jobs.make("bad", takes=2, raises=OSError)
    works = [[good if n < first else bad for n in range(12)] for first in range(8)]
    groups = [[start(f"t{n}", w[n]()) for n in range(12)] for w in works]

    results = await asyncio.gather(*(exercise.first_failed(group) for group in groups))

    found = [name_of(task, group) for task, group in zip(results, groups, strict=True)]
    assert same(found, ["t0", "t1", "t2", "t3", "t4", "t5", "t6", "t7"])


async def test_a_step_behind(exercise, jobs, start):
    """The earliest in the list also counts if others have taken their last step before it.

    `t0` to `t3` fail in the same turn at 2 s. In that turn `t3` takes its step first, `t0` last.
    """
    bad = jobs.make("bad", takes=2, raises=OSError)
    tasks = [start(f"t{n}", bad()) for n in (3, 2, 1, 0)][::-1]

    found = name_of(await exercise.first_failed(tasks), tasks)

    assert same(found, "t0")


async def test_failed_before_the_call(exercise, jobs, start, clock, log):
    """A task that had failed before the call is returned at once.

    `bad` fails at 0.5 s, the call is made at 1 s, `good` takes 5 s.
    """
    tasks = [
        start("bad", jobs.make("b", 0.5, raises=OSError)()),
        start("good", jobs.make("a", 5)()),
    ]
    await clock.until(1)

    call = start("call", exercise.first_failed(tasks))
    await asyncio.wait([call])

    assert log.of("call") == ["call returned 1"]
    found = name_of(call.result(), tasks)
    assert same(found, "bad")


async def test_no_tasks(exercise, start, log):
    """Without tasks the call returns None, at once.

    The call gets an empty list.
    """
    call = start("call", exercise.first_failed([]))

    await asyncio.wait([call])

    assert log.of("call") == ["call returned 0"]
    assert same(call.result(), None)


async def test_the_call_is_cancelled(exercise, jobs, start, clock, log):
    """When the call is cancelled, it ends as cancelled.

    A task takes 3 s. The call is cancelled at 1 s.
    """
    task = start("task", jobs.make("job", takes=3)())
    call = start("call", exercise.first_failed([task]))
    await clock.until(1)

    call.cancel()
    await asyncio.wait([call])

    assert log.of("call") == ["call cancelled 1"]


@pytest.mark.code("cancelled")
@every_cancellation
async def test_a_cancelled_call_cancels_no_task(exercise, jobs, start, cancel, log):
    """When the call is cancelled, at whatever moment, the tasks go on as if nothing had been.

    Three tasks take 1, 2 and 9 s; the second one fails. The call is cancelled wherever it waits.
    """
    errors = {1: None, 2: OSError, 9: None}
    tasks = [start(f"t{n}", jobs.make("job", n, raises=error)()) for n, error in errors.items()]

    await cancel(start("call", exercise.first_failed(tasks)), comes_out=False)
    await asyncio.wait(tasks)

    ends = log.of("t1") + log.of("t2") + log.of("t9")
    assert ends == ["t1 returned 1", "t2 raised OSError 2", "t9 returned 9"]


async def test_a_returned_exception(exercise, jobs):
    """A task that returns an exception object has not failed.

    The only task returns a ValueError after 1 s, as it might return any other value.
    """
    job = jobs.make("good", takes=1, returns=ValueError("found in the log"))
    task = asyncio.create_task(job())

    found = await exercise.first_failed([task])

    assert same(found, None)
