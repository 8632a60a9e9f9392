"""A bank account that keeps its balance in a slow store."""

import asyncio
from typing import Protocol


class Store(Protocol):
    """Keeps one balance. Reading and writing take time, and may fail."""

    async def read(self) -> int: ...

    async def write(self, balance: int) -> None: ...


class Account:
    """An account whose balance lies in `store`; nobody else uses that store.

    Calls may overlap. On one account they take effect one after the other, in the order of the
    calls: no change gets lost, and no more is taken out than there is. Different accounts don't
    wait for each other.

    A call that fails, or that is cancelled before it begins to write, changes nothing and is in
    nobody's way afterwards. An exception of the store reaches the caller. Whether a call that is
    cancelled while it writes changes the balance is left open; if it does, then before the next
    call reads it.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    # TODO: what if a second call begins while a first one is under way?

    async def deposit(self, amount: int) -> int:
        """Add `amount`, and return the new balance."""
        balance = await self._store.read()
        await self._store.write(balance + amount)
        return balance + amount

    async def withdraw(self, amount: int) -> bool:
        """Take `amount` out, and return True.

        If there is less than that, return False and write nothing.
        """
        balance = await self._store.read()
        if balance < amount:
            return False
        await self._store.write(balance - amount)
        return True


if __name__ == "__main__":

    class Memory:
        """A store for playing."""

        balance = 0

        async def read(self) -> int:
            await asyncio.sleep(0.05)
            return self.balance

        async def write(self, balance: int) -> None:
            await asyncio.sleep(0.05)
            self.balance = balance

    async def demo() -> None:
        store = Memory()
        account = Account(store)
        await asyncio.gather(*(account.deposit(1) for _ in range(5)))
        print("five deposits of 1 make", store.balance)

    asyncio.run(demo())
