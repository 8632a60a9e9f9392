"""The lock is taken and given back by hand, in one helper that both methods use."""

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
        self._turn = asyncio.Lock()

    async def deposit(self, amount: int) -> int:
        """Add `amount`, and return the new balance."""
        balance = await self._change(amount)
        assert balance is not None
        return balance

    async def withdraw(self, amount: int) -> bool:
        """Take `amount` out, and return True.

        If there is less than that, return False and write nothing.
        """
        return await self._change(-amount) is not None

    async def _change(self, difference: int) -> int | None:
        await self._turn.acquire()
        try:
            balance = await self._store.read() + difference
            if balance < 0:
                return None
            await self._store.write(balance)
            return balance
        finally:
            self._turn.release()
