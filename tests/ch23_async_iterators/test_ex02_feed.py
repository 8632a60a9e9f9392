"""Hidden behaviours of a feed that can be read again, and by many at once."""

import asyncio

from grader.testing import every_cancellation, every_order, same


async def collect(source, limit=9):
    """What `async for` gives; it is left after `limit` items, should it not end by itself."""
    items = []
    async for item in source:
        items.append(item)
        if len(items) == limit:
            break
    return items


async def test_one_traversal(exercise, clock):
    """A traversal gives all items in order, after a delay for each, and ends at once.

    The feed has the items "a" and "b", and a delay of 1 s: the loop is over at 2 s.
    """
    feed = exercise.Feed(["a", "b"], 1)

    items = await collect(feed)

    assert same(items, ["a", "b"])
    assert clock.now == 2


async def test_a_consumer_that_works(exercise, clock):
    """There is a whole delay before each item, whatever came between the steps.

    The feed has three items, and a delay of 1 s. The consumer works for 0.5 s after each item.
    """
    times = []
    async for _ in exercise.Feed(["a", "b", "c"], 1):
        times.append(float(clock.now))
        await asyncio.sleep(0.5)

    assert same(times, [1.0, 2.5, 4.0])


async def test_again(exercise):
    """A second traversal gives the same items as the first.

    Two loops over one feed, one after the other.
    """
    feed = exercise.Feed(["a", "b"], 1)

    first = await collect(feed)
    second = await collect(feed)

    assert same((first, second), (["a", "b"], ["a", "b"]))


@every_order
async def test_two_at_once(exercise, clock):
    """Two tasks can traverse the feed at the same time, in every order of events: each has it all.

    The feed has three items, and a delay of 1 s: both loops are over at 3 s.
    """
    feed = exercise.Feed(["a", "b", "c"], 1)

    items = await asyncio.gather(collect(feed), collect(feed))

    assert same(items, [["a", "b", "c"], ["a", "b", "c"]])
    assert clock.now == 3


async def test_beside_one_that_is_cancelled(exercise, start, clock, log):
    """A traversal has its own delays, and goes on when another one is cancelled.

    The feed has three items, and a delay of 1 s. One loop begins at 0 s, another one at 0.5 s. At
    1.25 s the first one is cancelled.
    """
    feed = exercise.Feed(["a", "b", "c"], 1)
    first = start("first", collect(feed))
    await clock.until(0.5)
    second = start("second", collect(feed))
    await clock.until(1.25)

    first.cancel()
    await clock.until(9)

    assert log == ["first cancelled 1.25", "second returned 3.5"]
    assert same(second.result(), ["a", "b", "c"])


async def test_one_inside_the_other(exercise):
    """A loop over the feed may contain another loop over the same feed.

    The feed has the items "a" and "b". The inner loop writes down the item of both loops.
    """
    feed = exercise.Feed(["a", "b"], 1)

    pairs = []
    async for one in feed:
        pairs += [one + other for other in await collect(feed)]
        if len(pairs) >= 9:
            break

    assert same(pairs, ["aa", "ab", "ba", "bb"])


async def test_aiter(exercise):
    """`aiter(feed)` gives a new iterator each time; `aiter` of an iterator gives that very one.

    `aiter` is called twice on the feed, and once on what it gave first.
    """
    feed = exercise.Feed(["a", "b"], 1)

    first, second = aiter(feed), aiter(feed)
    again = aiter(first)

    assert first is not second, "`aiter(feed)` has given the same iterator twice"
    assert again is first, "`aiter(iterator)` gives another object than the iterator"


async def test_aiter_after_the_end(exercise):
    """`aiter(feed)` gives a new iterator also when another one has come to its end.

    The feed has one item. The first iterator gives it, ends with its second step, and is kept. Then
    `aiter(feed)` is called again.
    """
    feed = exercise.Feed(["a"], 1)
    first = aiter(feed)
    for _ in range(2):
        await anext(first, None)

    second = aiter(feed)

    assert second is not first, "`aiter(feed)` has given an iterator again that had ended"


@every_cancellation
async def test_after_a_cancellation(exercise, start, cancel):
    """After a traversal was cancelled half-way, the next one gives all items.

    The feed has three items, and a delay of 1 s. The first traversal is cancelled wherever it waits,
    in each run of the test at another moment.
    """
    feed = exercise.Feed(["a", "b", "c"], 1)
    first = start("first", collect(feed))

    await cancel(first)
    items = await collect(feed)

    assert same(items, ["a", "b", "c"])


async def test_items_that_look_empty(exercise):
    """None, 0, an empty text and an empty list are items like any other.

    The feed has these four items.
    """
    feed = exercise.Feed([None, 0, "", []], 1)

    items = await collect(feed)

    assert same(items, [None, 0, "", []])
