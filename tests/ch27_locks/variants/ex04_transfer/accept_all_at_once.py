"""Both balances are read at once, and then written at once."""

import asyncio
from typing import Protocol


class Account(Protocol):
    """One of many accounts. Reading and writing its balance take time."""

    id: str  # no two accounts have the same
    lock: asyncio.Lock  # whoever touches the balance holds it

    async def get(self) -> int: ...

    async def set(self, balance: int) -> None: ...


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
    first, second = (src, dst) if src.id < dst.id else (dst, src)
    async with first.lock:
        async with second.lock:
            there, here = await asyncio.gather(src.get(), dst.get())
            if there >= amount:
                await asyncio.gather(src.set(there - amount), dst.set(here + amount))
            return there >= amount
