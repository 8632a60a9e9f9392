"""The orders that have been tried: so that none is tried twice, and it is known when none is left."""

from __future__ import annotations

from typing import Final

__all__ = ["Tried", "Way"]


class _Fork:
    """A choice, after the same choices before it.

    Attributes:
        left: how many of its ways have not been tried to their ends.
        ways: where they lead, by index; None: that way has no end left to try.
    """

    __slots__ = ("left", "size", "ways")

    def __init__(self, size: int) -> None:
        self.size: Final = size
        self.left = size
        self.ways: dict[int, _Fork | None] = {}


class Tried:
    """A tree of choices, for code that does the same whenever the same choices are made.

    Attributes:
        exhausted: whether every order there is has been tried.
    """

    def __init__(self) -> None:
        self.exhausted = False
        self._first: _Fork | None = None

    def way(self) -> Way:
        """One more way through the tree, for one run; `end` it afterwards."""
        return Way(self)

    def _enter(self, size: int) -> _Fork:
        if self._first is None:
            self._first = _Fork(size)
        return self._first


class Way:
    """The choices of one run.

    Attributes:
        diverted: whether another way was taken than was asked for.
    """

    def __init__(self, tried: Tried) -> None:
        self.diverted = False
        self._tried = tried
        self._steps: list[tuple[_Fork, int]] = []
        self._lost = tried.exhausted  # whether the run does other things than those before it

    def turn(self, size: int, index: int) -> int:
        """The way to take where `size` are open: `index`, or the next one that isn't exhausted."""
        if self._lost:
            return index
        if not self._steps:
            fork = self._tried._enter(size)
        else:
            before, last = self._steps[-1]
            found = before.ways.get(last)
            if found is None:
                found = before.ways[last] = _Fork(size)
            fork = found
        if fork.size != size:
            # Sets in another order, for example, have led elsewhere.
            self._lost = True
            return index
        ways = fork.ways
        while index in ways and ways[index] is None:
            index = (index + 1) % size
            self.diverted = True
        self._steps.append((fork, index))
        return index

    def end(self) -> None:
        """The run is over: this order has been tried."""
        if self._lost:
            return
        for fork, index in reversed(self._steps):
            fork.ways[index] = None
            fork.left -= 1
            if fork.left:
                return
        self._tried.exhausted = True
