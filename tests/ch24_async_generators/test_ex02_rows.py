"""Hidden behaviours of rows that are read from a connection, and of a search in a stream."""

import asyncio
from contextlib import aclosing

import pytest

from grader.testing import every_cancellation, same

ERROR = OSError("the line is dead")


class Database:
    """A database with one connection: a fetch takes 1 s; to close takes `closing` s.

    A row that is an exception is raised.
    """

    def __init__(self, log, *table, closing=0.5):
        self.log, self.table, self.closing = log, iter(table), closing

    async def open(self):
        await asyncio.sleep(0)
        self.log.add("connection", "opened")
        return self

    async def fetch(self):
        await asyncio.sleep(1)
        row = next(self.table, None)
        if isinstance(row, Exception):
            raise row
        return row

    async def close(self):
        self.log.add("connection", "closes")
        if self.closing:
            await asyncio.sleep(self.closing)
        self.log.add("connection", "closed")


async def stream(log, *items, closing=0.5):
    """Yield `items`, one each second, and log what is drawn; to clean up takes `closing` s."""
    try:
        for item in items:
            await asyncio.sleep(1)
            if isinstance(item, Exception):
                raise item
            log.add(item, "drawn")
            yield item
    finally:
        log.add("stream", "closes")
        if closing:
            await asyncio.sleep(closing)
        log.add("stream", "closed")


def refuse(_item):
    """A predicate that can't tell."""
    raise ERROR


async def test_all_rows(exercise, log):
    """`rows` yields all rows, and closes the connection after the last one.

    Rows a, b, c; a fetch takes 1 s, also the one that finds no more; to close takes 0.5 s.
    """
    found = [row async for row in exercise.rows(Database(log, *"abc").open)]

    assert same(found, ["a", "b", "c"])
    assert log == ["connection opened 0", "connection closes 4", "connection closed 4.5"]


async def test_an_empty_row(exercise, log):
    """A row that is an empty string is a row like any other.

    The rows are a, an empty one, and c.
    """
    found = [row async for row in exercise.rows(Database(log, "a", "", "c").open)]

    assert same(found, ["a", "", "c"])


async def test_closed_before_the_first_step(exercise, clock, log):
    """Before the first step of `rows` nothing is opened.

    The generator is closed without a step.
    """
    generator = exercise.rows(Database(log, "a").open)
    await clock.until(1)

    await generator.aclose()

    await clock.until(9)
    assert log == []


async def test_a_row_at_a_time(exercise, clock, log):
    """`rows` fetches a row when it is asked for, not before.

    The first row comes at 1 s, the second one is asked for at 5 s and comes at 6 s.
    """
    async with aclosing(exercise.rows(Database(log, *"abc").open)) as generator:
        log.add(await anext(generator), "came")
        await clock.until(5)
        log.add(await anext(generator), "came")

    assert log.of("a") + log.of("b") == ["a came 1", "b came 6"]


@pytest.mark.code("missing-event")
async def test_closed_early(exercise, start, log):
    """When `rows` is closed before its end, the connection is closed before `aclose()` returns.

    Of the rows a, b, c two are drawn, till 2 s. Then `aclose()` is awaited.
    """
    generator = exercise.rows(Database(log, *"abc").open)
    await anext(generator)
    await anext(generator)

    await asyncio.wait([start("aclose()", generator.aclose())])

    assert log[1:] == ["connection closes 2", "connection closed 2.5", "aclose() returned 2.5"]


async def test_a_fetch_fails(exercise, clock, log):
    """When a fetch fails, the connection is closed, and the exception comes out.

    The fetch after row a raises OSError, at 2 s.
    """
    generator = exercise.rows(Database(log, "a", ERROR, "c").open)
    await anext(generator)

    [outcome] = await asyncio.gather(anext(generator), return_exceptions=True)
    await clock.until(9)

    assert same(outcome, ERROR)
    assert log[1:] == ["connection closes 2", "connection closed 2.5"]


async def test_the_opening_fails(exercise, jobs):
    """When the connection can't be opened, that exception comes out.

    `open_` raises OSError at the first step.
    """
    generator = exercise.rows(jobs.make("opening", raises=ERROR))

    [outcome] = await asyncio.gather(anext(generator), return_exceptions=True)

    assert same(outcome, ERROR)


async def test_a_step_is_cancelled(exercise, start, clock, log):
    """When a step is cancelled, the connection is closed, and the cancellation comes out.

    The task that asks for row b is cancelled at 1.5 s.
    """
    generator = exercise.rows(Database(log, *"abc").open)
    await anext(generator)
    step = start("step", anext(generator))
    await clock.until(1.5)

    step.cancel()
    await clock.until(9)

    assert log[1:] == ["connection closes 1.5", "connection closed 2", "step cancelled 2"]


@every_cancellation
async def test_cancelled_at_any_moment(exercise, start, cancel, log):
    """Whenever the consumer of `rows` is cancelled, a connection that was opened is closed, once.

    A task collects the rows a and b. It is cancelled wherever it waits.
    """

    async def collect():
        return [row async for row in exercise.rows(Database(log, *"ab", closing=None).open)]

    await cancel(start("consumer", collect()))

    found = [line.split()[1] for line in log.of("connection") if "closed" not in line]
    assert same(found, ["opened", "closes"][: 2 * len(log.times("opened"))])


async def test_a_match(exercise, start, clock, log):
    """`first_match` returns a match when the stream has been closed, and draws no other item.

    The stream yields a, b and c, one each second; to clean up takes it 0.5 s. b is wanted.
    """
    generator = stream(log, *"abc")
    call = start("call", exercise.first_match(generator, "b".__eq__))
    await clock.until(9)

    result = await call

    assert same(result, "b")
    assert log.of("stream") == ["stream closes 2", "stream closed 2.5"]
    assert log[1:] == ["b drawn 2", *log.of("stream"), "call returned 2.5"]


async def test_no_match(exercise, start, clock, log):
    """Without a match, `first_match` returns None at the end of the stream.

    The stream yields a and b, one each second; to clean up takes it 0.5 s. z is wanted.
    """
    generator = stream(log, *"ab")
    call = start("call", exercise.first_match(generator, "z".__eq__))
    await clock.until(9)

    result = await call

    assert same(result, None)
    assert log[2:] == ["stream closes 2", "stream closed 2.5", "call returned 2.5"]


async def test_the_predicate_fails(exercise, start, clock, log):
    """When the predicate raises, `first_match` closes the stream before the exception comes out.

    The stream yields a, b and c, one each second; to clean up takes it 0.5 s. For a, the predicate
    raises OSError.
    """
    generator = stream(log, *"abc")

    call = start("call", exercise.first_match(generator, refuse))
    await clock.until(9)

    assert log.of("stream") == ["stream closes 1", "stream closed 1.5"]
    assert log[1:] == [*log.of("stream"), "call raised OSError 1.5"]
    assert same(call.exception(), ERROR)


async def test_the_stream_fails(exercise, start, clock, log):
    """When the stream itself raises, the exception comes out of `first_match`.

    The stream yields a, then raises OSError at 2 s; to clean up takes it 0.5 s. z is wanted.
    """
    generator = stream(log, "a", ERROR)

    call = start("call", exercise.first_match(generator, "z".__eq__))
    await clock.until(9)

    assert log.of("call") == ["call raised OSError 2.5"]
    assert same(call.exception(), ERROR)


async def test_the_search_is_cancelled(exercise, start, clock, log):
    """When `first_match` is cancelled, it ends as cancelled when the stream has been closed.

    The stream yields a, b and c, one each second; to clean up takes it 0.5 s. z is wanted, and the
    call is cancelled at 1.5 s.
    """
    generator = stream(log, *"abc")
    call = start("call", exercise.first_match(generator, "z".__eq__))
    await clock.until(1.5)

    call.cancel()
    await clock.until(9)

    assert log[1:] == ["stream closes 1.5", "stream closed 2", "call cancelled 2"]
