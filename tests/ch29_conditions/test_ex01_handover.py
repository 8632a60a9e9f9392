"""Hidden behaviours of handing items over through a list."""

import asyncio

import pytest

from grader.testing import every_cancellation, every_order, same


class NotingLock(asyncio.Lock):
    """Notes what is in the box whenever somebody lets go of it."""

    def __init__(self, box):
        super().__init__()
        self.box, self.notes = box, []

    def release(self):
        self.notes.append([*self.box])
        super().release()


async def bake(condition, box, clock):
    """Append an item at 1 s, notify, and hold the condition until 2 s."""
    await clock.until(1)
    async with condition:
        box.append("bread")
        condition.notify()
        await clock.until(2)


async def test_a_consumer_waits(exercise, start, clock, log):
    """A consumer that waits gets an item as soon as it is published.

    A consumer waits from 0 s on; "bread" is published at 2.375 s.
    """
    condition, box = asyncio.Condition(), []
    call = start("consumer", exercise.consume(condition, box))
    await clock.until(2.375)

    await exercise.publish(condition, box, "bread")
    await asyncio.wait([call])

    assert log == ["consumer returned 2.375"]
    assert same((call.result(), box), ("bread", []))
    assert not condition.locked(), "the condition is still held"


async def test_published_before(exercise):
    """Items that were published before anybody waited are taken at once, the oldest first.

    "bread" and "cake" are published; then a consumer comes, and another one.
    """
    condition, box = asyncio.Condition(), []
    await exercise.publish(condition, box, "bread")
    await exercise.publish(condition, box, "cake")

    items = [await exercise.consume(condition, box) for _ in range(2)]

    assert same((items, box), (["bread", "cake"], []))
    assert not condition.locked(), "the condition is still held"


async def test_items_one_by_one(exercise, start, clock, log):
    """Of several consumers, one more is done with each item.

    Three consumers wait from 0 s on; items are published at 1, 2 and 3 s.
    """
    condition, box = asyncio.Condition(), []
    calls = [start("consumer", exercise.consume(condition, box)) for _ in range(3)]

    for n in (1, 2, 3):
        await clock.until(n)
        await exercise.publish(condition, box, n)
    await clock.settle()

    assert log == ["consumer returned 1", "consumer returned 2", "consumer returned 3"]
    assert same(sorted(call.result() for call in calls), [1, 2, 3])


async def test_somebody_was_faster(exercise, start, clock, log):
    """A consumer that was woken, but came too late for the item, waits for the next one.

    One consumer waits. At 1 s the test takes the condition, a second consumer comes and has to
    wait for it; then the test appends an item and notifies one waiter. Another item comes at 2 s.
    """
    condition, box = asyncio.Condition(), []
    start("consumer", exercise.consume(condition, box))
    await clock.until(1)
    async with condition:
        start("consumer", exercise.consume(condition, box))
        await clock.settle()
        box.append("bread")
        condition.notify()
    await clock.until(2)

    await exercise.publish(condition, box, "cake")
    await clock.until(9)

    assert log == ["consumer returned 1", "consumer returned 2"]


@pytest.mark.code("too-early")
async def test_published_while_held(exercise, start, clock):
    """While somebody else holds the condition, nothing is appended.

    The test holds the condition until 4 s; `publish` is called at 0 s.
    """
    condition, box = asyncio.Condition(), []
    await condition.acquire()
    start("publish", exercise.publish(condition, box, "bread"))
    await clock.until(4)
    meanwhile = [*box]

    condition.release()
    await clock.settle()

    assert same((meanwhile, box), ([], ["bread"]))


async def test_consumed_while_held(exercise, start, clock):
    """While somebody else holds the condition, nothing is removed.

    There is an item in the box. The test holds the condition until 4 s; a consumer comes at 0 s.
    """
    condition, box = asyncio.Condition(), ["bread"]
    await condition.acquire()
    start("consumer", exercise.consume(condition, box))
    await clock.until(4)
    meanwhile = [*box]

    condition.release()
    await clock.settle()

    assert same((meanwhile, box), (["bread"], []))


@pytest.mark.code("wrong-order")
async def test_let_go_too_early(exercise):
    """Who lets go of the condition has changed the box already.

    "bread" is published, and consumed. Each time it is noted what is in the box when the call
    lets go of the condition.
    """
    box = []
    lock = NotingLock(box)
    condition = asyncio.Condition(lock)

    await exercise.publish(condition, box, "bread")
    left_by_publish = lock.notes[-1]
    await exercise.consume(condition, box)
    left_by_consume = lock.notes[-1]

    assert same((left_by_publish, left_by_consume), (["bread"], []))


async def test_published_before_the_wait(exercise, start, clock, log):
    """A consumer doesn't miss an item that is published while it waits for the condition.

    The test holds the condition, and the box is empty; a consumer comes at 0 s. At 1 s the test appends
    an item, notifies all, and lets go.
    """
    condition, box = asyncio.Condition(), []
    await condition.acquire()
    call = start("consumer", exercise.consume(condition, box))
    await clock.until(1)

    box.append("bread")
    condition.notify_all()
    condition.release()
    await asyncio.wait([call])

    assert log == ["consumer returned 1"]
    assert same((call.result(), box), ("bread", []))


async def test_a_notification_without_an_item(exercise, start, clock, log):
    """A consumer that is woken without an item goes on waiting.

    A consumer waits. At 1 s the test notifies all, with the box empty; an item comes at 2 s.
    """
    condition, box = asyncio.Condition(), []
    start("consumer", exercise.consume(condition, box))
    await clock.until(1)
    async with condition:
        condition.notify_all()
    await clock.until(2)

    await exercise.publish(condition, box, "bread")
    await clock.until(9)

    assert log == ["consumer returned 2"]


async def test_empty_items(exercise):
    """None and 0 are items like any other.

    None and 0 are published, and consumed.
    """
    condition, box = asyncio.Condition(), []
    await exercise.publish(condition, box, None)
    await exercise.publish(condition, box, 0)

    items = [await exercise.consume(condition, box) for _ in range(2)]

    assert same((items, box), ([None, 0], []))


@every_order
async def test_all_at_once(exercise):
    """Every consumer gets an item of its own, in every order of events.

    Three consumers and three publishers, of 1, 2 and 3, begin together.
    """
    condition, box = asyncio.Condition(), []
    consumers = [exercise.consume(condition, box) for _ in range(3)]
    publishers = [exercise.publish(condition, box, n) for n in (1, 2, 3)]

    items = await asyncio.gather(*consumers, *publishers)

    assert same((sorted(items[:3]), box), ([1, 2, 3], []))
    assert not condition.locked(), "the condition is still held"


async def test_a_cancelled_consumer(exercise, start, clock, log):
    """When a consumer is cancelled, the condition is free, and the next item goes to the next one.

    `a` waits, and is cancelled at 1 s. `b` waits from 2 s on; an item is published at 3 s.
    """
    condition, box = asyncio.Condition(), []
    a = start("a", exercise.consume(condition, box))
    await clock.until(1)
    a.cancel()
    await clock.until(2)
    start("b", exercise.consume(condition, box))
    await clock.until(3)

    start("publish", exercise.publish(condition, box, "bread"))
    await clock.until(9)

    assert log.of("a") + log.of("b") == ["a cancelled 1", "b returned 3"]


@every_cancellation
async def test_cancelled_at_any_moment(exercise, start, clock, cancel):
    """Whenever a consumer is cancelled, the item stays in the box, and the condition is free.

    A consumer waits. The test appends an item at 1 s, notifies, and holds the condition until 2 s.
    The consumer is cancelled wherever it waits, for the item or for the condition.
    """
    condition, box = asyncio.Condition(), []
    call = start("consumer", exercise.consume(condition, box))
    start("baker", bake(condition, box, clock))

    await cancel(call)
    await clock.until(9)

    assert same(box, ["bread"])
    assert not condition.locked(), "the condition is still held"


@pytest.mark.code("extra-event")
async def test_cancelled_while_another_holds_it(exercise, start, clock):
    """A call that is cancelled while it waits for the condition leaves it to whoever holds it.

    The test holds the condition from 0 s on. A publisher and a consumer come at 0 s, and wait for
    it. The publisher is cancelled at 1 s, the consumer at 2 s.
    """
    condition, box = asyncio.Condition(), []
    await condition.acquire()
    publisher = start("publish", exercise.publish(condition, box, "bread"))
    consumer = start("consumer", exercise.consume(condition, box))

    for when, call in ((1, publisher), (2, consumer)):
        await clock.until(when)
        call.cancel()
    await clock.until(3)

    assert condition.locked(), "a cancelled call has released the condition, which the test holds"


@pytest.mark.code("extra-event")
async def test_a_cancelled_publisher(exercise, start, clock, log):
    """A publisher that is cancelled while it waits for the condition has appended nothing.

    The test holds the condition from 0 s on; a publisher is cancelled at 1 s.
    """
    condition, box = asyncio.Condition(), []
    await condition.acquire()
    call = start("publish", exercise.publish(condition, box, "bread"))
    await clock.until(1)

    call.cancel()
    await clock.until(2)

    assert log == ["publish cancelled 1"]
    assert same(box, [])
