"""One lock around everything is the simplest way to keep transfers from blocking each other.

kills: test_transfers_between_other_accounts
loses: test_transfers_between_other_accounts test_others_while_one_waits
"""

import asyncio
from typing import Protocol


class Account(Protocol):
    """One of many accounts. Reading and writing its balance take time."""

    id: str  # no two accounts have the same
    lock: asyncio.Lock  # whoever touches the balance holds it

    async def get(self) -> int: ...

    async def set(self, balance: int) -> None: ...


_bank = asyncio.Lock()


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
    async with _bank, src.lock, dst.lock:
        balance = await src.get()
        if balance < amount:
            return False
        await src.set(balance - amount)
        await dst.set(await dst.get() + amount)
    return True
