"""What was checked before the wait for the lock still holds afterwards.

kills: test_too_many_withdrawals_at_once
loses: test_too_many_withdrawals_at_once test_who_calls_again
"""

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
        async with self._turn:
            balance = await self._store.read() + amount
            await self._store.write(balance)
        return balance

    async def withdraw(self, amount: int) -> bool:
        """Take `amount` out, and return True.

        If there is less than that, return False and write nothing.
        """
        if await self._store.read() < amount:
            return False
        async with self._turn:
            balance = await self._store.read()
            await self._store.write(balance - amount)
        return True
