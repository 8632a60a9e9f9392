"""Hidden behaviours of workers that live on one stream."""

import asyncio

import pytest

from grader.testing import every_cancellation, every_order, same


async def stream(log, *items, takes=1.0, closing=0.5):
    """Yield `items`, each after `takes` s, and log what is drawn; an exception is raised.

    To clean up takes `closing` s.
    """
    log.add("source", "opened")
    try:
        for item in items:
            await asyncio.sleep(takes)
            if isinstance(item, Exception):
                raise item
            log.add(f"item {item}", "drawn")
            yield item
    finally:
        log.add("source", "closes")
        if closing:
            await asyncio.sleep(closing)
        log.add("source", "closed")


def each(*jobs):
    """A `handle` that has a job for each item."""

    async def handle(item):
        await jobs[item](item)

    return handle


def leaves(error):
    """The exceptions in a group, groups in it opened; of another exception, only itself."""
    if isinstance(error, BaseExceptionGroup):
        return [leaf for each in error.exceptions for leaf in leaves(each)]
    return [error]


async def ungrouped(call):
    """Await `call`; if it raises a group with one exception in it, raise that one."""
    try:
        await call
    except BaseExceptionGroup as group:
        found = leaves(group)
        raise (found[0] if len(found) == 1 else group) from None


@every_order
async def test_each_item_once(exercise, jobs, log):
    """Each item is handled once, in every order of events.

    The source yields 0 to 5, and lets others run before each; `handle` lets others run once. There
    are 3 workers.
    """
    source, handle = stream(log, *range(6), takes=0), jobs.make("handle")

    await ungrouped(exercise.consume(source, 3, handle))

    assert same(sorted(handle.calls), [(item,) for item in range(6)])


async def test_items_that_look_empty(exercise, jobs, log):
    """Any object may be an item of the source, None and 0 too.

    The source yields None, 0 and "", one each second. There are 2 workers.
    """
    source, handle = stream(log, None, 0, ""), jobs.make("handle")

    await ungrouped(exercise.consume(source, 2, handle))

    assert same(handle.calls, [(None,), (0,), ("",)])


async def test_the_limit(exercise, jobs, log):
    """As many calls run at a time as there are workers, and no more.

    The source yields 8 items, one each second; a call takes 4 s. There are 3 workers.
    """
    source, handle = stream(log, *range(8)), jobs.make("handle", takes=4)

    await ungrouped(exercise.consume(source, 3, handle))

    assert handle.gauge.peak == 3


async def test_drawing_goes_on(exercise, jobs, start, clock, log):
    """While calls run, the next item is drawn, and its call begins when it is there.

    The source yields 6 items, one each second; a call takes 1.75 s. There are 3 workers, so there
    is always one who waits for an item.
    """
    source, handle = stream(log, *range(6)), jobs.make("handle", takes=1.75)

    start("call", ungrouped(exercise.consume(source, 3, handle)))
    await clock.until(99)

    assert log.times("started") == [1, 2, 3, 4, 5, 6]
    assert log.of("call") == ["call returned 7.75"]


async def test_the_read_ahead(exercise, jobs, start, clock, log):
    """Of the items that were drawn, at most `workers + 1` wait for their call.

    The source would yield 50 items, one each second; a call takes 100 s. There are 2 workers, so by
    49.5 s 2 items have their call, and at most 3 others may have been drawn.
    """
    source, handle = stream(log, *range(50)), jobs.make("handle", takes=100)
    call = start("call", ungrouped(exercise.consume(source, 2, handle)))
    await clock.until(49.5)

    waiting = len(log.times("drawn")) - len(log.times("started"))
    call.cancel()
    await clock.until(60)

    assert waiting <= 3, f"{waiting} items were drawn and wait for their call"


async def test_the_call_is_cancelled(exercise, jobs, start, clock, log):
    """When `consume` is cancelled, so are the calls, and the source is closed before it ends.

    The source yields an item each second, and takes 0.5 s to clean up; a call takes 100 s. There
    are 2 workers. `consume` is cancelled at 49.5 s.
    """
    source, handle = stream(log, *range(50)), jobs.make("handle", takes=100)
    call = start("call", ungrouped(exercise.consume(source, 2, handle)))
    await clock.until(49.5)

    call.cancel()
    await clock.until(60)

    assert jobs.running == 0, "a call of `handle` is still running"
    assert log.of("source")[1:] == ["source closes 49.5", "source closed 50"]
    assert log.of("call") == ["call cancelled 50"]


@pytest.mark.code("leaked-task")
@every_cancellation
async def test_cancelled_at_any_moment(exercise, jobs, start, cancel, log):
    """Whenever `consume` is cancelled, no call is left running, and the source isn't left open.

    The source yields 4 items, one each second; a call takes 1.75 s. There are 2 workers. `consume`
    is cancelled wherever it waits, in each run of the test at another moment.
    """
    source, handle = stream(log, *range(4), closing=None), jobs.make("handle", takes=1.75)
    call = start("call", ungrouped(exercise.consume(source, 2, handle)))

    await cancel(call, comes_out=False)

    assert jobs.running == 0, "a call of `handle` is still running"
    assert len(log.times("closed")) == len(log.times("opened")), "the source was left open"


async def test_a_call_fails(exercise, jobs, start, clock, log):
    """When a call fails, the others are cancelled, the source is closed, the exception comes out.

    The source yields an item each second, and takes 0.5 s to clean up. There are 3 workers. The
    call for item 0 would take 9 s; that for item 1 fails at 2.625 s, while item 2 is being drawn.
    """
    error = OSError("item 1 is broken")
    handle = each(jobs.make("zero", 9), jobs.make("one", 0.625, raises=error), jobs.make("two"))
    source = stream(log, *range(3))
    call = start("call", ungrouped(exercise.consume(source, 3, handle)))
    await clock.until(20)

    assert log.of("zero") + log.of("two") == ["zero started 1", "zero cancelled 2.625"]
    assert log.of("source")[1:] == ["source closes 2.625", "source closed 3.125"]
    assert log.of("call") == ["call raised OSError 3.125"]
    assert same(call.exception(), error)


async def test_a_call_fails_while_all_are_busy(exercise, jobs, start, clock, log):
    """When a call fails, the source is closed even if nobody waits for an item of it.

    The source yields an item each second, and takes 0.5 s to clean up. There are 2 workers. The
    call for item 0 would take 9 s, that for item 1 fails at 4.625 s.
    """
    fails = jobs.make("one", 2.625, raises=OSError("item 1 is broken"))
    handle = each(jobs.make("zero", 9), fails, *[jobs.make("other")] * 8)
    source = stream(log, *range(10))
    start("call", ungrouped(exercise.consume(source, 2, handle)))
    await clock.until(20)

    assert log.of("source")[1:] == ["source closes 4.625", "source closed 5.125"]
    assert log.of("call") + log.of("other") == ["call raised OSError 5.125"]


@pytest.mark.code("cancelled")
async def test_clean_up(exercise, jobs, start, clock, log):
    """Before the exception comes out, the calls that were cancelled have cleaned up.

    The source yields an item each second. There are 3 workers. The call for item 0 would take 9 s;
    it is cancelled at 2.625 s, when that for item 1 fails, and cleans up for 2 s.
    """
    fails = jobs.make("one", 0.625, raises=OSError("item 1 is broken"))
    source = stream(log, *range(3), closing=None)
    handle = each(jobs.make("zero", 9, cleanup=2), fails, jobs.make("two"))
    start("call", ungrouped(exercise.consume(source, 3, handle)))
    await clock.until(20)

    assert not log.times("interrupted"), "the clean-up was cut short by a second `cancel()`"
    assert log[-2:] == ["zero cancelled 4.625", "call raised OSError 4.625"]


async def test_a_late_failure(exercise, jobs, start, clock, log):
    """A call that fails after the end of the source stops the others all the same.

    The source yields two items, one each second, and has ended at 2.5 s. There are 3 workers. The
    call for item 0 would take 9 s; that for item 1 fails at 5 s.
    """
    error = OSError("item 1 is broken")
    handle = each(jobs.make("zero", 9), jobs.make("one", 3, raises=error))

    call = start("call", ungrouped(exercise.consume(stream(log, 0, 1), 3, handle)))
    await clock.until(20)

    assert log.of("zero") == ["zero started 1", "zero cancelled 5"]
    assert log.of("call") == ["call raised OSError 5"]
    assert same(call.exception(), error)


async def test_an_end_of_something_else(exercise, jobs, start, clock, log):
    """A StopAsyncIteration of a call is a failure like others, and not the end of the source.

    The source yields two items, one each second, and has ended at 2.5 s. There are 3 workers. The
    call for item 0 would take 9 s; that for item 1 raises a StopAsyncIteration at 5 s.
    """
    fails = jobs.make("one", 3, raises=StopAsyncIteration("of something else"))
    source, handle = stream(log, 0, 1), each(jobs.make("zero", 9), fails)

    start("call", ungrouped(exercise.consume(source, 3, handle)))
    await clock.until(20)

    assert log.of("zero") == ["zero started 1", "zero cancelled 5"]
    assert log.of("call") == ["call raised StopAsyncIteration 5"]


async def test_the_source_fails(exercise, jobs, start, clock, log):
    """When the source fails, the calls that run are cancelled, and the exception comes out.

    The source yields two items, one each second, then raises KeyError at 3 s; its clean-up takes
    till 3.5 s. There are 3 workers; the calls for both items would take 9 s.
    """
    error = KeyError("no such item")
    source, handle = stream(log, 0, 1, error), jobs.make("handle", takes=9)

    call = start("call", ungrouped(exercise.consume(source, 3, handle)))
    await clock.until(20)

    assert log.of("handle")[2:] == ["handle cancelled 3.5", "handle cancelled 3.5"]
    assert log.of("call") == ["call raised KeyError 3.5"]
    assert same(call.exception(), error)
