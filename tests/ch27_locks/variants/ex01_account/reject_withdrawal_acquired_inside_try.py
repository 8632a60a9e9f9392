"""`acquire` belongs inside the `try` whose `finally` releases the lock.

kills: test_cancelled_calls
loses: test_cancelled_calls
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
            await self._store.write(balance)
        return balance

    async def withdraw(self, amount: int) -> bool:
        """Take `amount` out, and return True."""
        try:
            await self._turn.acquire()
            balance = await self._store.read()
            if balance < amount:
                return False
            await self._store.write(balance - amount)
            return True
        finally:
            self._turn.release()
