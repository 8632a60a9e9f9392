"""Hidden behaviours of the cache."""

import asyncio
import contextlib

import pytest

from grader.testing import every_order, same


def in_turn(*outcomes):
    """What a `load` returns, or raises, call by call; the last outcome stays."""
    rest = list(outcomes)

    def outcome(key):
        result = rest.pop(0) if len(rest) > 1 else rest[0]
        if isinstance(result, Exception):
            raise result
        return result

    return outcome


@pytest.mark.code("extra-event")
@every_order
async def test_callers_of_one_key(exercise, jobs, clock):
    """Callers who ask for one key at once share one load, in every order of events.

    Three callers ask at 0 s; the load takes 1 s, and all have their value then.
    """
    load = jobs.make("load", takes=1, returns="value")
    cache = exercise.Cache(load)

    values = await asyncio.gather(*(cache.get("key") for _ in range(3)))

    assert same((len(load.calls), values), (1, ["value"] * 3))
    assert clock.now == 1


async def test_callers_of_different_keys(exercise, jobs, clock):
    """Different keys don't wait for each other.

    Callers ask for five keys at 0 s; each load takes 1 s, and all have their values then.
    """
    cache = exercise.Cache(jobs.make("load", takes=1, returns=str.upper))

    values = await asyncio.gather(*(cache.get(key) for key in "abcde"))

    assert same(values, ["A", "B", "C", "D", "E"])
    assert clock.now == 1


@pytest.mark.code("extra-event")
async def test_a_value_of_none(exercise, jobs):
    """None is a value like any other: shared by those who wait for it, and kept.

    Two callers ask at 0 s for a key whose value is None, the load takes 1 s; later on a third one
    asks. That is one load.
    """
    load = jobs.make("load", takes=1, returns=None)
    cache = exercise.Cache(load)

    values = await asyncio.gather(cache.get("key"), cache.get("key"))
    values += [await cache.get("key")]

    assert same((len(load.calls), values), (1, [None] * 3))


async def test_a_failed_load(exercise, jobs):
    """A load that fails is not kept, but the next value is.

    The first load raises OSError, the second one returns a value; a third one isn't needed.
    """
    error = OSError("offline")
    load = jobs.make("load", returns=in_turn(error, "value"))
    cache = exercise.Cache(load)

    [failed] = await asyncio.gather(cache.get("key"), return_exceptions=True)
    values = [await cache.get("key"), await cache.get("key")]

    assert same((failed, values, len(load.calls)), (error, ["value", "value"], 2))


@pytest.mark.code("overlap")
@every_order
async def test_a_failed_load_among_many_callers(exercise, jobs):
    """Loads of one key never overlap, not even after a failure, in every order of events.

    Three callers ask for one key at once, and the first load raises OSError.
    """
    load = jobs.make("load", returns=in_turn(OSError("offline"), "value"))
    cache = exercise.Cache(load)

    await asyncio.gather(*(cache.get("key") for _ in range(3)), return_exceptions=True)

    assert jobs.peak == 1


@pytest.mark.code("overlap")
@every_order
async def test_who_asks_again_at_once(exercise, jobs):
    """Who asks again, as soon as its load has failed, has a load that doesn't overlap either.

    Three callers ask for one key at once, and the first load raises OSError; whoever gets that
    exception asks again. In every order of events.
    """
    load = jobs.make("load", takes=1, returns=in_turn(OSError("offline"), "value"))
    cache = exercise.Cache(load)

    async def ask_until_it_works():
        for _ in range(3):
            with contextlib.suppress(OSError):
                await cache.get("key")
                break

    await asyncio.gather(*(ask_until_it_works() for _ in range(3)))

    assert jobs.peak == 1


async def test_a_cancelled_caller(exercise, jobs, start, clock):
    """A caller that is cancelled takes the value away from nobody.

    Two callers ask for one key at 0 s; a load takes 1 s. The first caller is cancelled at 0.5 s;
    the other one has the value at 1.5 s at the latest.
    """
    cache = exercise.Cache(jobs.make("load", takes=1, returns="value"))
    first, second = start("first", cache.get("key")), start("second", cache.get("key"))
    await clock.until(0.5)

    first.cancel()
    [value] = await asyncio.gather(second, return_exceptions=True)

    assert same((first.cancelled(), value), (True, "value"))
    assert clock.now <= 1.5


async def test_a_load_that_fails_for_nobody(exercise, start, clock):
    """A load that fails isn't kept either when nobody is left that waits for it.

    A caller asks at 0 s, and is cancelled at 0.5 s. If its load goes on all the same, it raises
    OSError at 1 s. Who asks at 5 s has the value that a load returns which began then.
    """
    tasks = []

    async def load(key):
        tasks.append(asyncio.current_task())
        began = clock.now
        await asyncio.sleep(1)
        if began == 0:
            raise OSError("offline")
        return "value"

    cache = exercise.Cache(load)
    first = start("first", cache.get("key"))
    await clock.until(0.5)
    first.cancel()
    await clock.until(5)
    await asyncio.gather(*tasks, return_exceptions=True)  # nobody has to look at that error

    [value] = await asyncio.gather(cache.get("key"), return_exceptions=True)

    assert same((first.cancelled(), value), (True, "value"))


async def test_an_invalidated_key(exercise, jobs):
    """A key that was invalidated is loaded again.

    A key is asked for, invalidated, and asked for twice more: that is two loads.
    """
    load = jobs.make("load", returns=in_turn("old", "new"))
    cache = exercise.Cache(load)

    values = [await cache.get("key")]
    cache.invalidate("key")
    values += [await cache.get("key"), await cache.get("key")]

    assert same((values, len(load.calls)), (["old", "new", "new"], 2))


@pytest.mark.code("extra-event")
async def test_another_key_invalidated(exercise, jobs):
    """To invalidate an unknown key changes nothing.

    One key is asked for, another one is invalidated, and the first is asked for again.
    """
    load = jobs.make("load", returns="value")
    cache = exercise.Cache(load)

    values = [await cache.get("known")]
    cache.invalidate("unknown")
    values += [await cache.get("known")]

    assert same((len(load.calls), values), (1, ["value", "value"]))
