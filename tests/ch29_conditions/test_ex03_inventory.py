"""Hidden behaviours of the inventory."""

import asyncio

from grader.testing import every_cancellation, every_order, same


async def add_at(inventory, clock, *deliveries):
    """Add each part at its time, and see what happens in the second after."""
    for when, part, n in deliveries:
        await clock.until(when)
        await inventory.add(part, n)
    await clock.until(when + 1)


async def test_filled_at_once(exercise, clock):
    """An order whose parts are all there is filled at once.

    On stock are 3 `a` and 2 `b`; the order is for 2 `a` and 2 `b`. `c` was never there.
    """
    stock, order = {"a": 3, "b": 2}, {"a": 2, "b": 2}
    inventory = exercise.Inventory(stock)

    await inventory.take(order)

    assert clock.now == 0
    assert same([inventory.available(part) for part in "abc"], [1, 0, 0])
    assert same((stock, order), ({"a": 3, "b": 2}, {"a": 2, "b": 2}))


async def test_two_inventories(exercise):
    """Each inventory has a stock of its own.

    Two inventories are made without a stock; 1 `a` is added to the first one.
    """
    inventory, other = exercise.Inventory(), exercise.Inventory()

    await inventory.add("a", 1)

    assert same((inventory.available("a"), other.available("a")), (1, 0))


async def test_a_big_order_and_a_small_one(exercise, start, clock, log):
    """An order that can't be filled yet leaves what is there to others.

    `big` waits for 1 `a` and 1 `b`. An `a` comes at 1 s; `small` comes at 2 s, and wants 1 `a`. A
    `b` comes at 3 s, and another `a` at 4 s.
    """
    inventory = exercise.Inventory()
    start("big", inventory.take({"a": 1, "b": 1}))
    await clock.until(1)
    await inventory.add("a", 1)
    await clock.until(2)
    left = inventory.available("a")
    start("small", inventory.take({"a": 1}))

    await add_at(inventory, clock, (3, "b", 1), (4, "a", 1))

    assert same(left, 1)
    assert log == ["small returned 2", "big returned 4"]


async def test_an_order_too_big_waits_first(exercise, start, clock, log):
    """A delivery goes to an order that it can fill, even if others have waited for longer.

    `big` waits for 10 `a`, then `small` for 1 `a`. An `a` comes at 1 s.
    """
    inventory = exercise.Inventory()
    start("big", inventory.take({"a": 10}))
    start("small", inventory.take({"a": 1}))

    await add_at(inventory, clock, (1, "a", 1))

    assert log == ["small returned 1"]
    assert same(inventory.available("a"), 0)


async def test_enough_of_another_part(exercise, start, clock, log):
    """What there is plenty of doesn't make up for what is missing.

    On stock are 1 `a` and 10 `b`; the order is for 2 `a` and 1 `b`. An `a` comes at 1 s.
    """
    inventory = exercise.Inventory({"a": 1, "b": 10})
    start("order", inventory.take({"a": 2, "b": 1}))

    await add_at(inventory, clock, (1, "a", 1))

    assert log == ["order returned 1"]
    assert same([inventory.available(part) for part in "ab"], [0, 9])


async def test_opposite_orders(exercise, start, clock, log):
    """Orders for the same parts don't block each other, however they list them.

    Two orders wait, for 1 `b` and 1 `a`, and for 1 `a` and 1 `b`. At 1 s an `a` comes, at 2 s a
    `b`: one order is filled. At 3 and 4 s comes one more of each.
    """
    inventory = exercise.Inventory()
    start("order", inventory.take({"b": 1, "a": 1}))
    start("order", inventory.take({"a": 1, "b": 1}))

    await add_at(inventory, clock, (1, "a", 1), (2, "b", 1), (3, "a", 1), (4, "b", 1))

    assert log == ["order returned 2", "order returned 4"]


async def test_five_orders_alike(exercise, start, clock, log):
    """As many orders are filled as there are parts for, and what is left stays there.

    Five orders, for 2 `a` each, wait. 5 `a` come at 1 s: two are filled, 1 `a` is left. 5 more come
    at 20 s: that is enough for all.
    """
    inventory = exercise.Inventory()
    for _ in range(5):
        start("order", inventory.take({"a": 2}))

    await add_at(inventory, clock, (1, "a", 5))
    left = inventory.available("a")
    await add_at(inventory, clock, (20, "a", 5))

    assert same((left, inventory.available("a")), (1, 0))
    assert log == ["order returned 1"] * 2 + ["order returned 20"] * 3


async def test_enough_for_all(exercise, start, clock, log):
    """A delivery that is enough for all who wait fills all orders at that moment.

    Five orders, for 2 `a` each, wait; 10 `a` come at 2.375 s.
    """
    inventory = exercise.Inventory()
    for _ in range(5):
        start("order", inventory.take({"a": 2}))

    await add_at(inventory, clock, (2.375, "a", 10))

    assert log == ["order returned 2.375"] * 5


async def test_a_cancelled_order(exercise, start, clock, log):
    """A cancelled order takes nothing, and another one gets the parts.

    `first` and `second` wait for 2 `a` each. An `a` comes at 1 s; `first` is cancelled at 2 s. 2
    more `a` come at 9 s.
    """
    inventory = exercise.Inventory()
    first, _ = (start(name, inventory.take({"a": 2})) for name in ("first", "second"))
    await add_at(inventory, clock, (1, "a", 1))

    first.cancel()
    await add_at(inventory, clock, (9, "a", 2))

    assert log == ["first cancelled 2", "second returned 9"]
    assert same(inventory.available("a"), 1)


@every_cancellation
async def test_cancelled_at_any_moment(exercise, start, clock, cancel, log):
    """Whenever an order is cancelled, it takes nothing, and another one gets the parts in time.

    `first` and `second` wait for 1 `a` and 1 `b` each. An `a` comes at 1 s, and a `b` at 2 s.
    `first` is cancelled wherever it waits, also when its parts are there, and it has yet to go on.
    """
    inventory, order = exercise.Inventory(), {"a": 1, "b": 1}
    first, _ = start("first", inventory.take(order)), start("second", inventory.take(order))
    start("add", add_at(inventory, clock, (1, "a", 1), (2, "b", 1)))

    await cancel(first)
    await clock.until(20)

    assert log.of("second") == ["second returned 2"]
    assert same([inventory.available(part) for part in "ab"], [0, 0])


@every_order
async def test_all_at_once(exercise, start, clock, log):
    """No part goes to two orders, and none is left that an order waits for, in every order of events.

    Three orders for 1 `a` and 2 `b` begin together with deliveries of 3 `a`, 2 `b`, and 3 `b`: two
    are filled, 1 `a` and 1 `b` are left. At 1 s comes one more `b`.
    """
    inventory, orders = exercise.Inventory(), [{"a": 1, "b": 2}, {"b": 2, "a": 1}] * 2
    for order in orders[:3]:
        start("order", inventory.take(order))
    deliveries = [inventory.add(*delivery) for delivery in (("a", 3), ("b", 2), ("b", 3))]
    await asyncio.gather(*deliveries)
    await clock.settle()

    left = [inventory.available(part) for part in "ab"]
    await add_at(inventory, clock, (1, "b", 1))

    assert same((left, [inventory.available(part) for part in "ab"]), ([1, 1], [0, 0]))
    assert log == ["order returned 0", "order returned 0", "order returned 1"]
