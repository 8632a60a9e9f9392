"""The money is taken first, and given back if the authorisation doesn't come."""

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
        if amount > self.balance:
            raise InsufficientFunds
        self.balance -= amount
        try:
            await self._authorise(amount)
        except BaseException:
            self.balance += amount
            raise
