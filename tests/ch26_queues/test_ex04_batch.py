"""Hidden behaviours of taking items in batches."""

import asyncio

from grader.testing import every_cancellation, every_order, same


def filled(*items, maxsize=0):
    """A queue with these items."""
    queue = asyncio.Queue(maxsize)
    for item in items:
        queue.put_nowait(item)
    return queue


def fed(*times):
    """A queue into which the text "at t" comes at each of these times, counted from now."""
    queue = asyncio.Queue()
    for seconds in times:
        asyncio.get_running_loop().call_later(seconds, queue.put_nowait, f"at {seconds}")
    return queue


def contents(queue):
    """All that is in a queue; it is taken out, and not marked as done."""
    return [queue.get_nowait() for _ in range(queue.qsize())]


@every_order
async def test_enough_items(exercise, clock):
    """A batch is returned at once when it is full; what is too much for it stays in the queue.

    The queue holds 0 to 9, `max_items` is 4, `max_wait` 2 s.
    """
    queue = filled(*range(10))

    batch = await exercise.get_batch(queue, 4, 2)

    assert clock.now == 0
    assert same((batch, contents(queue)), ([0, 1, 2, 3], [4, 5, 6, 7, 8, 9]))


@every_order
async def test_a_batch_of_one(exercise, clock):
    """A batch of one item is full as soon as the first item is there.

    The queue holds 2 items, `max_items` is 1, `max_wait` 2 s.
    """
    queue = filled("a", "b")

    batch = await exercise.get_batch(queue, 1, 2)

    assert clock.now == 0
    assert same((batch, contents(queue)), (["a"], ["b"]))


@every_order
async def test_none_is_an_item(exercise, clock):
    """Any object is an item: None, 0 and an empty text come in a batch like others.

    The queue holds None, 0, None, "" and 5, `max_items` is 4, `max_wait` 2 s.
    """
    queue = filled(None, 0, None, "", 5)

    batch = await exercise.get_batch(queue, 4, 2)

    assert clock.now == 0
    assert same((batch, contents(queue)), ([None, 0, None, ""], [5]))


@every_order
async def test_slow_items(exercise, start, clock, log):
    """All items of a batch share one limit, which begins to count with the first one.

    Items come in at 1, 2.5, 4 and 5.5 s; `max_items` is 10, `max_wait` 2 s: time is up at 3 s.
    """
    queue = fed(1, 2.5, 4, 5.5)
    call = start("call", exercise.get_batch(queue, 10, 2))

    await clock.until(20)

    assert log == ["call returned 3"]
    assert same((call.result(), contents(queue)), (["at 1", "at 2.5"], ["at 4", "at 5.5"]))


@every_order
async def test_a_late_first_item(exercise, start, clock, log):
    """The call waits for the first item without a limit.

    The only item comes in at 100 s; `max_wait` is 1 s: the batch is returned at 101 s.
    """
    call = start("call", exercise.get_batch(fed(100), 5, 1))

    await clock.until(200)

    assert log == ["call returned 101"]
    assert same(call.result(), ["at 100"])


@every_order
async def test_full_before_its_time(exercise, start, clock, log):
    """The batch is returned at the moment at which it is full.

    Items come in at 1.25, 1.375 and 2.375 s; `max_items` is 3, `max_wait` 60 s.
    """
    call = start("call", exercise.get_batch(fed(1.25, 1.375, 2.375), 3, 60))

    await clock.until(200)

    assert log == ["call returned 2.375"]
    assert same(call.result(), ["at 1.25", "at 1.375", "at 2.375"])


async def test_no_time_to_wait(exercise, clock):
    """Without any time to wait, all that is there is taken.

    The queue holds 3 items, `max_items` is 5, `max_wait` 0.
    """
    batch = await exercise.get_batch(filled("a", "b", "c"), 5, 0)

    assert clock.now == 0
    assert same(batch, ["a", "b", "c"])


@every_order
async def test_items_that_mean_nothing(exercise, clock):
    """Any object is an item: None, 0, False.

    The queue holds None, 0 and False, `max_items` is 3, `max_wait` 2 s.
    """
    batch = await exercise.get_batch(filled(None, 0, False), 3, 2)

    assert clock.now == 0
    assert same(batch, [None, 0, False])


async def test_others_wait_for_room(exercise, start, clock, log):
    """Items whose `put` waits for room come into the batch as soon as there is room.

    The queue has room for 2; six calls of `put` have been made, four of which wait. At 1 s a batch
    is taken, with `max_items` 6 and `max_wait` 5 s.
    """
    queue = asyncio.Queue(2)
    for number in range(6):
        start(f"put{number}", queue.put(number))
    await clock.until(1)

    call = start("call", exercise.get_batch(queue, 6, 5))
    await clock.until(20)

    assert log.of("call") == ["call returned 1"]
    assert same(call.result(), [0, 1, 2, 3, 4, 5])


@every_order
async def test_the_next_item_stays(exercise, start, clock, log):
    """When the call has returned, nobody takes items any more.

    An item is there at 0 s; `max_wait` is 1 s. Another one comes in at 5 s.
    """
    queue = filled("first")
    start("call", exercise.get_batch(queue, 10, 1))
    await clock.until(5)

    queue.put_nowait("next")
    await clock.settle()

    assert log == ["call returned 1"]
    assert contents(queue) == ["next"], "somebody has taken the next item"


@every_order
async def test_who_marks_them_as_done(exercise, start, clock, log):
    """The items aren't marked as done: that is for the caller to do.

    The queue holds 3 items, which make a batch. Somebody waits in `join`; the caller marks the items
    as done at 3 s.
    """
    queue = filled("a", "b", "c")
    start("join", queue.join())
    batch = await exercise.get_batch(queue, 3, 1)
    await clock.until(3)

    for _ in range(len(batch)):
        queue.task_done()
    await clock.settle()

    assert log == ["join returned 3"]


@every_order
async def test_several_callers(exercise, jobs):
    """If several callers take batches, each item comes into one of them, in every order of events.

    Two callers take batches of 3 from a queue with room for 1, into which 6 items are put, each with
    a pause that lets others run.
    """
    queue, pause = asyncio.Queue(1), jobs.make("pause")

    async def put_all():
        for item in "abcdef":
            await pause()
            await queue.put(item)

    batches = (exercise.get_batch(queue, 3, 5) for _ in range(2))
    one, other, _ = await asyncio.gather(*batches, put_all())

    assert same(sorted(one + other), list("abcdef"))


@every_order
async def test_cancelled_before_the_first_item(exercise, start, clock, log):
    """A call that is cancelled while it waits for the first item takes nothing later.

    The call is cancelled at 1 s; an item comes in at 2 s.
    """
    queue = fed(2)
    call = start("call", exercise.get_batch(queue, 3, 5))
    await clock.until(1)

    call.cancel()
    await clock.until(9)

    assert log == ["call cancelled 1"]
    assert contents(queue) == ["at 2"], "somebody has taken the item"


@every_order
async def test_cancelled_after_the_first_item(exercise, start, clock, log):
    """A call that is cancelled while it waits for more items ends as cancelled.

    An item is there at 0 s; `max_wait` is 5 s. The call is cancelled at 1 s; an item comes in at 2 s.
    """
    queue = fed(2)
    queue.put_nowait("first")
    call = start("call", exercise.get_batch(queue, 3, 5))
    await clock.until(1)

    call.cancel()
    await clock.until(9)

    assert log == ["call cancelled 1"]
    assert contents(queue) == ["at 2"], "somebody has taken the item"


@every_order
async def test_cancelled_as_the_first_item_comes_in(exercise, start, clock):
    """If a call is cancelled as the first item comes in, the item is returned or still in the queue.

    The call waits for the first item. At 1 s it comes in, and the call is cancelled before it can
    take the item.
    """
    queue = asyncio.Queue()
    call = start("call", exercise.get_batch(queue, 1, 1))
    await clock.until(1)

    queue.put_nowait("item")
    call.cancel()
    await asyncio.wait([call])

    returned = [] if call.cancelled() else call.result()
    assert same(returned + contents(queue), ["item"])


@every_cancellation
async def test_cancelled_at_any_moment(exercise, start, clock, cancel):
    """Whenever a call is cancelled, nobody takes items after that.

    Items come in at 1 and 2 s; `max_items` is 3, `max_wait` 5 s. The call is cancelled wherever it
    waits, in each run of the test at another moment. Another item comes in at 20 s.
    """
    queue = fed(1, 2)
    await cancel(start("call", exercise.get_batch(queue, 3, 5)), comes_out=False)
    await clock.until(20)

    queue.put_nowait("later")
    await clock.settle()

    assert contents(queue)[-1:] == ["later"], "somebody has taken the last item"
