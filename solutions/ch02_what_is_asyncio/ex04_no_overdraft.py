"""A bank account with slow authorisations."""

import asyncio
from collections.abc import Awaitable, Callable


class InsufficientFunds(Exception):
    """There is less money in the account than was asked for."""


class Account:
    """An account that is never overdrawn. Its `balance` is what is left in it.

    Any number of withdrawals may be under way at once, and each of them counts. Whether one waits
    for another is left open; so is whether its money counts as gone, for the others and in
    `balance`, before it has been authorised.
    """

    def __init__(self, balance: int, authorise: Callable[[int], Awaitable[object]]) -> None:
        self.balance = balance
        self._authorise = authorise

    async def withdraw(self, amount: int) -> None:
        """Await `authorise(amount)`, and take `amount` out of the balance.

        `authorise` refuses by raising an exception, which comes out. When the money isn't there,
        InsufficientFunds comes out, whether or not `authorise` was asked. In both cases, and when
        the call is cancelled before it has taken its money, it takes nothing; what others take
        meanwhile stays taken.
        """
        await self._authorise(amount)
        if amount > self.balance:
            raise InsufficientFunds
        self.balance -= amount


if __name__ == "__main__":

    async def ask_bank(amount: int) -> None:
        await asyncio.sleep(0.1)

    async def demo() -> None:
        account = Account(100, ask_bank)
        await asyncio.gather(account.withdraw(80), account.withdraw(80), return_exceptions=True)
        print("the balance is", account.balance)

    asyncio.run(demo())
