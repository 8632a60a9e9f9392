"""An account has to keep something, so all that it has is too much.

kills: test_all_the_money
loses: test_all_the_money
"""

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
    if src is dst:
        return True
    first, second = sorted((src, dst), key=lambda account: account.id)
    async with first.lock, second.lock:
        balance = await src.get()
        if balance <= amount:
            return False
        await src.set(balance - amount)
        await dst.set(await dst.get() + amount)
    return True
