"""Who waits until the account is free, and takes it then, gets it in his turn.

kills: test_who_calls_again
loses: test_who_calls_again
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
        self._free = asyncio.Event()
        self._free.set()

    async def _take(self) -> None:
        while not self._free.is_set():
            await self._free.wait()
        self._free.clear()

    async def deposit(self, amount: int) -> int:
        """Add `amount`, and return the new balance."""
        await self._take()
        try:
            balance = await self._store.read() + amount
            await self._store.write(balance)
            return balance
        finally:
            self._free.set()

    async def withdraw(self, amount: int) -> bool:
        """Take out `amount` and return True; return False, and write nothing, if there is less."""
        await self._take()
        try:
            balance = await self._store.read()
            if balance < amount:
                return False
            await self._store.write(balance - amount)
            return True
        finally:
            self._free.set()
