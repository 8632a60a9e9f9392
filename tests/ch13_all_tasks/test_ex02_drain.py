"""Hidden behaviours of waiting until all others have finished."""

import asyncio

from grader.testing import every_order, same


def others():
    """How many tasks there are but the current one."""
    return len(asyncio.all_tasks() - {asyncio.current_task()})


async def cancelled_after(seconds, call, log):
    """Await `call` in this very task, which is cancelled meanwhile; log how that ended."""
    this = asyncio.current_task()
    timer = asyncio.get_running_loop().call_later(seconds, this.cancel)
    try:
        await call
    except asyncio.CancelledError:
        this.uncancel()
        log.add("call", "cancelled")
    else:
        log.add("call", "returned")
    finally:
        timer.cancel()


async def test_all_others(exercise, jobs, start, clock):
    """The call waits for all other tasks, and returns at the moment at which the last one ends.

    Ten jobs take 1 s, 1.125 s and so on, up to 2.125 s. The call is made at 0.1 s.
    """
    for number in range(10):
        start(f"task{number}", jobs.make("job", takes=1 + number / 8)())
    await clock.until(0.1)

    count = await exercise.drain()

    assert same(count, 10)
    assert clock.now == 2.125


async def test_nobody_else(exercise, clock):
    """When there is no other task, the call returns 0 at once.

    The main task is the only one.
    """
    count = await exercise.drain()

    assert same(count, 0)
    assert clock.now == 0


async def test_tasks_that_never_began(exercise, jobs, start, clock):
    """Tasks that have not begun are waited for as well, and all count that end at the same time.

    The main task makes three tasks of 1 s, and makes the call at once, before they have a turn.
    """
    for name in "abc":
        start(name, jobs.make("job", takes=1)())

    count = await exercise.drain()

    assert same(count, 3)
    assert clock.now == 1


async def test_however_they_end(exercise, jobs, start, clock):
    """A task that fails, or is cancelled, is no reason to stop waiting, and its error doesn't come out.

    "bad" fails at 1 s, "unlucky" is cancelled by somebody else at 2 s, and "good" ends at 3 s.
    """
    start("bad", jobs.make("bad-job", takes=1, raises=OSError("disk full"))())
    unlucky = start("unlucky", jobs.make("unlucky-job", takes=9)())
    start("good", jobs.make("good-job", takes=3)())
    asyncio.get_running_loop().call_later(2, unlucky.cancel)

    count = await exercise.drain()

    assert same(count, 3)
    assert clock.now == 3


async def test_a_task_started_meanwhile(exercise, jobs, start, clock):
    """A task that is started while the call waits is waited for, and counts.

    A task "first" ends at 1 s. Just before that it starts a task "second", which takes 2 s.
    """

    async def first():
        await asyncio.sleep(1)
        start("second", jobs.make("job", takes=2)())

    start("first", first())

    count = await exercise.drain()

    assert same(count, 2)
    assert clock.now == 3


@every_order
async def test_nobody_is_left(exercise, start):
    """When the call returns, no other task is left, in every order of events.

    Two tasks start a task each, which starts a third one each. All of that takes no time.
    """

    async def generation(number):
        await asyncio.sleep(0)
        if number < 3:
            start(f"generation {number + 1}", generation(number + 1))

    for _ in range(2):
        start("generation 1", generation(1))

    await exercise.drain()

    tasks_left = others()
    assert tasks_left == 0


async def test_a_namesake(exercise, jobs, start, clock):
    """What the tasks are called doesn't matter, nor from which coroutine the call comes.

    The main task and another one, which takes 1 s, are both called "twin". The main task awaits a
    helper, and that makes the call.
    """
    asyncio.current_task().set_name("twin")
    start("twin", jobs.make("job", takes=1)())

    async def helper():
        return await exercise.drain()

    count = await helper()

    assert same(count, 1)
    assert clock.now == 1


async def test_the_caller_is_cancelled(exercise, jobs, start, log):
    """If the calling task is cancelled, the call ends as cancelled, at once.

    Two jobs take 3 s and 5 s. At 1 s the task that makes the call is cancelled.
    """
    for seconds in (3, 5):
        start("task", jobs.make("job", takes=seconds)())

    await cancelled_after(1, exercise.drain(), log)

    assert log.of("call") == ["call cancelled 1"]


async def test_both_are_cancelled(exercise, jobs, start, log):
    """If another task is cancelled together with the calling one, the call ends as cancelled, too.

    A task "first" takes 9 s. At 1 s it is cancelled, and so is the task that makes the call. In its
    clean-up "first" starts a task "second", which takes 9 s.
    """

    async def first():
        try:
            await asyncio.sleep(9)
        finally:
            start("second", jobs.make("job", takes=9)())

    asyncio.get_running_loop().call_later(1, start("first", first()).cancel)

    await cancelled_after(1, exercise.drain(), log)

    assert log.of("call") == ["call cancelled 1"]


async def test_the_others_go_on(exercise, jobs, start, clock, log):
    """If the calling task is cancelled, the others go on undisturbed.

    Jobs "a" and "b" take 3 s and 5 s. At 1 s the task that makes the call is cancelled.
    """
    for name, seconds in (("a", 3), ("b", 5)):
        start("task", jobs.make(name, takes=seconds)())

    await cancelled_after(1, exercise.drain(), log)
    await clock.until(6)

    assert log.of("a") == ["a started 0", "a returned 3"]
    assert log.of("b") == ["b started 0", "b returned 5"]


async def test_tasks_of_one_name(exercise, jobs, start, clock):
    """Tasks that have the same name count one by one.

    Three tasks, all called "worker", take 1, 2 and 3 s.
    """
    for seconds in (1, 2, 3):
        start("worker", jobs.make("job", takes=seconds)())

    count = await exercise.drain()

    assert same(count, 3)
    assert clock.now == 3
