"""Hidden behaviours of the tally."""

import asyncio

import pytest

from grader.testing import every_order, same


@pytest.mark.code("lost-update")
@every_order
async def test_measurements_that_end_together(exercise, jobs):
    """Measurements that end at the same moment all count, in every order of events.

    Three measurements of 1 begin and end together. Each call returns the total as it is once its
    own number is in: one call 1, one 2 and one 3.
    """
    tally, measure = exercise.Tally(), jobs.make("measure", returns=1)

    totals = await asyncio.gather(*(tally.add(measure) for _ in range(3)))

    assert same((tally.total, set(totals)), (3, {1, 2, 3}))


async def test_measurements_that_overlap(exercise, jobs, clock):
    """Measurements don't wait for each other.

    Five measurements of 1 s begin together; all have ended 1 s later.
    """
    tally, measure = exercise.Tally(), jobs.make("measure", takes=1, returns=1)

    await asyncio.gather(*(tally.add(measure) for _ in range(5)))

    assert clock.now == 1


async def test_a_failed_measurement(exercise, jobs):
    """A failed measurement changes nothing, and its exception reaches the caller.

    A measurement raises OSError while another one, of 7, is under way.
    """
    tally, error = exercise.Tally(), OSError("no signal")
    good, bad = jobs.make("good", takes=2, returns=7), jobs.make("bad", takes=1, raises=error)

    results = await asyncio.gather(tally.add(good), tally.add(bad), return_exceptions=True)

    assert same((results, tally.total), ([7, error], 7))


async def test_a_cancelled_call(exercise, jobs, start, clock, log):
    """A call that is cancelled ends as cancelled, its measurement too, and changes nothing.

    Two measurements of 2 s begin together. One of the calls is cancelled at 1 s.
    """
    tally = exercise.Tally()
    call = start("call", tally.add(jobs.make("slow", takes=2, returns=3)))
    other = start("other", tally.add(jobs.make("measure", takes=2, returns=1)))
    await clock.until(1)

    call.cancel()
    await asyncio.wait([call, other])

    assert log.of("slow") + log.of("call") == [
        "slow started 0",
        "slow cancelled 1",
        "call cancelled 1",
    ]
    assert tally.total == 1


async def test_a_future(exercise, clock):
    """Whatever can be awaited is a measurement, not only a coroutine.

    `measure` returns a future; its number, 5, is there at 1 s.
    """
    tally, loop = exercise.Tally(), asyncio.get_running_loop()
    number = loop.create_future()
    loop.call_at(loop.time() + 1, number.set_result, 5)

    total = await tally.add(lambda: number)

    assert same((total, tally.total), (5, 5))


@pytest.mark.code("lost-update")
async def test_a_reset_in_between(exercise, jobs, start, clock):
    """A measurement under way during a reset counts in the new total.

    A measurement of 1 ended at 1 s; one of 3 is under way when `reset` is called, and ends later.
    """
    tally = exercise.Tally()
    await tally.add(jobs.make("early", takes=1, returns=1))
    late = start("late", tally.add(jobs.make("slow", takes=3, returns=3)))
    await clock.until(2)

    before = tally.reset()
    after = await late

    assert same((before, after, tally.total), (1, 3, 3))
