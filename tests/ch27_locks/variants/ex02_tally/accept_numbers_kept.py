"""The numbers are kept, and the total is their sum."""

from collections.abc import Awaitable, Callable


class Tally:
    """The sum of the numbers measured so far, in `total`; it starts at 0. Others only read it.

    Measurements may overlap: each takes as long as it takes, whatever the others do, and none of
    their numbers is lost.
    """

    def __init__(self) -> None:
        self._numbers: list[int] = []

    @property
    def total(self) -> int:
        return sum(self._numbers)

    async def add(self, measure: Callable[[], Awaitable[int]]) -> int:
        """Await `measure()`, add its number to `total`, and return the new total.

        A measurement that fails changes nothing: its exception reaches the caller, and the other
        measurements count.
        """
        number = await measure()
        self._numbers.append(number)
        return self.total

    def reset(self) -> int:
        """Set `total` to 0 and return what it was.

        A measurement that is under way at that moment counts in the new total.
        """
        total = self.total
        self._numbers.clear()
        return total
