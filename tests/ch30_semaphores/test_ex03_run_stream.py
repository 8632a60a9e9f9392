"""Hidden behaviours of handling the items of a source, a few at a time."""

import asyncio

from grader.testing import every_cancellation, every_order, same


class Source:
    """An async iterator over `items`, each `every` seconds after it was asked for.

    With `every=None` items are there at once, without suspending. An item that is an exception is
    raised. Each item that is given away is logged as "pulled", a wait that is cut short as "cancelled".
    """

    def __init__(self, log, items, every=None):
        self.log, self.items, self.every = log, iter(items), every
        self.pulled = 0

    def __aiter__(self):
        return self

    async def __anext__(self):
        try:
            if self.every is not None:
                await asyncio.sleep(self.every)
        except asyncio.CancelledError:
            self.log.add("source", "cancelled")
            raise
        for item in self.items:
            if isinstance(item, Exception):
                raise item
            self.pulled += 1
            self.log.add("source", "pulled")
            return item
        raise StopAsyncIteration


def make_handle(jobs, **handlings):
    """A `handle` for items that are letters: what is said of each are the arguments of its job."""
    made = {name: jobs.make(name, **arguments) for name, arguments in handlings.items()}

    def handle(name):
        return made[name](name)

    return handle


@every_order
async def test_the_limit(exercise, jobs, log, clock):
    """As many items are handled at once as are allowed, no more and no fewer, in every order.

    10 items that are there at once take 2.375 s each; the limit is 3. The call returns 10 at 9.5 s.
    """
    handle = jobs.make("item", takes=2.375)

    count = await exercise.run_stream(Source(log, range(10)), handle, 3)

    assert jobs.peak == 3
    assert same((count, float(clock.now)), (10, 9.5))


async def test_a_free_place(exercise, jobs, log, start):
    """As soon as an item is done, the next one begins.

    The items are there at once and take 1, 3, 1, 1, 2 and 1 s; the limit is 2. So they begin at 0, 0,
    1, 2, 3 and 3 s, and all is done at 5 s.
    """
    takes = iter([1, 3, 1, 1, 2, 1])
    handle = make_handle(jobs, **{name: {"takes": next(takes)} for name in "abcdef"})

    await asyncio.wait([start("call", exercise.run_stream(Source(log, "abcdef"), handle, 2))])

    begun = [line for line in log if "started" in line]
    first = ["a started 0", "b started 0", "c started 1", "d started 2"]
    assert begun == [*first, "e started 3", "f started 3"]
    assert log.of("call") == ["call returned 5"]


@every_order
async def test_no_more_than_needed(exercise, jobs, log, start, clock):
    """Only a few items are taken ahead of their turn, though the source always has a next one.

    1000 items that are there at once take 1 s each; the limit is 3. At 10.5 s 30 items are done, so
    at most 35 may have been taken from the source. Then the call is cancelled.
    """
    source = Source(log, range(1000))
    call = start("call", exercise.run_stream(source, jobs.make("item", takes=1), 3))
    await clock.until(10.5)

    taken = source.pulled
    call.cancel()
    await asyncio.wait([call])

    assert taken <= 35
    assert log.times("started").count(10) == 3


async def test_the_last_ones(exercise, jobs, log, start):
    """When the source is at its end, the call still waits for the last items.

    2 items that are there at once take 10 s each; the limit is 3. The call returns 2 at 10 s.
    """
    handle = jobs.make("item", takes=10)
    call = start("call", exercise.run_stream(Source(log, "ab"), handle, 3))

    await asyncio.wait([call])

    assert log.of("item")[2:] + log.of("call") == [*["item returned 10"] * 2, "call returned 10"]
    assert same(call.result(), 2)


async def test_items_of_any_kind(exercise, log):
    """Any object may be an item; none of them is the end.

    The items, there at once, are None, 0, "" and None again; the limit is 2.
    """
    seen = []

    async def handle(item):
        seen.append(item)

    count = await exercise.run_stream(Source(log, [None, 0, "", None]), handle, 2)

    assert same((count, seen), (4, [None, 0, "", None]))


async def test_no_items(exercise, jobs, log):
    """A source without items is handled at once.

    The source is at its end from the start; the limit is 3. The call returns 0.
    """
    count = await exercise.run_stream(Source(log, []), jobs.make("item"), 3)

    assert same(count, 0)


async def test_items_that_come_slowly(exercise, jobs, log, start):
    """An item that has come begins at once, and needn't wait for more of them.

    An async generator yields an item at 2, 4 and 6 s. Each takes 1 s; the limit is 2. (A generator
    raises RuntimeError if it is asked for an item while it still works on another one.)
    """

    async def source():
        for item in "abc":
            await asyncio.sleep(2)
            yield item

    handle = jobs.make("item", takes=1)
    await asyncio.wait([start("call", exercise.run_stream(source(), handle, 2))])

    assert log.of("call") == ["call returned 7"]
    assert log.times("started") == [2, 4, 6]


async def test_a_failure(exercise, jobs, log, start, clock):
    """When an item fails, the others are cancelled, and that very exception comes out at once.

    1000 items are there at once; the limit is 3. a and c take 5 s, b fails at 2 s. Nothing is taken
    from the source later, and nothing begins later.
    """
    error, slow = OSError("no route"), {"takes": 5}
    handle = make_handle(jobs, a=slow, b={"takes": 2, "raises": error}, c=slow, d=slow)
    call = start("call", exercise.run_stream(Source(log, "abc" + "d" * 997), handle, 3))

    await clock.until(20)

    assert log.of("call") == ["call raised OSError 2"]
    assert log.of("a")[1:] + log.of("c")[1:] == ["a cancelled 2", "c cancelled 2"]
    assert max(log.times("pulled") + log.times("started")) <= 2
    assert same(call.exception(), error)


async def test_a_failure_between_items(exercise, jobs, log, start, clock):
    """When an item fails, the wait for the next one ends, too.

    The source gives an item every 9 s; the limit is 3. The first item begins at 9 s, and fails at
    11 s: that comes out at once. The source isn't waited for till 18 s.
    """
    handle = jobs.make("item", takes=2, raises=OSError)
    start("call", exercise.run_stream(Source(log, range(5), every=9), handle, 3))

    await clock.until(50)

    assert log.of("call") == ["call raised OSError 11"]
    assert log.of("source") == ["source pulled 9", "source cancelled 11"]


async def test_clean_up(exercise, jobs, log, start, clock):
    """The exception comes out when the cancelled items have cleaned up.

    b fails at 2 s. a cleans up for 2 s, till 4 s. The limit is 3.
    """
    handle = make_handle(jobs, a={"takes": 9, "cleanup": 2}, b={"takes": 2, "raises": OSError})
    start("call", exercise.run_stream(Source(log, "ab"), handle, 3))

    await clock.until(20)

    assert log.of("a") == ["a started 0", "a cancelled 4"]
    assert log.of("call") == ["call raised OSError 4"]


async def test_the_source_fails(exercise, jobs, log, start, clock):
    """When the source fails, the items are cancelled, and that very exception comes out at once.

    The source gives an item at 2 s, and raises OSError at 4 s. The item takes 5 s; the limit is 3.
    """
    error = OSError("no signal")
    source = Source(log, ["a", error], every=2)
    call = start("call", exercise.run_stream(source, jobs.make("item", takes=5), 3))

    await clock.until(20)

    assert log.of("item") == ["item started 2", "item cancelled 4"]
    assert log.of("call") == ["call raised OSError 4"]
    assert same(call.exception(), error)


@every_order
async def test_failures_at_the_same_moment(exercise, jobs, log, start):
    """When items fail at the same moment, one exception comes out, and none is lost.

    Three items are there at once, the limit is 3. a and b fail at 1 s, in every order of events; c
    takes 5 s. The exception that doesn't come out has to be retrieved.
    """
    fails = {name: {"takes": 1, "raises": OSError(name)} for name in "ab"}
    handle = make_handle(jobs, **fails, c={"takes": 5})

    await asyncio.wait([start("call", exercise.run_stream(Source(log, "abc"), handle, 3))])

    assert log.of("call") == ["call raised OSError 1"]


@every_cancellation
async def test_cancelled_at_any_moment(exercise, jobs, log, start, cancel):
    """Whenever the call is cancelled, it ends as cancelled, and nothing is left running.

    The source gives an item every 2 s; items take 3 s, and 1 s to clean up. The limit is 2. The call
    is cancelled wherever it waits, in each run of the test at another moment.
    """
    handle = jobs.make("item", takes=3, cleanup=1)
    call = start("call", exercise.run_stream(Source(log, range(4), every=2), handle, 2))

    await cancel(call)

    assert jobs.running == 0, "an item is still being handled"
