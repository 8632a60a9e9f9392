"""Hidden behaviours of a bounded hand-over."""

import asyncio

import pytest

from grader.testing import every_cancellation, every_order, same


class Source:
    """Gives `items`, each after `wait()` if there is one; then it ends, or raises `error`."""

    def __init__(self, items, wait=None, error=None):
        self.items, self.wait, self.error = list(items), wait, error
        self.read = 0

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.read == len(self.items):
            raise self.error or StopAsyncIteration
        if self.wait is not None:
            await self.wait()
        self.read += 1
        return self.items[self.read - 1]


def fails_on(item, error):
    """What a `sink` does with an item: it raises `error` for this one."""

    def outcome(given):
        if given == item:
            raise error

    return outcome


@every_order
async def test_all_items(exercise, jobs):
    """All items reach the sink in the order of the source, whatever is slow; their number is returned.

    The items are a to f, `capacity` is 2. Neither side takes any time, but both let others run.
    """
    sink = jobs.make("sink")

    count = await exercise.transfer(Source("abcdef", jobs.make("read")), sink, 2)

    assert same([args[0] for args in sink.calls], list("abcdef"))
    assert same(count, 6)


@every_order
async def test_none_is_an_item(exercise, jobs):
    """Any object is an item, None too.

    The items are 1, None and 2; `capacity` is 4.
    """
    items, sink = [1, None, 2], jobs.make("sink", takes=1)

    count = await exercise.transfer(Source(items), sink, 4)

    assert same([args[0] for args in sink.calls], items)
    assert same(count, 3)


@every_order
async def test_items_that_are_false(exercise, jobs):
    """Any object is an item, also one that is false in an `if`.

    The items are 0, '', False, () and 7; `capacity` is 6.
    """
    items, sink = [0, "", False, (), 7], jobs.make("sink", takes=1)

    count = await exercise.transfer(Source(items), sink, 6)

    assert same([args[0] for args in sink.calls], items)
    assert same(count, 5)


@every_order
async def test_the_sides_overlap(exercise, jobs, clock):
    """The source is read on while the sink is at work.

    Each of 4 items takes the source 1 s and the sink 1 s. The last one is read at 4 s, and has gone
    through the sink at 5 s.
    """
    source, sink = Source("abcd", jobs.make("read", takes=1)), jobs.make("sink", takes=1)

    count = await exercise.transfer(source, sink, 2)

    assert clock.now == 5
    assert same(count, 4)


@pytest.mark.code("overlap")
@every_order
async def test_one_at_a_time(exercise, jobs):
    """The sink gets one item at a time.

    The source has 6 items at once; each takes the sink 1 s. `capacity` is 3.
    """
    sink = jobs.make("sink", takes=1)

    await exercise.transfer(Source("abcdef"), sink, 3)

    assert sink.gauge.peak == 1


@pytest.mark.parametrize("capacity", [1, 2])
@every_order
async def test_a_slow_sink(exercise, jobs, start, clock, capacity):
    """A source that is faster than the sink is held up: only `capacity` items wait in between.

    The source has 9 items at once, each takes the sink 100 s. At 50 s one item is in the sink, and
    `capacity` wait (1, or 2), or one more, if that waits for room.
    """
    source = Source("abcdefghi")
    call = start("call", exercise.transfer(source, jobs.make("sink", takes=100), capacity))

    await clock.until(50)
    read = source.read
    await asyncio.wait([call])

    few, many = 1 + capacity, 2 + capacity
    allowed = read if read in (few, many) else f"{few} or {many}"
    assert ("items read at 50 s", read) == ("items read at 50 s", allowed)


@every_order
async def test_the_sink_fails(exercise, jobs, start, clock, log):
    """When the sink fails while the source is held up, its exception is raised at once.

    The source has 9 items at once, `capacity` is 2. Each takes the sink 1 s; it raises OSError for
    the second one, at 2 s.
    """
    error = OSError("disk full")
    sink = jobs.make("sink", takes=1, returns=fails_on("b", error))
    call = start("call", exercise.transfer(Source("abcdefghi"), sink, 2))

    await clock.until(20)

    assert log.of("call") == ["call raised OSError 2"]
    assert same((call.exception(), len(sink.calls)), (error, 2))


@every_order
async def test_the_sink_fails_while_the_source_waits(exercise, jobs, start, clock, log):
    """When the sink fails while the source waits for an item, its exception is raised at once.

    The source takes 2 s for each of 3 items. The sink takes 1 s, and raises OSError for the first
    one, at 3 s; the source would have the second one at 4 s.
    """
    error = OSError("disk full")
    sink = jobs.make("sink", takes=1, returns=fails_on("a", error))
    call = start("call", exercise.transfer(Source("abc", jobs.make("read", takes=2)), sink, 2))

    await clock.until(20)

    assert log.of("read")[2:] == ["read started 2", "read cancelled 3"]
    assert log.of("call") == ["call raised OSError 3"]
    assert same(call.exception(), error)


@every_order
async def test_the_source_fails(exercise, jobs, start):
    """When the source fails, its exception is raised, in every order of events.

    The source gives two items and raises ValueError then. `capacity` is 1.
    """
    error = ValueError("bad line")
    call = start("call", exercise.transfer(Source("ab", error=error), jobs.make("sink"), 1))

    await asyncio.wait([call])

    raised = call.exception()
    assert same((raised, jobs.running), (error, 0))


@every_order
async def test_the_source_fails_at_once(exercise, jobs, start, log):
    """When the source fails before its first item, its exception is raised.

    The source raises ValueError at once.
    """
    error = ValueError("no such file")
    call = start("call", exercise.transfer(Source("", error=error), jobs.make("sink"), 1))

    await asyncio.wait([call])

    assert log == ["call raised ValueError 0"]
    assert same(call.exception(), error)


@every_order
async def test_the_call_is_cancelled(exercise, jobs, start, clock, log):
    """When the call is cancelled, so are source and sink, and it ends when both have ended.

    The source takes 2 s for each item, and the sink 100 s. At 3 s the call is cancelled. The sink
    cleans up for 2 s, till 5 s.
    """
    source = Source("abc", jobs.make("read", takes=2))
    call = start("call", exercise.transfer(source, jobs.make("sink", takes=100, cleanup=2), 2))
    await clock.until(3)

    call.cancel()
    await clock.until(20)

    assert log.of("sink") == ["sink started 2", "sink cancelled 5"]
    assert log.of("call") == ["call cancelled 5"]


@pytest.mark.code("leaked-task")
@every_cancellation
async def test_cancelled_at_any_moment(exercise, jobs, start, cancel):
    """Whenever the call is cancelled, it ends as cancelled, and neither side is still at work.

    The source takes 1 s for each of 4 items, the sink 2 s; both need 1 s to clean up. The call is
    cancelled wherever it waits, in each run of the test at another moment.
    """
    source = Source("abcd", jobs.make("read", takes=1, cleanup=1))
    call = start("call", exercise.transfer(source, jobs.make("sink", takes=2, cleanup=1), 1))

    await cancel(call)

    assert jobs.running == 0, "the source or the sink is still at work"
