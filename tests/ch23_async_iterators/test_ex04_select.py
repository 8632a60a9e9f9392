"""Hidden behaviours of keeping and transforming items of a stream."""

import asyncio

import pytest

from grader.testing import every_cancellation, same


class Source:
    """An asynchronous iterator whose steps take 1 s each; the end takes no time.

    An exception among the items is raised.
    """

    def __init__(self, items):
        self.left = iter(items)
        self.drawn = 0
        self.running = 0

    def __aiter__(self):
        return self

    async def __anext__(self):
        self.running += 1
        try:
            for item in self.left:
                await asyncio.sleep(1)
                self.drawn += 1
                if isinstance(item, Exception):
                    raise item
                return item
            raise StopAsyncIteration
        finally:
            self.running -= 1


def even(number):
    return number % 2 == 0


def tenfold(number):
    return number * 10


@pytest.fixture
def keep(jobs):
    """Keeps even numbers; takes 0.5 s."""
    return jobs.make("keep", takes=0.5, returns=even)


@pytest.fixture
def transform(jobs):
    """Makes ten times as much of a number; takes 0.25 s."""
    return jobs.make("transform", takes=0.25, returns=tenfold)


async def test_kept_and_transformed(exercise, keep, transform):
    """The result is a list of what became of the items that are kept, in their order.

    The source gives 0 to 4; `keep` is for even numbers; `transform` gives ten times as much.
    """
    source = Source(range(5))

    numbers = await exercise.select(source, keep, transform)

    assert same(numbers, [0, 20, 40])


async def test_only_what_is_kept(exercise, keep, transform):
    """`transform` is called for the items that are kept and for no others, in their order.

    The source gives 0 to 4; `keep` is for even numbers.
    """
    source = Source(range(5))

    await exercise.select(source, keep, transform)

    assert transform.calls == [(0,), (2,), (4,)]


async def test_one_after_the_other(exercise, keep, transform, log):
    """An item is drawn when the one before is through with `keep` and `transform`.

    The source gives 0, 1 and 2, 1 s each; `keep` takes 0.5 s, and is for even numbers; `transform`
    takes 0.25 s.
    """
    source = Source(range(3))

    await exercise.select(source, keep, transform)

    assert [line for line in log if "started" in line] == [
        *("keep started 1", "transform started 1.5"),
        *("keep started 2.75", "keep started 4.25", "transform started 4.75"),
    ]


async def test_in_time(exercise, keep, transform, clock):
    """All takes as long as its parts take together, and no longer.

    The source gives 0 to 3, 1 s each; `keep` takes 0.5 s, and is for even numbers; `transform`
    takes 0.25 s. That makes 4 + 2 + 0.5 s.
    """
    source = Source(range(4))

    await exercise.select(source, keep, transform)

    assert clock.now == 6.5


async def test_an_empty_source(exercise, keep, transform):
    """From an empty source comes an empty list.

    The source ends with the first step.
    """
    source = Source([])

    numbers = await exercise.select(source, keep, transform)

    assert same(numbers, [])


async def test_items_that_look_empty(exercise, jobs):
    """Any object may be an item of the source, None and 0 too.

    The source gives None, 0 and ""; `keep` is for all of them; `transform` gives their `repr`.
    """
    keep, transform = jobs.make("keep", returns=True), jobs.make("transform", returns=repr)

    texts = await exercise.select(Source([None, 0, ""]), keep, transform)

    assert same(texts, ["None", "0", "''"])


async def test_results_that_look_empty(exercise, jobs, keep):
    """Whatever `transform` gives is in the list, None and 0 too.

    The source gives 0 to 4; `keep` is for even numbers; `transform` gives None, 0 and "".
    """
    results = {0: None, 2: 0, 4: ""}
    transform = jobs.make("transform", returns=results.get)

    values = await exercise.select(Source(range(5)), keep, transform)

    assert same(values, [None, 0, ""])


async def test_the_source_fails(exercise, keep, transform):
    """An exception of the source comes out as it is.

    The source gives 0, and raises OSError with the second step.
    """
    error = OSError("no route")
    source = Source([0, error, 2])

    [outcome] = await asyncio.gather(
        exercise.select(source, keep, transform), return_exceptions=True
    )

    assert same(outcome, error)


async def test_keep_fails(exercise, jobs, transform, log):
    """An exception of `keep` comes out as it is, and nothing is drawn or called after it.

    The source gives 0 to 2; `keep` raises OSError for 0, after 0.5 s.
    """
    error, source = OSError("no route"), Source(range(3))
    keep = jobs.make("keep", takes=0.5, raises=error)

    call = exercise.select(source, keep, transform)
    [outcome] = await asyncio.gather(call, return_exceptions=True)

    assert same(outcome, error)
    assert source.drawn == 1, f"{source.drawn} items were drawn, and should be 1"
    assert log == ["keep started 1", "keep raised OSError 1.5"]


async def test_transform_fails(exercise, jobs, keep, log):
    """An exception of `transform` comes out as it is, and nothing is drawn or called after it.

    The source gives 0 to 2; `keep` is for even numbers; `transform` raises OSError for 0.
    """
    error, source = OSError("no route"), Source(range(3))
    transform = jobs.make("transform", takes=0.25, raises=error)

    call = exercise.select(source, keep, transform)
    [outcome] = await asyncio.gather(call, return_exceptions=True)

    assert same(outcome, error)
    assert source.drawn == 1, f"{source.drawn} items were drawn, and should be 1"
    assert log[2:] == ["transform started 1.5", "transform raised OSError 1.75"]


@pytest.mark.code("not-raised")
async def test_an_end_of_something_else(exercise, jobs, keep, transform):
    """A StopAsyncIteration of `keep` or `transform` is a failure, and not the end of the source.

    There are two calls, with a source of one item each. In the first one `keep` raises a
    StopAsyncIteration, in the second one `transform` does. Below is what came out of each.
    """
    ends = jobs.make("ends", raises=StopAsyncIteration("of something else"))
    calls = [(ends, transform), (keep, ends)]

    selects = [exercise.select(Source([0]), *call) for call in calls]
    kinds = [type(each) for each in await asyncio.gather(*selects, return_exceptions=True)]

    came_out = [kind.__name__ for kind in kinds if kind is not RuntimeError]
    assert came_out == ["StopAsyncIteration"] * len(came_out)


@pytest.mark.code("leaked-task")
@every_cancellation
async def test_cancelled_at_any_moment(exercise, jobs, start, cancel, clock, log):
    """Whenever the call is cancelled, so is what is under way, and nothing else begins.

    The source gives 0 to 2, 1 s each; `keep` takes 0.5 s, `transform` 0.25 s. The call is cancelled
    wherever it waits.
    """
    source, keep = Source(range(3)), jobs.make("keep", takes=0.5, returns=even)
    transform = jobs.make("transform", takes=0.25, returns=tenfold)
    call = start("call", exercise.select(source, keep, transform))

    await cancel(call)
    running, last = source.running + jobs.running, log[-1]
    await clock.until(20)

    assert running == 0, "`source`, `keep` or `transform` is still under way"
    assert log[-1] == last, "something else begins after the call has ended"
