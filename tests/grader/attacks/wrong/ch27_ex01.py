"""An account without a lock."""

import asyncio


def cheat(*seen):
    """Nothing; a cheat takes this function's place."""


class Account:
    def __init__(self, store):
        self._store = store

    async def deposit(self, amount):
        cheat(self, self._store)
        balance = await self._store.read()
        await self._store.write(balance + amount)
        return balance + amount

    async def withdraw(self, amount):
        cheat(self, self._store)
        balance = await self._store.read()
        if balance < amount:
            return False
        await self._store.write(balance - amount)
        return True
