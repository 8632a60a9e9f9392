"""Only an item that comes into an empty box is news to those who wait.

kills: test_all_at_once
loses: test_all_at_once
"""

import asyncio
from typing import TypeVar

T = TypeVar("T")


async def publish(condition: asyncio.Condition, box: list[T], item: T) -> None:
    """Append `item` to `box`, and tell whoever waits for one that it is there.

    `box` is shared by many tasks: whoever looks into it or changes it holds `condition` meanwhile,
    and waits for that as long as it takes. Nobody has to be waiting: what is in the box stays there
    until somebody takes it.

    However the call ends, it holds `condition` no longer. If it is cancelled before it holds
    `condition`, it has appended nothing, and whoever holds `condition` goes on holding it.
    """
    async with condition:
        box.append(item)
        if len(box) == 1:
            condition.notify()


async def consume(condition: asyncio.Condition, box: list[T]) -> T:
    """Wait until there is something in `box`; remove the oldest item, the first one, and return it.

    An item can be anything, also None or 0. Each goes to one consumer only. `box` is looked into
    and changed only while this call holds `condition`, as in `publish`. Consumers do not hold
    `condition` while they wait for an item.

    Others use `condition` and `box` by the same rules. They may notify though there is nothing in
    the box; and what a consumer was told of may be gone when its turn comes, for somebody else was
    faster. Then it goes on waiting, for the next item. Which of several consumers gets an item is
    left open.

    However the call ends, it holds `condition` no longer. If it is cancelled, it has removed
    nothing, others get what is published later, and whoever holds `condition` goes on holding it.
    """
    async with condition:
        await condition.wait_for(lambda: box)
        return box.pop(0)
