"""Parts on stock, and orders that wait until all their parts are there."""

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
            self._condition.notify()

    async def take(self, order: Mapping[str, int]) -> None:
        """Wait until as many of each part are there as `order` says, and remove them all at once.

        An order names 1 or more of each of its parts. Until all are there, nothing is removed: what
        isn't enough for this order stays available to others. An order that can be filled is filled
        at that moment, and never waits for one that can't. If there isn't enough for several orders
        that wait, it is left open which of them are filled; but no order goes on waiting for what
        is there.

        A call that is cancelled has removed nothing, and is in nobody's way.
        """
        for part, n in order.items():
            async with self._condition:
                await self._condition.wait_for(lambda: self.available(part) >= n)
                self._stock[part] -= n

    def available(self, part: str) -> int:
        """How many of `part` are on stock now."""
        return self._stock.get(part, 0)


if __name__ == "__main__":

    async def demo() -> None:
        inventory = Inventory({"frame": 1})

        async def build(name: str, order: dict[str, int]) -> None:
            await inventory.take(order)
            print(f"{name} is built; frames left: {inventory.available('frame')}")

        async def deliver() -> None:
            for _ in range(4):
                await asyncio.sleep(0.2)
                print("a wheel comes")
                await inventory.add("wheel", 1)

        await asyncio.gather(
            build("a tandem", {"frame": 1, "wheel": 3}), build("a unicycle", {"wheel": 1}), deliver()
        )

    asyncio.run(demo())
