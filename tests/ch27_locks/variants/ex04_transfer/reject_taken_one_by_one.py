"""A lock around the taking of the locks is held for a moment only.

kills: test_others_while_one_waits
loses: test_others_while_one_waits
"""

import asyncio
from contextlib import AsyncExitStack
from typing import Protocol


class Account(Protocol):
    """One of many accounts. Reading and writing its balance take time."""

    id: str  # no two accounts have the same
    lock: asyncio.Lock  # whoever touches the balance holds it

    async def get(self) -> int: ...

    async def set(self, balance: int) -> None: ...


taking = asyncio.Lock()


async def transfer(src: Account, dst: Account, amount: int) -> bool:
    """Move `amount` from `src` to `dst`, and return True."""
    if src is dst:
        return True
    async with AsyncExitStack() as stack:
        async with taking:
            await stack.enter_async_context(src.lock)
            await stack.enter_async_context(dst.lock)
        balance = await src.get()
        if balance < amount:
            return False
        await src.set(balance - amount)
        await dst.set(await dst.get() + amount)
        return True
