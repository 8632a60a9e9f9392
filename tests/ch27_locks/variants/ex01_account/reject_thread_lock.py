"""A `threading.Lock` keeps tasks apart as well as threads.

kills: test_a_hundred_deposits_at_once
loses: test_a_hundred_deposits_at_once test_deposits_and_withdrawals_at_once
    test_too_many_withdrawals_at_once test_who_calls_again test_a_failed_write
    test_cancelled_calls test_cancelled_while_it_writes
"""

import threading
from typing import Protocol


class Store(Protocol):
    """Keeps one balance. Reading and writing take time, and may fail."""

    async def read(self) -> int: ...

    async def write(self, balance: int) -> None: ...


class Account:
    """An account whose balance lies in `store`; nobody else uses that store.

    Calls may overlap. On one account they take effect one after the other, in the order of the
    calls: no change gets lost, and no more is taken out than there is. Different accounts don't
    wait for each other.

    A call that fails, or that is cancelled before it begins to write, changes nothing and is in
    nobody's way afterwards. An exception of the store reaches the caller. Whether a call that is
    cancelled while it writes changes the balance is left open; if it does, then before the next
    call reads it.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._turn = threading.Lock()

    async def deposit(self, amount: int) -> int:
        """Add `amount`, and return the new balance."""
        with self._turn:
            balance = await self._store.read() + amount
            await self._store.write(balance)
        return balance

    async def withdraw(self, amount: int) -> bool:
        """Take `amount` out, and return True.

        If there is less than that, return False and write nothing.
        """
        with self._turn:
            balance = await self._store.read()
            if balance < amount:
                return False
            await self._store.write(balance - amount)
        return True
