"""Hidden behaviours of a merge of live feeds."""

import asyncio
import itertools
from contextlib import aclosing

import pytest

from grader.testing import every_cancellation, every_order, same


async def feed(log, name, *pauses, error=None, closing=0.0625):
    """Yield `name` and a number after each of `pauses`; at the end, raise `error` if there is one.

    To clean up takes `closing` s.
    """
    log.add(name, "opened")
    try:
        for number, pause in enumerate(pauses):
            await asyncio.sleep(pause)
            if number == len(pauses) - 1 and error is not None:
                raise error
            yield f"{name}{number}"
    finally:
        if closing:
            await asyncio.sleep(closing)
        log.add(name, "closed")


async def values(*items):
    """Yield `items`, one each second."""
    for item in items:
        await asyncio.sleep(1)
        yield item


async def listen(log, stream, *, works=0):
    """Log each item of `stream`, and work on it for `works` s; return all of them."""
    found = []
    async with aclosing(stream):
        async for item in stream:
            log.add(item, "came")
            found.append(item)
            if works:
                await asyncio.sleep(works)
    return found


def came(log):
    """The lines about items."""
    return [line for line in log if line.split()[1] == "came"]


def closed_before(log, name):
    """The feeds that had been closed before the line that says how `name` ended."""
    before = itertools.takewhile(lambda line: not line.startswith(name + " "), log)
    return sorted(line.split()[0] for line in before if line.split()[1] == "closed")


def ending(log, name):
    """How `name` ended, without the time."""
    return " ".join(word for line in log.of(name) for word in line.split()[1:-1])


async def test_as_they_arrive(exercise, log):
    """Items come as they arrive, whichever source they are from.

    a yields at 1 s and 4 s, b at 2 s and 3 s.
    """
    a, b = feed(log, "a", 1, 3), feed(log, "b", 2, 1)

    await listen(log, exercise.merge(a, b))

    assert came(log) == ["a0 came 1", "b0 came 2", "b1 came 3", "a1 came 4"]


async def test_of_unequal_length(exercise, start, clock, log):
    """The merge ends when the last source has ended, not before and not later.

    a yields at 1.5 s only, b at 1, 2, 3 and 4 s; to clean up takes each of them 0.0625 s.
    """
    a, b = feed(log, "a", 1.5), feed(log, "b", 1, 1, 1, 1)

    consumer = start("consumer", listen(log, exercise.merge(a, b)))
    await clock.until(20)

    found = await consumer
    assert same(found, ["b0", "a0", "b1", "b2", "b3"])
    assert log.of("consumer") == ["consumer returned 4.0625"]


async def test_empty_items(exercise):
    """None, 0 and "" are items like any other.

    A source yields 1, None, 0 and "", one each second.
    """
    stream = exercise.merge(values(1, None, 0, ""))

    found = [item async for item in stream]

    assert same(found, [1, None, 0, ""])


async def test_exceptions_as_items(exercise):
    """An exception that a source yields, and doesn't raise, is an item like any other.

    A source yields 1, an OSError object and 2, one each second.
    """
    error = OSError("no signal")
    stream = exercise.merge(values(1, error, 2))

    found = [item async for item in stream]

    assert same(found, [1, error, 2])


@every_order
async def test_at_the_same_moment(exercise, log):
    """No item is lost and none comes twice, in every order of events.

    a, b and c each yield at 1, 2 and 3 s; the consumer works on each item for 0.25 s.
    """
    a, b, c = (feed(log, name, 1, 1, 1) for name in "abc")

    found = await listen(log, exercise.merge(a, b, c), works=0.25)

    of_each = {name: [item for item in found if item[0] == name] for name in "abc"}
    assert same(of_each, {name: [name + "0", name + "1", name + "2"] for name in "abc"})


async def test_a_slow_consumer(exercise, log):
    """While the consumer works, the sources that are waited for go on.

    a yields at 1 s, b at 2 s. The consumer works on each item for 5 s, and asks again at 6 s.
    """
    a, b = feed(log, "a", 1), feed(log, "b", 2)

    await listen(log, exercise.merge(a, b), works=5)

    assert came(log) == ["a0 came 1", "b0 came 6"]


async def test_closed_early(exercise, start, clock, log):
    """When the merge is closed, all sources have been closed before `aclose()` returns.

    a yields each second, b every 2 s. After the first item, at 1 s, the merge is closed.
    """
    a, b = feed(log, "a", 1, 1, 1), feed(log, "b", 2, 2, 2)
    stream = exercise.merge(a, b)
    await anext(stream)

    start("aclose()", stream.aclose())
    await clock.until(20)

    closed_in_time = closed_before(log, "aclose()")
    assert same(closed_in_time, ["a", "b"])
    assert same(ending(log, "aclose()"), "returned")


async def test_closed_while_items_wait(exercise, start, clock, log):
    """When the merge is closed, sources whose items were not asked for have been closed as well.

    a and b yield each second. After the first item, at 1 s, nobody asks for another one; at 4.5 s
    the merge is closed.
    """
    a, b = feed(log, "a", *[1] * 9), feed(log, "b", *[1] * 9)
    stream = exercise.merge(a, b)
    await anext(stream)
    await clock.until(4.5)

    start("aclose()", stream.aclose())
    await clock.until(20)

    closed_in_time = closed_before(log, "aclose()")
    assert same(closed_in_time, ["a", "b"])
    assert same(ending(log, "aclose()"), "returned")


async def test_a_source_fails(exercise, start, clock, log):
    """When a source fails, everything stops at once, and its very exception comes out.

    b yields at 0.5 s, and again at 9 s; a yields at 1 s and raises ValueError at 2 s. To clean up
    takes 0.0625 s: a has ended at 2.0625 s, and then b is stopped, till 2.125 s.
    """
    error = ValueError("no signal")
    a, b = feed(log, "a", 1, 1, error=error), feed(log, "b", 0.5, 8.5)
    consumer = start("consumer", listen(log, exercise.merge(a, b)))
    await clock.until(20)

    assert came(log) == ["b0 came 0.5", "a0 came 1"]
    assert log[-2:] == ["b closed 2.125", "consumer raised ValueError 2.125"]
    assert same(consumer.exception(), error)


@every_order
async def test_failures_at_the_same_moment(exercise, start, log):
    """When sources fail at the same moment, one of their exceptions comes out, and none is lost.

    a and b raise ValueError at 1 s, in every order; c would yield at 2 s. What doesn't come out has
    to be retrieved all the same.
    """
    a, b = (feed(log, name, 1, error=ValueError(name), closing=None) for name in "ab")

    stream = exercise.merge(a, b, feed(log, "c", 2, closing=None))
    await asyncio.wait([start("consumer", listen(log, stream))])

    assert log.of("consumer") == ["consumer raised ValueError 1"]


async def test_a_failure_that_nobody_asks_for(exercise, start, clock, log):
    """A failure while the consumer is at work is dropped if the merge is closed then.

    a yields at 1 s and 9 s; b raises ValueError at 2 s. The consumer takes one item, and closes the
    merge at 5 s. Nobody is left to ask for the exception, but it has to be retrieved.
    """
    a, b = feed(log, "a", 1, 8), feed(log, "b", 2, error=ValueError("no signal"))
    stream = exercise.merge(a, b)
    await anext(stream)
    await clock.until(5)

    start("aclose()", stream.aclose())
    await clock.until(20)

    closed_in_time = closed_before(log, "aclose()")
    assert same(closed_in_time, ["a", "b"])
    assert same(ending(log, "aclose()"), "returned")


async def test_no_sources(exercise, clock):
    """Without sources the merge ends at once."""
    stream = exercise.merge()

    found = [item async for item in stream]

    assert same(found, [])
    assert clock.now == 0


async def test_the_call_alone(exercise, clock, log):
    """The call alone makes no task, and asks no source for an item.

    `merge(a, b)` is called; 5 s later, tasks are counted, and the merge is closed.
    """
    before = len(asyncio.all_tasks())
    stream = exercise.merge(feed(log, "a", 1), feed(log, "b", 1))
    tasks_made = len(asyncio.all_tasks()) - before

    await clock.until(5)

    assert same(tasks_made, 0)
    assert log == []
    await stream.aclose()


async def test_the_consumer_is_cancelled(exercise, start, clock, log):
    """When the consumer is cancelled, it ends as cancelled when all sources have been closed.

    a yields each second, b every 2 s. The consumer, which has the merge in `aclosing`, is cancelled
    at 2.5 s.
    """
    a, b = feed(log, "a", 1, 1, 1), feed(log, "b", 2, 2, 2)
    consumer = start("consumer", listen(log, exercise.merge(a, b)))
    await clock.until(2.5)

    consumer.cancel()
    await clock.until(20)

    closed_in_time = closed_before(log, "consumer")
    assert same(closed_in_time, ["a", "b"])
    assert same(ending(log, "consumer"), "cancelled")


@pytest.mark.code("missing-event")
@every_cancellation
async def test_cancelled_at_any_moment(exercise, start, cancel, log):
    """Whenever the consumer is cancelled, no source is left open.

    a yields at 1, 2 and 3 s, b at 1.5 and 3.5 s. The consumer has the merge in `aclosing`, and
    works on each item for 0.25 s. It is cancelled wherever it waits, in each run at another moment.
    """
    a, b = feed(log, "a", 1, 1, 1, closing=None), feed(log, "b", 1.5, 2, closing=None)
    consumer = start("consumer", listen(log, exercise.merge(a, b), works=0.25))

    await cancel(consumer, comes_out=False)

    left_open = len(log.times("opened")) - len(log.times("closed"))
    assert left_open == 0, "a source was left open"
