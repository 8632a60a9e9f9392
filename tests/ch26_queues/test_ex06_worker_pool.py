"""Hidden behaviours of a pool of workers."""

import asyncio

import pytest

from grader.testing import every_cancellation, every_order, same


def make_handler(jobs, takes=1, cleanup=0, **errors):
    """A handler whose calls are logged under their item, and that returns the item in capitals.

    Of the items that are named it raises these errors first, one a call.
    """

    async def handler(item):
        error = errors[item].pop(0) if errors.get(item) else None
        job = jobs.make(item, takes, returns=item.upper(), raises=error, cleanup=cleanup)
        return await job(item)

    return handler


async def use(pool, items, *, then=None):
    """Submit all items in a block, await `then`, and leave the block."""
    async with pool:
        for item in items:
            await pool.submit(item)
        if then is not None:
            await then


async def fail_at(clock, when, error):
    await clock.until(when)
    raise error


@every_order
async def test_the_workers_share_the_items(exercise, jobs, clock):
    """All workers are at work, and the end of the block waits for all that was submitted.

    10 items are submitted to 3 workers; each takes 1 s. The block is left at 4 s.
    """
    pool = exercise.WorkerPool(make_handler(jobs), workers=3, capacity=10)

    await use(pool, "abcdefghij")

    assert clock.now == 4
    assert same(sorted(pool.succeeded), [(item, item.upper()) for item in "abcdefghij"])


@every_order
async def test_each_item_once(exercise, jobs):
    """Each item succeeds once, and never are there more at work than workers, in every order of events.

    4 items are submitted to 2 workers, with room for 2. a and c fail once, and are tried again at once.
    """
    handler = make_handler(jobs, takes=0, a=[OSError("a")], c=[OSError("c")])
    pool = exercise.WorkerPool(handler, workers=2, capacity=2, retries=1)

    await use(pool, "abcd")

    assert jobs.peak <= 2
    assert same(sorted(pool.succeeded), [("a", "A"), ("b", "B"), ("c", "C"), ("d", "D")])


@every_order
async def test_any_object_is_an_item(exercise):
    """Any object is an item, None too, and any object is a result.

    None, 0, '' and a list are submitted to 1 worker; the handler returns what it is given.
    """

    async def handler(item):
        return item

    pool = exercise.WorkerPool(handler, workers=1, capacity=5)

    await use(pool, [None, 0, "", [1]])

    pairs = sorted(pool.succeeded, key=repr)
    assert same(pairs, [("", ""), (0, 0), (None, None), ([1], [1])])


@every_order
async def test_submitted_twice(exercise, jobs, clock):
    """An item that is submitted twice is handled twice, and each time it is tried again.

    a is submitted to 1 worker at 0 s and at 5 s; each try takes 1 s. Both times the first try fails,
    and there is 1 retry, without a delay.
    """
    handler = make_handler(jobs, a=[OSError("first"), None, OSError("second")])
    async with exercise.WorkerPool(handler, workers=1, capacity=1, retries=1) as pool:
        await pool.submit("a")
        await clock.until(5)
        await pool.submit("a")

    assert same((pool.succeeded, pool.failed), ([("a", "A"), ("a", "A")], []))


@every_order
async def test_a_full_pool(exercise, jobs, clock):
    """Who submits waits as long as `capacity` items wait for a worker.

    There are 1 worker and room for 2; each item takes 10 s. Of four items one is at work and two
    wait, so the fourth is accepted at 10 s.
    """
    accepted = []

    async with exercise.WorkerPool(make_handler(jobs, takes=10), workers=1, capacity=2) as pool:
        for item in "abcd":
            await pool.submit(item)
            accepted.append(float(clock.now))

    assert accepted == [0, 0, 0, 10]
    assert clock.now == 40


@every_order
async def test_tried_again(exercise, jobs, clock, log):
    """A failed item is tried again after the delay; the end of the block waits for that.

    An item takes 1 s and fails twice; there are 2 retries, each 5 s after the failure.
    """
    handler = make_handler(jobs, a=[OSError("first"), OSError("second")])
    pool = exercise.WorkerPool(handler, workers=1, capacity=1, retries=2, delay=5)

    await use(pool, "a")

    assert clock.now == 13
    assert log.times("started") == [0, 6, 12]
    assert same((pool.succeeded, pool.failed), ([("a", "A")], []))


@every_order
async def test_the_worker_is_free_meanwhile(exercise, jobs, clock, log):
    """While an item waits to be tried again, its worker is free for others.

    a is submitted to 1 worker at 0 s, b at 0.5 s; each takes 1 s. a fails once, and is tried again
    5 s later.
    """
    handler = make_handler(jobs, a=[OSError("first")])
    async with exercise.WorkerPool(handler, workers=1, capacity=2, retries=1, delay=5) as pool:
        await pool.submit("a")
        await clock.until(0.5)
        await pool.submit("b")

    assert [line for line in log if "started" in line] == [
        "a started 0",
        "b started 1",
        "a started 6",
    ]


@every_order
async def test_given_up(exercise, jobs, log):
    """When all retries have failed, the item is in `failed` with the last exception; others go on.

    a fails always, b succeeds; each takes 1 s. There are 1 worker and 2 retries, without a delay.
    """
    errors = [OSError(f"try {number}") for number in range(3)]
    handler = make_handler(jobs, a=[*errors, OSError("one too many")])
    pool = exercise.WorkerPool(handler, workers=1, capacity=2, retries=2)

    await use(pool, "ab")

    tries = sum("started" in line for line in log.of("a"))
    assert tries == 3
    assert same((pool.succeeded, pool.failed), ([("b", "B")], [("a", errors[2])]))


@every_order
async def test_no_retries(exercise, jobs, clock, log):
    """Without retries, an item that fails has failed for good; its worker goes on.

    a and b take 1 s each, and a fails. There is 1 worker.
    """
    error = OSError("a")
    pool = exercise.WorkerPool(make_handler(jobs, a=[error]), workers=1, capacity=2)

    await use(pool, "ab")

    assert clock.now == 2
    assert same((pool.succeeded, pool.failed), ([("b", "B")], [("a", error)]))


@every_order
async def test_all_are_tried_again(exercise, jobs):
    """A worker is never in the way of an item that is to be tried again.

    There are 1 worker and room for 1. Each of 4 items fails once, and is tried again at once.
    """
    handler = make_handler(jobs, **{item: [OSError(item)] for item in "abcd"})
    pool = exercise.WorkerPool(handler, workers=1, capacity=1, retries=1)

    await use(pool, "abcd")

    assert same(sorted(pool.succeeded), [("a", "A"), ("b", "B"), ("c", "C"), ("d", "D")])
    assert same(pool.failed, [])


@every_order
async def test_nothing_to_do(exercise, jobs, clock):
    """A pool to which nothing was submitted closes at once.

    There are 3 workers.
    """
    pool = exercise.WorkerPool(make_handler(jobs), workers=3, capacity=2)

    await use(pool, "")

    assert clock.now == 0
    assert same((pool.succeeded, pool.failed), ([], []))


@every_order
async def test_submitted_while_it_closes(exercise, jobs, start, clock, log):
    """From the beginning of the closing on, `submit` raises `PoolClosed`; the handler isn't called.

    An item takes 10 s. The block ends at 0 s; at 1 s another item is submitted, for which there is
    room.
    """
    pool = exercise.WorkerPool(make_handler(jobs, takes=10), workers=1, capacity=2)
    start("block", use(pool, "a"))
    await clock.until(1)

    late = start("late", pool.submit("b"))
    await clock.until(90)

    assert same(type(late.exception()), exercise.PoolClosed)
    assert log == [
        *("a started 0", "late raised PoolClosed 1", "a returned 10", "block returned 10"),
    ]


@every_order
async def test_submitted_after_the_block(exercise, jobs, start, log):
    """After the block, `submit` raises `PoolClosed`, also if an exception has left the block.

    The block raises ValueError at once. Then an item is submitted.
    """
    pool = exercise.WorkerPool(make_handler(jobs), workers=1, capacity=2)
    with pytest.raises(ValueError, match="oops"):
        async with pool:
            raise ValueError("oops")

    await asyncio.wait([start("late", pool.submit("b"))])

    assert log == ["late raised PoolClosed 0"]


@every_order
async def test_a_submit_that_waits_as_it_closes(exercise, jobs, start, clock):
    """A call of `submit` that waits as the pool closes raises `PoolClosed`, or its item is handled.

    There are 1 worker and room for 1; each item takes 10 s. a is at work, b waits, and so does the
    call for c, as the block ends at 1 s.
    """
    pool = exercise.WorkerPool(make_handler(jobs, takes=10), workers=1, capacity=1)
    block = start("block", use(pool, "ab", then=clock.until(1)))
    await clock.until(0.5)
    call = start("call", pool.submit("c"))

    await asyncio.wait([call, block])

    handled = "ab" if type(call.exception()) is exercise.PoolClosed else "abc"
    assert same(sorted(pool.succeeded), [(item, item.upper()) for item in handled])


async def test_room_as_all_is_settled(exercise, start, clock):
    """A call of `submit` that gets room right as all else is settled isn't forgotten, either.

    There are 1 worker and room for 1. a takes 10 s, b and c take no time at all. a is at work, b
    waits, and so does the call for c, as the block ends at 1 s. At 10 s b begins, which makes room,
    and is settled. If the call for c doesn't raise `PoolClosed` now, c is handled before the block
    is left.
    """

    async def handler(item):
        if item == "a":
            await clock.until(10)
        return item.upper()

    pool = exercise.WorkerPool(handler, workers=1, capacity=1)
    block = start("block", use(pool, "ab", then=clock.until(1)))
    await clock.until(0.5)
    call = start("call", pool.submit("c"))

    await asyncio.wait([call, block])

    handled = "ab" if type(call.exception()) is exercise.PoolClosed else "abc"
    assert same(sorted(pool.succeeded), [(item, item.upper()) for item in handled])


@every_order
async def test_closed_twice(exercise, jobs, start, clock, log):
    """`close` may be called again: each call returns when all is settled.

    An item takes 3 s. `close` is called in the block at 0 s and by another task at 1 s; the end of the
    block closes once more.
    """
    pool = exercise.WorkerPool(make_handler(jobs, takes=3), workers=2, capacity=2)
    async with pool:
        await pool.submit("a")
        start("one", pool.close())
        await clock.until(1)
        start("other", pool.close())
        await clock.until(7)

    assert (log.of("one"), log.of("other")) == (["one returned 3"], ["other returned 3"])
    assert clock.now == 7


@every_order
async def test_a_cancelled_submit(exercise, jobs, start, clock):
    """An item whose `submit` is cancelled while it waits is not accepted; nobody waits for it.

    There are 1 worker and room for 1; each item takes 10 s. a is at work, b waits; the call for c is
    cancelled at 1 s. All is settled at 20 s.
    """
    pool = exercise.WorkerPool(make_handler(jobs, takes=10), workers=1, capacity=1)
    async with pool:
        for item in "ab":
            await pool.submit(item)
        call = start("call", pool.submit("c"))
        await clock.until(1)
        call.cancel()
        await asyncio.wait([call])

    assert clock.now == 20
    assert same(sorted(pool.succeeded), [("a", "A"), ("b", "B")])


@every_order
async def test_an_exception_in_the_block(exercise, jobs, start, clock, log):
    """An exception that leaves the block cancels the handlers, and goes on; the rest is dropped.

    4 items are submitted to 2 workers; each takes 10 s. At 3 s the block raises ValueError: two
    handlers are at work, and the other two items haven't begun.
    """
    error = ValueError("in the block")
    pool = exercise.WorkerPool(make_handler(jobs, takes=10), workers=2, capacity=4)
    block = start("block", use(pool, "abcd", then=fail_at(clock, 3, error)))

    await clock.until(90)

    assert log.of("block") == ["block raised ValueError 3"]
    assert (log.times("started"), log.times("cancelled")) == ([0, 0], [3, 3])
    assert same(block.exception(), error)


@pytest.mark.code("cancelled")
@every_order
async def test_clean_up(exercise, jobs, start, clock, log):
    """The exception goes on when the handlers have cleaned up; each of them is cancelled once.

    2 items are submitted to 2 workers. At 3 s the block raises ValueError; the handlers clean up for
    2 s, till 5 s.
    """
    error = ValueError("in the block")
    pool = exercise.WorkerPool(make_handler(jobs, takes=10, cleanup=2), workers=2, capacity=4)
    start("block", use(pool, "ab", then=fail_at(clock, 3, error)))

    await clock.until(90)

    assert not log.times("interrupted"), "a clean-up was cut short by a second `cancel()`"
    assert log.of("block") == ["block raised ValueError 5"]


@every_order
async def test_a_retry_is_dropped(exercise, jobs, start, clock, log):
    """When an exception leaves the block, what waits to be tried again is dropped.

    a fails at 1 s, and is to be tried again 5 s later. At 3 s the block raises ValueError.
    """
    pool = exercise.WorkerPool(
        make_handler(jobs, a=[OSError("first")]), workers=1, capacity=1, retries=1, delay=5
    )
    block = start("block", use(pool, "a", then=fail_at(clock, 3, ValueError("in the block"))))

    await asyncio.wait([block])

    assert log == ["a started 0", "a raised OSError 1", "block raised ValueError 3"]


@pytest.mark.code("leaked-task")
@every_cancellation
async def test_cancelled_at_any_moment(exercise, jobs, start, clock, cancel):
    """Whenever the task that runs the block is cancelled, it ends as cancelled, and no handler runs.

    3 items are submitted to 2 workers, with room for 1. They take 2 s, and 1 s to clean up; a fails
    once, and is tried again 1 s later. The task is cancelled wherever it waits, in the block or at
    its end, in each run of the test at another moment.
    """
    handler = make_handler(jobs, takes=2, cleanup=1, a=[OSError("first")])
    pool = exercise.WorkerPool(handler, workers=2, capacity=1, retries=1, delay=1)

    await cancel(start("block", use(pool, "abc")))

    assert jobs.running == 0, "a handler is still running"
    await clock.until(90)
    assert jobs.running == 0, "a handler has begun later"
