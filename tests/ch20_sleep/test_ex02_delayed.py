"""Hidden behaviours of a value that is there after a while."""

import asyncio

from grader.testing import same

DELAYS = {
    "250 ms": {"milliseconds": 250},
    "15 min": {"minutes": 15},
    "1 min + 1 s + 500 ms": {"minutes": 1, "seconds": 1, "milliseconds": 500},
}


async def test_after_a_second(exercise, start, clock, log):
    """The value is there after the delay.

    `delayed("value", seconds=1)` is awaited as soon as it is made.
    """
    call = start("value", exercise.delayed("value", seconds=1))

    await asyncio.wait([call])

    assert log == ["value returned 1"]
    assert same(call.result(), "value")


async def test_units(exercise, clock):
    """Milliseconds, seconds and minutes are what they are called, and are added up.

    Each of three delays is awaited as soon as it is made.
    """
    took = {}

    for name, delay in DELAYS.items():
        before = clock.now
        await exercise.delayed("value", **delay)
        took[name] = float(clock.now - before)

    assert took == {"250 ms": 0.25, "15 min": 900, "1 min + 1 s + 500 ms": 61.5}


async def test_it_counts_from_the_await(exercise, start, clock, log):
    """The delay counts from the `await`, not from the call.

    `delayed("value", seconds=1)` is called at 0 s, and awaited at 5 s.
    """
    later = exercise.delayed("value", seconds=1)
    await clock.until(5)

    await asyncio.wait([start("value", later)])

    assert log == ["value returned 6"]


async def test_three_at_once(exercise, clock):
    """Several delays that are awaited at the same time overlap.

    Delays of 1, 2 and 3 s are handed to `asyncio.gather`.
    """
    delays = [exercise.delayed(number, seconds=number) for number in (1, 2, 3)]

    values = await asyncio.gather(*delays)

    assert same(values, [1, 2, 3])
    assert clock.now == 3


async def test_no_delay(exercise, start, log):
    """With no delay, others that are ready have a turn before the value is there.

    `delayed("value")` is awaited; a callback is ready to run.
    """
    later = exercise.delayed("value")
    call = start("value", later)
    asyncio.get_running_loop().call_soon(lambda: log.add("other", "ran"))

    await asyncio.wait([call])

    assert log == ["other ran 0", "value returned 0"]


async def test_a_value_that_can_be_awaited(exercise):
    """A value that could be awaited itself is handed over as it is.

    The value is a future, whose result "inside" is there already.
    """
    future = asyncio.get_running_loop().create_future()
    future.set_result("inside")

    value = await exercise.delayed(future, seconds=1)

    assert same(value, future)
