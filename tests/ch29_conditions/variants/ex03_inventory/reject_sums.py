"""An order can be filled if there are as many parts as it has, all in all.

kills: test_enough_of_another_part
loses: test_enough_of_another_part
"""

import asyncio
from collections.abc import Mapping


class Inventory:
    """How many there are of each part; at first as in `stock`, or nothing.

    Parts of the same name are alike. What is not on stock is there 0 times. Mappings that are
    handed in stay as they are.
    """

    def __init__(self, stock: Mapping[str, int] | None = None) -> None:
        self._stock = dict(stock or {})
        self._condition = asyncio.Condition()

    async def add(self, part: str, n: int) -> None:
        """Put `n` (1 or more) of `part` on stock, and let every order that can be filled have it."""
        async with self._condition:
            self._stock[part] = self.available(part) + n
            self._condition.notify_all()

    async def take(self, order: Mapping[str, int]) -> None:
        """Wait until as many of each part are there as `order` says, and remove them all at once.

        An order names 1 or more of each of its parts. Until all are there, nothing is removed: what
        isn't enough for this order stays available to others. An order that can be filled is filled
        at that moment, and never waits for one that can't. If there isn't enough for several orders
        that wait, it is left open which of them are filled; but no order goes on waiting for what
        is there.

        A call that is cancelled has removed nothing, and is in nobody's way.
        """
        async with self._condition:
            await self._condition.wait_for(
                lambda: sum(self._stock.values()) >= sum(order.values())
            )
            for part, n in order.items():
                self._stock[part] = self.available(part) - n

    def available(self, part: str) -> int:
        """How many of `part` are on stock now."""
        return self._stock.get(part, 0)
