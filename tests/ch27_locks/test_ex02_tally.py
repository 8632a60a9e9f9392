"""Hidden behaviours of the tally."""

import asyncio

from grader.testing import every_order, same


@every_order
async def test_each_counts_at_once(exercise, jobs):
    """Measurements that end at the same moment all count, in every order of events.

    Measurements of 1, 10 and 100 start together and end together. Each call returns the total
    as it was right after its own number was added, so the last one returns 111.
    """
    tally, measures = exercise.Tally(), [jobs.make(f"m{n}", returns=n) for n in (1, 10, 100)]

    totals = await asyncio.gather(*(tally.add(measure) for measure in measures))

    assert same((tally.total, max(totals)), (111, 111))


async def test_measurements_overlap(exercise, jobs, clock):
    """Measurements don't wait for each other.

    Five measurements of 1 s start together; all have ended 1 s later.
    """
    tally, measure = exercise.Tally(), jobs.make("m", takes=1, returns=1)

    await asyncio.gather(*(tally.add(measure) for _ in range(5)))

    assert clock.now == 1


async def test_a_failed_measurement(exercise, jobs):
    """A failed measurement changes nothing, and its exception reaches the caller.

    One measurement raises OSError while another one is under way.
    """
    tally, error = exercise.Tally(), OSError("no signal")
    good, bad = jobs.make("good", takes=2, returns=7), jobs.make("bad", takes=1, raises=error)

    results = await asyncio.gather(tally.add(good), tally.add(bad), return_exceptions=True)

    assert same((results, tally.total), ([7, error], 7))


async def test_a_reset_in_between(exercise, jobs, start, clock):
    """A measurement under way during a reset counts in the new total.

    A measurement of 1 has ended; one of 3 is under way when `reset` is called, and ends later.
    """
    tally = exercise.Tally()
    await tally.add(jobs.make("early", takes=1, returns=1))
    late = start("late", tally.add(jobs.make("slow", takes=3, returns=3)))
    await clock.until(2)

    reset = tally.reset()

    assert same((reset, await late, tally.total), (1, 3, 3))
