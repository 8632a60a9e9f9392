"""Hidden behaviours of a paced stream."""

import asyncio

from grader.testing import same


class Drawn:
    """An iterable of the numbers from 0 on, that knows how many were drawn.

    It would go on for ever, but whoever draws more than 100 wants them all, and is stopped.
    """

    def __init__(self):
        self.count = 0

    def __iter__(self):
        return self

    def __next__(self):
        if self.count == 100:
            raise RuntimeError("100 items were drawn, and nobody had asked for so many")
        self.count += 1
        return self.count - 1


async def test_an_async_generator(exercise):
    """What the call gives is an async generator, which yields its items.

    Of `paced([1], 1)`, the type is looked at, and the first step is made.
    """
    stream = exercise.paced([1], 1)

    kind = type(stream).__name__

    assert same(kind, "async_generator")
    assert same(await anext(stream), 1)


async def test_the_times(exercise, clock, log):
    """The first item comes at once, each other one after a pause; there is no pause at the end.

    `async for` goes over "abc" at an interval of 1 s: a at 0 s, b at 1 s, c at 2 s, the end at 2 s.
    """
    stream = exercise.paced("abc", 1)

    async for item in stream:
        log.add(item, "came")
    log.add("end", "came")

    assert log == ["a came 0", "b came 1", "c came 2", "end came 2"]


async def test_empty_items(exercise, clock):
    """None, 0 and "" are items like any other, with a pause before each but the first.

    `async for` goes over them at an interval of 1 s.
    """
    found = [(item, float(clock.now)) async for item in exercise.paced([None, 0, ""], 1)]

    assert same(found, [(None, 0.0), (0, 1.0), ("", 2.0)])


async def test_the_call_draws_nothing(exercise, clock):
    """The call alone draws nothing; the first step draws one item.

    The source is counted after `paced(source, 1)`, 5 s later, and after the first step.
    """
    source, drawn = Drawn(), {}
    stream = exercise.paced(source, 1)

    drawn["by the call"] = source.count
    await clock.until(5)
    drawn["5 s later"] = source.count
    await anext(stream)
    drawn["after a step"] = source.count

    assert same(drawn, {"by the call": 0, "5 s later": 0, "after a step": 1})


async def test_after_the_last_item(exercise, log):
    """After the last item the stream ends without a pause, and it stays ended.

    The only item is "a", the interval 1 s. Three steps are made with `anext(stream, "end")`.
    """
    stream = exercise.paced("a", 1)

    for _ in range(3):
        log.add(await anext(stream, "end"), "came")

    assert log == ["a came 0", "end came 0", "end came 0"]


async def test_an_endless_source(exercise):
    """A source may be endless; each step draws the one item that it yields.

    The source counts from 0 on, and tells how many items were drawn. Three steps are made, at an
    interval of 1 s.
    """
    source = Drawn()
    stream = exercise.paced(source, 1)

    drawn = {await anext(stream): source.count for _ in range(3)}

    assert same(drawn, {0: 1, 1: 2, 2: 3})


async def test_a_slow_consumer(exercise, clock, log):
    """The pause begins when an item is asked for, however long the one before was worked on.

    The interval is 1 s, and the consumer works on each item for 3 s: they come at 0, 4 and 8 s.
    """
    stream = exercise.paced("abc", 1)

    async for item in stream:
        log.add(item, "came")
        await asyncio.sleep(3)

    assert log == ["a came 0", "b came 4", "c came 8"]


async def test_three_streams(exercise, clock):
    """Streams that run side by side don't hold each other up.

    Three tasks go over a stream of two items each, at an interval of 1 s: 1 s in all.
    """

    async def collect(items):
        return [item async for item in exercise.paced(items, 1)]

    found = await asyncio.gather(*(collect(items) for items in ("ab", "cd", "ef")))

    assert same(found, [["a", "b"], ["c", "d"], ["e", "f"]])
    assert clock.now == 1


async def test_no_items(exercise, clock):
    """Without items the stream ends at once.

    An async comprehension goes over `paced([], 1)`.
    """
    stream = exercise.paced([], 1)

    found = [item async for item in stream]

    assert same(found, [])
    assert clock.now == 0
