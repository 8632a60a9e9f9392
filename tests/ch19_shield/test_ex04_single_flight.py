"""Hidden behaviours of one load for many callers."""

import asyncio

import pytest

from grader.testing import every_cancellation, every_order, same


async def within(seconds, call):
    """Await `call` in a block with a time limit."""
    async with asyncio.timeout(seconds):
        return await call


@pytest.mark.code("extra-event")
@every_order
async def test_five_callers(exercise, jobs, clock):
    """Callers who ask for one key at once share one load, in every order of events.

    Five callers ask at 0 s; the load takes 1 s, and all have the value then.
    """
    flight, load = exercise.SingleFlight(), jobs.make("load", takes=1, returns="value")

    values = await asyncio.gather(*(flight.get("key", load) for _ in range(5)))

    assert same((len(load.calls), values), (1, ["value"] * 5))
    assert clock.now == 1


async def test_a_cancelled_caller(exercise, jobs, start, clock, log):
    """When the caller who began the load is cancelled, the other one gets the value all the same.

    Two callers ask at 0 s; the load takes 2 s. The first caller is cancelled at 0.5 s.
    """
    flight, load = exercise.SingleFlight(), jobs.make("load", takes=2)
    first, _second = (start(name, flight.get("key", load)) for name in ("first", "second"))
    await clock.until(0.5)

    first.cancel()
    await clock.until(9)

    assert log.of("load") == ["load started 0", "load returned 2"]
    assert log.of("first") + log.of("second") == ["first cancelled 0.5", "second returned 2"]


@every_cancellation
async def test_cancelled_at_any_moment(exercise, jobs, start, cancel, clock, log):
    """Whenever a caller is cancelled, the load goes on, and the other caller gets its value.

    Two callers ask at 0 s; the load takes 1 s. The first caller is cancelled wherever it waits.
    """
    flight, load = exercise.SingleFlight(), jobs.make("load", takes=1)
    first, _second = (start(name, flight.get("key", load)) for name in ("first", "second"))

    await cancel(first, comes_out=False)
    await clock.until(9)

    assert log.of("load") == ["load started 0", "load returned 1"]
    assert log.of("second") == ["second returned 1"]


async def test_a_time_limit(exercise, jobs, start, clock, log):
    """A caller whose time limit passes is out at once, and the other one gets the value.

    Two callers ask at 0 s; the load takes 2 s. The first caller waits with a limit of 0.5 s.
    """
    flight, load = exercise.SingleFlight(), jobs.make("load", takes=2)
    start("first", within(0.5, flight.get("key", load)))
    start("second", flight.get("key", load))
    await clock.until(9)

    assert log.of("load") == ["load started 0", "load returned 2"]
    assert log.of("first") + log.of("second") == [
        *("first raised TimeoutError 0.5", "second returned 2"),
    ]


async def test_who_joined_is_cancelled(exercise, jobs, start, clock, log):
    """A caller that has joined a load and is cancelled disturbs neither the load nor the others.

    Two callers ask at 0 s; the load takes 2 s. The second caller is cancelled at 0.5 s.
    """
    flight, load = exercise.SingleFlight(), jobs.make("load", takes=2)
    start("first", flight.get("key", load))
    second = start("second", flight.get("key", load))
    await clock.until(0.5)

    second.cancel()
    await clock.until(9)

    assert log.of("load") == ["load started 0", "load returned 2"]
    assert log.of("second") + log.of("first") == ["second cancelled 0.5", "first returned 2"]


async def test_the_only_caller_is_cancelled(exercise, jobs, start, clock, log):
    """A load goes on without callers, and whoever asks meanwhile joins it.

    A caller asks at 0 s; the load takes 2 s. The caller is cancelled at 0.5 s; another one asks at
    1 s.
    """
    flight, load = exercise.SingleFlight(), jobs.make("load", takes=2)
    first = start("first", flight.get("key", load))
    await clock.until(0.5)

    first.cancel()
    await clock.until(1)
    start("second", flight.get("key", load))
    await clock.until(9)

    assert log.of("load") == ["load started 0", "load returned 2"]
    assert log.of("second") == ["second returned 2"]


async def test_one_after_the_other(exercise, jobs):
    """When a load has ended, whoever asks next begins a new one.

    One caller asks, and when it has its value, a second one does; their loads return 1 and 2.
    """
    flight, loads = exercise.SingleFlight(), [jobs.make(f"load{n}", returns=n) for n in (1, 2)]

    values = [await flight.get("key", load) for load in loads]

    assert same(values, [1, 2])


async def test_after_a_load_without_callers(exercise, jobs, start, clock, log):
    """Also when a load has ended that nobody waited for any more, whoever asks next begins a new one.

    Each load takes 1 s. A caller asks at 0 s and is cancelled at 0.5 s; another one asks at 3 s.
    """
    flight, load = exercise.SingleFlight(), jobs.make("load", takes=1)
    first = start("first", flight.get("key", load))
    await clock.until(0.5)

    first.cancel()
    await clock.until(3)
    start("second", flight.get("key", load))
    await clock.until(9)

    assert log.of("load") == [
        *("load started 0", "load returned 1", "load started 3", "load returned 4"),
    ]
    assert log.of("second") == ["second returned 4"]


@pytest.mark.code("overlap")
async def test_at_the_end_of_a_load(exercise, jobs, start, clock):
    """Also if somebody asks at the very moment at which a load ends, there is one load at a time.

    Each load takes 1 s. Callers ask at 0 s, at 1 s, and at 1.5 s. The second one may join the first
    load or begin another; if it does, the third one joins that.
    """
    flight, load = exercise.SingleFlight(), jobs.make("load", takes=1)

    for number, time in enumerate((0, 1, 1.5)):
        await clock.until(time)
        start(f"caller {number}", flight.get("key", load))
    await clock.until(9)

    loads_at_once = load.gauge.peak
    assert same(loads_at_once, 1)


async def test_a_failed_load(exercise, jobs):
    """If a load fails, all who wait for it get the exception, and the next one loads anew.

    Three callers ask at once. The load of the first one raises OSError after 1 s; those of the
    others, which aren't called, would return a value. Then another one asks.
    """
    flight, error = exercise.SingleFlight(), OSError("offline")
    bad, good = jobs.make("bad", takes=1, raises=error), jobs.make("good", returns="value")

    calls = (flight.get("key", load) for load in (bad, good, good))
    outcomes = await asyncio.gather(*calls, return_exceptions=True)
    outcomes += await asyncio.gather(flight.get("key", good), return_exceptions=True)

    assert same(outcomes, [error, error, error, "value"])


async def test_a_failure_without_callers(exercise, jobs, start, clock, log):
    """If a load fails and nobody waits for it any more, its exception is dropped.

    The only caller is cancelled at 0.5 s; the load raises OSError at 1 s.
    """
    flight, load = exercise.SingleFlight(), jobs.make("load", takes=1, raises=OSError("offline"))
    call = start("call", flight.get("key", load))
    await clock.until(0.5)

    call.cancel()
    await clock.until(9)

    assert log == ["load started 0", "call cancelled 0.5", "load raised OSError 1"]


async def test_two_keys(exercise, jobs, clock):
    """Loads of different keys run side by side, and each caller gets the value of its own key.

    Two callers ask for two keys at 0 s; each load takes 1 s.
    """
    flight, loads = exercise.SingleFlight(), {n: jobs.make(n, takes=1, returns=n) for n in "ab"}

    values = await asyncio.gather(*(flight.get(key, load) for key, load in loads.items()))

    assert same(values, ["a", "b"])
    assert clock.now == 1


async def test_two_objects(exercise, jobs):
    """Each object has loads of its own, also of a key that another one is asked for.

    Two objects are asked for one key at once; their loads take 1 s, and return 1 and 2.
    """
    flights = [exercise.SingleFlight() for _ in range(2)]
    loads = [jobs.make(f"load{n}", takes=1, returns=n) for n in (1, 2)]

    calls = (flight.get("key", load) for flight, load in zip(flights, loads, strict=True))
    values = await asyncio.gather(*calls)

    assert same(values, [1, 2])
