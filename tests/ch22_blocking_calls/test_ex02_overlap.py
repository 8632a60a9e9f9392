"""Hidden behaviours of a blocking function and async work at the same time."""

import asyncio
import threading
import time

from grader.testing import same


async def test_each_needs_the_other(exercise, start, log, clock):
    """Each of the two can wait for a sign of the other: both are under way at once.

    The blocking function gives a sign to the async work, then waits for its sign, 5 s at most. The
    async work waits for that sign, 3 s at most, and gives its own 1 s later.
    """
    loop, to_work, to_blocking = asyncio.get_running_loop(), asyncio.Event(), threading.Event()

    def blocking():
        loop.call_soon_threadsafe(to_work.set)
        return to_blocking.wait(5)

    async def work():
        await asyncio.wait_for(to_work.wait(), 3)
        loop.call_later(1, to_blocking.set)

    await asyncio.wait([call := start("call", exercise.overlap(blocking, work))])
    assert log == ["call returned 1"]
    assert same(call.result(), (True, None))


async def test_the_longer_of_them(exercise, clock):
    """Together they take as long as the longer of them.

    One call: 3 s for the blocking function, 2 s for the async work. Another: 1 s and 2 s.
    """
    await exercise.overlap(lambda: time.sleep(3), lambda: asyncio.sleep(2))
    first = float(clock.now)
    await exercise.overlap(lambda: time.sleep(1), lambda: asyncio.sleep(2))

    assert [first, float(clock.now)] == [3, 5]


async def test_started_first(exercise, jobs, log):
    """The blocking function is started before the async work takes its first step.

    The blocking function notes when it starts; the async work never suspends.
    """
    work = jobs.make("work", takes=None)

    await exercise.overlap(lambda: log.add("blocking", "started"), work)

    assert log == ["blocking started 0", "work started 0", "work returned 0"]


async def test_the_pair(exercise, jobs):
    """The blocking function's value comes first, and it ran in another thread than the loop's.

    The blocking function says in which thread it runs; the async work never suspends, returns 'W'.
    """
    of_the_loop = threading.get_ident()

    def where():
        return "the loop's" if threading.get_ident() == of_the_loop else "another"

    pair = await exercise.overlap(where, jobs.make("work", takes=None, returns="W"))

    assert same(pair, ("another", "W"))


async def test_a_failure(exercise, jobs):
    """An exception of the blocking function comes out, the same object.

    The blocking function raises OSError after 2 s; the async work takes 1 s.
    """
    error = OSError("no such device")

    def fail():
        time.sleep(2)
        raise error

    call = exercise.overlap(fail, jobs.make("work", takes=1))
    [outcome] = await asyncio.gather(call, return_exceptions=True)

    assert same(outcome, error)


async def test_the_work_has_ended(exercise, jobs):
    """When an exception of the blocking function comes out, the async work doesn't run any more.

    The blocking function raises OSError after 1 s. The async work would take 2 s: the call waits
    for its end, or cancels it and waits.
    """
    error = OSError("no such device")

    def fail():
        time.sleep(1)  # it blocks, as this exercise is about; of the virtual clock's time
        raise error

    call = exercise.overlap(fail, jobs.make("work", takes=2))
    [outcome] = await asyncio.gather(call, return_exceptions=True)
    assert same((outcome, jobs.running), (error, 0))


async def test_the_clean_up_has_ended(exercise, jobs):
    """When an exception of the blocking function comes out, the async work has cleaned up as well.

    The blocking function raises OSError after 1 s. The async work would take 2 s; cancelled, it
    cleans up for 0.5 s. The call waits for its end, or cancels it and waits for the clean-up.
    """
    error = OSError("no such device")

    def fail():
        time.sleep(1)  # it blocks, as this exercise is about; of the virtual clock's time
        raise error

    call = exercise.overlap(fail, jobs.make("work", takes=2, cleanup=0.5))
    [outcome] = await asyncio.gather(call, return_exceptions=True)
    assert same((outcome, jobs.running), (error, 0))


async def test_exception_objects(exercise, jobs):
    """An exception object that is returned is a value like any other.

    The blocking function returns an OSError that it has found somewhere, the async work a ValueError.
    """
    found, seen = OSError("found in the log"), ValueError("seen on the way")

    pair = await exercise.overlap(lambda: found, jobs.make("work", takes=1, returns=seen))

    assert same(pair, (found, seen))
