"""Hidden behaviours of access to queues without waiting."""

import asyncio

import pytest

from grader.testing import every_cancellation, every_order, same


def filled(*items, maxsize=0):
    """A queue with these items."""
    queue = asyncio.Queue(maxsize)
    for item in items:
        queue.put_nowait(item)
    return queue


def contents(queue):
    """All that is in a queue; it is taken out, and not marked as done."""
    return [queue.get_nowait() for _ in range(queue.qsize())]


def idle(log):
    """An `on_idle` that notes its calls, and gives up on a caller that never sleeps."""

    def on_idle():
        log.add("idle", "called")
        assert len(log) < 9, "`on_idle` is called on and on"

    return on_idle


@every_order
async def test_offers(exercise):
    """If a queue is full, the oldest item is dropped for a new one, and returned in a list.

    The queue has room for 3; 0 to 4 are offered.
    """
    queue = asyncio.Queue(3)

    dropped = [exercise.offer(queue, number) for number in range(5)]

    assert same(dropped, [[], [], [], [0], [1]])
    assert same(contents(queue), [2, 3, 4])


@every_order
async def test_what_is_dropped_is_done(exercise, start, clock, log):
    """An item that is dropped counts as done, so that `join` doesn't wait for it.

    The queue has room for 2; 6 items are offered. At 1 s the two that are left are taken and marked
    as done; somebody waits in `join`.
    """
    queue = asyncio.Queue(2)
    for number in range(6):
        exercise.offer(queue, number)
    start("join", queue.join())
    await clock.until(1)

    for _ in contents(queue):
        queue.task_done()
    await clock.settle()

    assert log == ["join returned 1"]


@every_order
async def test_no_limit(exercise):
    """Nothing is dropped from a queue without a limit.

    50 items are offered to `asyncio.Queue()`, whose `maxsize` is 0.
    """
    queue = asyncio.Queue()

    dropped = [exercise.offer(queue, number) for number in range(50)]

    assert same(dropped, [[] for _ in range(50)])
    assert same(contents(queue), list(range(50)))


@every_order
async def test_falsy_items_are_dropped_too(exercise):
    """What is dropped is returned, even if it is None or false in an `if`.

    The queue has room for 1; None, 0 and 'x' are offered.
    """
    queue = asyncio.Queue(1)

    dropped = [exercise.offer(queue, item) for item in (None, 0, "x")]

    assert same(dropped, [[], [None], [0]])


@every_order
async def test_drained(exercise):
    """All that is in the queue is taken out, the oldest first; if there is nothing, the list is empty.

    The queue holds 0, None and 2, and has no limit; it is drained twice.
    """
    queue = filled(0, None, 2)

    drained = [exercise.drain(queue), exercise.drain(queue)]

    assert same(drained, [[0, None, 2], []])
    assert queue.empty()


@every_order
async def test_what_is_drained_is_done(exercise, start, clock, log):
    """What is drained counts as done, so that `join` doesn't wait for it.

    The queue holds 3 items. Somebody waits in `join`; at 1 s the queue is drained.
    """
    queue = filled(0, 1, 2)
    start("join", queue.join())
    await clock.until(1)

    exercise.drain(queue)
    await clock.settle()

    assert log == ["join returned 1"]


@every_order
async def test_what_is_being_worked_on_is_not_done(exercise, start, clock, log):
    """An item that somebody has taken before is not done when the queue is drained.

    The queue holds 3 items, a worker takes one. The other two are drained at 1 s; the worker marks
    its own as done at 2 s. Somebody waits in `join`.
    """
    queue = filled(0, 1, 2)
    queue.get_nowait()
    start("join", queue.join())
    await clock.until(1)

    exercise.drain(queue)
    await clock.until(2)
    queue.task_done()
    await clock.settle()

    assert log == ["join returned 2"]


@every_order
async def test_who_waits_for_room(exercise, start, clock, log):
    """Who waits for room in a full queue gets in when it is drained.

    The queue has room for 2 and is full; a call of `put` waits. At 1 s the queue is drained.
    """
    queue = filled(0, 1, maxsize=2)
    start("put", queue.put(2))
    await clock.until(1)

    drained = exercise.drain(queue)
    await clock.settle()

    assert log == ["put returned 1"]
    assert same((drained, contents(queue)), ([0, 1], [2]))


@every_order
async def test_a_late_item(exercise, start, clock, log):
    """While there is no item, `on_idle` is called, and the queue is looked at after each interval.

    The interval is 0.5 s, the item comes in at 0.625 s: it is found at 1 s.
    """
    queue = asyncio.Queue()
    call = start("call", exercise.poll(queue, 0.5, idle(log)))

    await clock.until(0.625)
    queue.put_nowait("item")
    await asyncio.wait([call])

    assert log == ["idle called 0", "idle called 0.5", "call returned 1"]
    assert same(call.result(), "item")


@every_order
async def test_nothing_comes(exercise, start, clock, log):
    """While there is no item, `on_idle` is called once every interval.

    The interval is 0.5 s, and no item comes in before 1.375 s.
    """
    queue = asyncio.Queue()
    call = start("call", exercise.poll(queue, 0.5, idle(log)))

    await clock.until(1.375)
    queue.put_nowait("item")
    await asyncio.wait([call])

    assert log.of("idle") == ["idle called 0", "idle called 0.5", "idle called 1"]


@pytest.mark.parametrize("item", [None, 0, ""], ids=repr)
async def test_an_item_that_is_there(exercise, start, log, item):
    """An item that is there is returned at once, whatever it is, and `on_idle` isn't called.

    The queue holds one item: None, 0 or an empty text.
    """
    call = start("call", exercise.poll(filled(item), 0.5, idle(log)))

    await asyncio.wait([call])

    assert log == ["call returned 0"]
    assert same(call.result(), item)


@every_order
async def test_two_that_look(exercise, start, clock, log):
    """If two calls look at the same moment, and there is one item, one gets it, the other looks again.

    The queue holds item 1; two calls begin at 0 s, with an interval of 0.5 s. Item 2 comes in at
    0.625 s. In every order of events.
    """
    queue = filled(1)
    calls = [start(name, exercise.poll(queue, 0.5, idle(log))) for name in ("one", "two")]

    await clock.until(0.625)
    queue.put_nowait(2)
    items = await asyncio.gather(*calls)

    assert same(set(items), {1, 2})


@every_order
async def test_who_marks_it_as_done(exercise, start, clock, log):
    """The item that is returned isn't marked as done: that is for the caller to do.

    Somebody waits in `join`. The only item is polled at 0 s; the caller marks it at 3 s.
    """
    queue = filled("item")
    start("join", queue.join())
    await exercise.poll(queue, 0.5, idle(log))

    await clock.until(3)
    queue.task_done()
    await clock.settle()

    assert log == ["join returned 3"]


@every_cancellation
async def test_cancelled_at_any_moment(exercise, start, clock, cancel, log):
    """Whenever a call is cancelled, it ends as cancelled, and the item is still there.

    The interval is 0.5 s, the item comes in at 1.25 s. The call is cancelled wherever it waits, in
    each run of the test at another moment.
    """
    queue = asyncio.Queue()

    async def put():
        await clock.until(1.25)
        await queue.put("item")

    putting = start("put", put())
    await cancel(start("call", exercise.poll(queue, 0.5, idle(log))))
    await putting

    assert contents(queue) == ["item"]
