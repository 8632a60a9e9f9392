"""Move money between two accounts, each with a lock of its own."""

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
    raise NotImplementedError  # TODO: replace this line


if __name__ == "__main__":

    class Box:
        """An account for playing."""

        def __init__(self, id: str, balance: int) -> None:
            self.id = id
            self.lock = asyncio.Lock()
            self.balance = balance

        async def get(self) -> int:
            await asyncio.sleep(0.05)
            return self.balance

        async def set(self, balance: int) -> None:
            await asyncio.sleep(0.05)
            self.balance = balance

    async def demo() -> None:
        a, b = Box("a", 10), Box("b", 10)
        async with asyncio.timeout(1.5):
            await asyncio.gather(transfer(a, b, 4), transfer(b, a, 1), transfer(a, b, 3))
        print("a has", a.balance, "and b has", b.balance)

    asyncio.run(demo())
