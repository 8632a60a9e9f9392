"""The orders that have been tried: so that none is tried twice, and it is known when none is left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

__all__ = ["Tried", "Way"]

_Rest = tuple[Sequence[int], Sequence[int], int]
"""Of the choices of one run, how many were ready and which of them went on; from that choice on.

Nobody else has come this way.
"""

_NEW: Final = ()
"""Where nobody has been."""


class _Fork:
    """A choice, after the same choices before it.

    Attributes:
        left: how many of its ways have not been tried to their ends.
        ways: where they lead; None: that way has no end left to try.
    """

    __slots__ = ("left", "ways")

    def __init__(self, size: int) -> None:
        self.left = size
        self.ways: list[_Fork | _Rest | tuple[()] | None] = [_NEW] * size

    def end(self, index: int) -> bool:
        """That way has no end left to try; whether none has."""
        self.ways[index] = None
        self.left -= 1
        return not self.left


def _fork_of(rest: _Rest) -> _Fork:
    """The first of the choices of one run as a fork, of which the others are one way."""
    sizes, taken, at = rest
    fork, index = _Fork(sizes[at]), taken[at]
    if at + 1 < len(taken):
        fork.ways[index] = sizes, taken, at + 1
    else:
        fork.end(index)
    return fork


class Tried:
    """A tree of choices, for code that does the same whenever the same choices are made.

    What one run alone has done is kept as it is, and becomes forks when another one follows it.

    Attributes:
        exhausted: whether every order there is has been tried.
    """

    def __init__(self) -> None:
        self.exhausted = False
        self._root = _Fork(1)

    def way(self, sizes: Sequence[int], taken: Sequence[int]) -> Way:
        """One more way through the tree, for one run; `end` it afterwards.

        Args:
            sizes: how many were ready, at each choice of that run; it grows as they are made.
            taken: which of them went on; so does it.
        """
        return Way(self, self._root, sizes, taken)


class Way:
    """The choices of one run.

    Attributes:
        follows: whether it is still where others have been; if not, there is nothing to avoid.
        diverted: whether another way was taken than was asked for.
    """

    def __init__(
        self, tried: Tried, root: _Fork, sizes: Sequence[int], taken: Sequence[int]
    ) -> None:
        self.follows = not tried.exhausted
        self.diverted = False
        self._lost = tried.exhausted  # whether the run does other things than those before it
        self._tried, self._root, self._sizes, self._taken = tried, root, sizes, taken
        self._fork, self._index = root, 0  # the last choice that others have made, too
        self._alone = 0  # at which choice it went where nobody has been

    def turn(self, size: int, index: int) -> int:
        """The way to take where `size` are open: `index`, or the next one that isn't exhausted.

        To be asked as long as it `follows`, before the choice is added to those taken.
        """
        before, last = self._fork.ways, self._index
        fork = before[last]
        if not fork:
            self.follows, self._alone = False, len(self._taken)
            return index
        if isinstance(fork, tuple):
            fork = before[last] = _fork_of(fork)
        ways = fork.ways
        if len(ways) != size:
            # Sets in another order, for example, have led elsewhere.
            self.follows, self._lost = False, True
            return index
        while ways[index] is None:
            index = (index + 1) % size
            self.diverted = True
        self._fork, self._index = fork, index
        return index

    def end(self) -> None:
        """The run is over: this order has been tried."""
        if self._lost:
            return
        if not self.follows:
            self._fork.ways[self._index] = self._sizes, self._taken, self._alone
            return
        path, fork, index = [], self._root, 0
        for following in self._taken:
            path.append((fork, index))
            found = fork.ways[index]
            assert isinstance(found, _Fork)
            fork, index = found, following
        path.append((fork, index))
        self._tried.exhausted = all(fork.end(index) for fork, index in reversed(path))
