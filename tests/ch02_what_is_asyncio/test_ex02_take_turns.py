"""Hidden behaviours of giving way."""

import asyncio

import pytest

from grader.testing import same


async def test_the_results(exercise):
    """The results come in the order of the items; no items make no results.

    `handle` doubles its number.
    """
    results = await exercise.process_all([3, 1, 2], lambda number: 2 * number)
    nothing = await exercise.process_all([], lambda number: 2 * number)

    assert same(results, [6, 2, 4])
    assert same(nothing, [])


async def test_results_of_none(exercise):
    """None and 0 are results like any other.

    The items are "a", "b" and "c". Their results are None, 0 and None.
    """
    results = await exercise.process_all(["a", "b", "c"], {"b": 0}.get)

    assert same(results, [None, 0, None])


@pytest.mark.parametrize("make", [list, iter])
async def test_equal_items(exercise, make):
    """Items that are equal have a result each.

    The items are "a", "b" and "a", in a list or from an iterator. `handle` numbers its calls.
    """
    calls = []

    def handle(item):
        calls.append(item)
        return len(calls)

    results = await exercise.process_all(make(["a", "b", "a"]), handle)

    assert same(results, [1, 2, 3])


@pytest.mark.code("wrong-order")
async def test_two_calls_at_once(exercise):
    """Two calls take turns, item by item.

    Both begin together, call A with the items A0, A1 and A2, call B with B0, B1 and B2.
    """
    handled = []

    await asyncio.gather(
        exercise.process_all(["A0", "A1", "A2"], handled.append),
        exercise.process_all(["B0", "B1", "B2"], handled.append),
    )

    assert " ".join(handled) == "A0 B0 A1 B1 A2 B2"


async def test_no_time_passes(exercise, clock):
    """All of this takes no time on the clock of the event loop.

    Ten items.
    """
    await exercise.process_all(range(10), str)

    assert clock.now == 0


async def test_a_busy_neighbour(exercise, start):
    """Another task gets a turn between any two items.

    The other task counts its turns; from the first of ten items to the last, it has nine or more.
    """
    turns = 0

    async def neighbour():
        nonlocal turns
        while turns < 50:
            turns += 1
            await asyncio.sleep(0)

    start("neighbour", neighbour())
    seen = await exercise.process_all(range(10), lambda _: turns)
    turns_between = seen[-1] - seen[0]

    assert turns_between >= 9


async def test_cancelled_on_the_way(exercise, start, log):
    """A cancellation gets through at the next turn: the call ends, and the rest stays undone.

    There are 100 items; while the third is handled, the call is cancelled. No more than one other
    item may follow.
    """
    handled = []

    def handle(item):
        handled.append(item)
        if item == 3:
            call.cancel()

    call = start("call", exercise.process_all(range(1, 101), handle))
    await asyncio.wait([call])

    assert log == ["call cancelled 0"]
    assert len(handled) <= 4
