"""Hidden behaviours of a greeting after a pause."""

import asyncio

from grader.testing import same


def logs_to(log):
    """A function to write with: a line of the log each time it is called."""
    return lambda line: log.add("greeting", "appeared")


async def ticks(log, times):
    for _ in range(times):
        await asyncio.sleep(0.5)
        log.add("other", "ticked")


async def test_no_loose_ends(exercise):
    """The greeting is written when the call ends, and nothing of the call is left behind.

    The delay is 1 s. Afterwards there is no coroutine that never ran, and no task that still runs.
    """
    lines = []

    await exercise.delayed_hello(1, lines.append)

    assert same(lines, ["Hello world"])


async def test_after_the_delay(exercise, log, clock):
    """The greeting comes when the delay is over, and then the call ends.

    The delay is 2.5 s.
    """
    write = logs_to(log)

    await exercise.delayed_hello(2.5, write)

    assert log == ["greeting appeared 2.5"]
    assert clock.now == 2.5


async def test_other_tasks_go_on(exercise, start, log):
    """Other tasks go on during the delay.

    The delay is 2 s. Another task ticks at 0.5, 1 and 1.5 s.
    """
    write = logs_to(log)
    start("ticks", ticks(log, 3))

    await exercise.delayed_hello(2, write)

    assert log.of("greeting") == ["greeting appeared 2"]
    assert log.times("ticked") == [0.5, 1, 1.5]


async def test_no_delay(exercise, jobs, start, log):
    """With a delay of 0, tasks that are ready get their turn before the greeting.

    A task that is ready to run has been started just before the call.
    """
    write = logs_to(log)
    other = start("ready", jobs.make("other", takes=None)())

    await exercise.delayed_hello(0, write)

    await other
    assert log == ["other started 0", "other returned 0", "ready returned 0", "greeting appeared 0"]


async def test_cancelled_during_the_delay(exercise, start, clock, log):
    """A call that is cancelled during the delay ends as cancelled, and never writes.

    The delay is 2 s; the call is cancelled at 1 s. A look at 3 s shows what came of it.
    """
    call = start("call", exercise.delayed_hello(2, logs_to(log)))
    await clock.until(1)

    call.cancel()
    await clock.until(3)

    assert log == ["call cancelled 1"]


async def test_nothing_left_of_a_cancelled_call(exercise, start, clock):
    """When a call is cancelled, its pause ends with it: no task is left that still sleeps.

    The delay is 2 s; the call is cancelled at 1 s. The look is at 1 s, when the call has ended.
    """
    call = start("call", exercise.delayed_hello(2, print))
    await clock.until(1)

    call.cancel()
    await asyncio.wait([call])

    assert clock.now == 1


async def test_two_at_once(exercise, log):
    """Calls that overlap wait at the same time.

    Delays of 2 s and 1 s begin together.
    """
    write = logs_to(log)

    await asyncio.gather(exercise.delayed_hello(2, write), exercise.delayed_hello(1, write))

    assert log == ["greeting appeared 1", "greeting appeared 2"]
