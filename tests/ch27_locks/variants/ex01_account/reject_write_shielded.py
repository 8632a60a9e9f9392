"""A shield around the write keeps a cancellation away from it, and the lock until it is written.

kills: test_cancelled_while_it_writes
loses: test_cancelled_while_it_writes
"""

import asyncio
from typing import Protocol


class Store(Protocol):
    """Keeps one balance. Reading and writing take time, and may fail."""

    async def read(self) -> int: ...

    async def write(self, balance: int) -> None: ...


class Account:
    """An account whose balance lies in `store`; nobody else uses that store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._turn = asyncio.Lock()

    async def deposit(self, amount: int) -> int:
        """Add `amount`, and return the new balance."""
        async with self._turn:
            balance = await self._store.read() + amount
            await asyncio.shield(self._store.write(balance))
        return balance

    async def withdraw(self, amount: int) -> bool:
        """Take `amount` out, and return True."""
        async with self._turn:
            balance = await self._store.read()
            if balance < amount:
                return False
            await asyncio.shield(self._store.write(balance - amount))
        return True
