"""A call that finds the second lock held lets go of the first, and begins with the other one."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol


class Account(Protocol):
    """One of many accounts. Reading and writing its balance take time."""

    id: str  # no two accounts have the same
    lock: asyncio.Lock  # whoever touches the balance holds it

    async def get(self) -> int: ...

    async def set(self, balance: int) -> None: ...


@asynccontextmanager
async def both(one: asyncio.Lock, other: asyncio.Lock) -> AsyncIterator[None]:
    """Hold both locks: never wait for one that is held while holding the other."""
    await one.acquire()
    while other.locked():
        one.release()
        one, other = other, one  # wait for the one that was taken, then look at the other
        await one.acquire()
    try:
        # Free, at most promised to somebody: who takes it before us finds `one` held, and lets go.
        await other.acquire()
        try:
            yield
        finally:
            other.release()
    finally:
        one.release()


async def transfer(src: Account, dst: Account, amount: int) -> bool:
    """Move `amount` from `src` to `dst`, and return True.

    If `src` has less than that, return False and set nothing. A transfer from an account to
    itself returns True and changes nothing, whatever it holds; whether it waits for the lock is
    left open.

    The call holds the locks of both accounts during every `get` and `set`, and waits for them as
    long as it takes. Transfers may overlap in any combination: all come to an end, and those that
    have no account in common don't wait for each other.

    However the call ends, also by a cancellation at any moment, it holds no lock any longer. What
    a transfer that fails or is cancelled has moved by then is left open.
    """
    if src.id == dst.id:
        return True
    async with both(src.lock, dst.lock):
        balance = await src.get()
        if balance >= amount:
            await src.set(balance - amount)
            await dst.set(await dst.get() + amount)
        return balance >= amount
