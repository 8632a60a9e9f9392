"""The balance that was read before an await can be written back, lowered, after it.

kills: test_small_ones_at_once
loses: test_ten_at_once test_small_ones_at_once
"""

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
        self._check(amount)
        left = self.balance - amount
        await self._authorise(amount)
        self._check(amount)
        self.balance = left

    def _check(self, amount: int) -> None:
        if amount > self.balance:
            raise InsufficientFunds
