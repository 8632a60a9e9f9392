"""Hidden behaviours of a long loop that is fair to others."""

import asyncio

import pytest

from grader.testing import every_cancellation, same


class Other:
    """Somebody who is ready for a turn as soon as an item is handled, and counts till it comes."""

    def __init__(self):
        self.waited = self.longest = 0

    def handle(self, item):
        if self.waited == 0:
            asyncio.get_running_loop().call_soon(self.turn)
        self.waited += 1
        self.longest = max(self.longest, self.waited)

    def turn(self):
        self.waited = 0


async def test_results(exercise):
    """Each item is handled once; the results come back in a list.

    The items are 0 to 9, and `handle` gives their squares; there are 4 items in a batch.
    """
    squares = await exercise.process(range(10), lambda number: number**2, 4)

    assert same(squares, [0, 1, 4, 9, 16, 25, 36, 49, 64, 81])


async def test_equal_items(exercise):
    """The results have the order of the items, and there is one for each, however many are equal.

    The items are 3, 1, 2, 3, and `handle` gives their number so far; there are 2 items in a batch.
    """
    handled = []

    def handle(item):
        handled.append(item)
        return len(handled)

    results = await exercise.process([3, 1, 2, 3], handle, 2)

    assert same((results, handled), ([1, 2, 3, 4], [3, 1, 2, 3]))


async def test_odd_items(exercise):
    """None and 0 are items like any other.

    The items are 1, None, 0 and 2, and `handle` gives them back; there are 2 items in a batch.
    """
    results = await exercise.process([1, None, 0, 2], lambda item: item, 2)

    assert same(results, [1, None, 0, 2])


@pytest.mark.code("busy-loop")
async def test_others_get_a_turn(exercise):
    """After a batch of items at most, others get a turn.

    There are 100 items, 5 in a batch. Somebody else is ready as soon as an item is handled; how
    many are handled until the turn comes?
    """
    other = Other()

    await exercise.process(range(100), other.handle, 5)

    items_until_the_turn = other.longest
    assert items_until_the_turn <= 5


async def test_no_time_passes(exercise, clock):
    """To let others run takes no time.

    There are 100 items, 5 in a batch.
    """
    await exercise.process(range(100), lambda item: item, 5)

    assert clock.now == 0


@pytest.mark.code("not-cancelled")
async def test_cancelled_on_the_way(exercise, start):
    """A cancellation takes effect after a batch of further items at most.

    There are 1000 items, 5 in a batch; while the 20th is handled, somebody asks the loop to cancel
    the call.
    """

    def handle(item):
        handled.append(item)
        if len(handled) == 20:
            asyncio.get_running_loop().call_soon(call.cancel)

    handled = []
    call = start("call", exercise.process(range(1000), handle, 5))
    await asyncio.wait([call])

    assert call.cancelled()
    assert len(handled) <= 25


@every_cancellation
async def test_cancelled_anywhere(exercise, start, cancel):
    """Wherever it is that the call lets others run, it can be cancelled there.

    There are 20 items, 5 in a batch.
    """
    call = start("call", exercise.process(range(20), lambda item: item, 5))

    await cancel(call)


@pytest.mark.code("too-early")
async def test_items_are_drawn_as_needed(exercise):
    """Items aren't drawn long before they are handled.

    A generator gives 100 items; there are 5 in a batch.
    """
    drawn, handled, waiting = [], [], []
    items = (drawn.append(number) or number for number in range(100))

    def handle(item):
        waiting.append(len(drawn) - len(handled))
        handled.append(item)

    await exercise.process(items, handle, 5)

    most_drawn_ahead = max(waiting)
    assert most_drawn_ahead <= 5
