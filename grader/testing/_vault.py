"""Values that only the functions of their owner can see and change.

A test judges by what its collaborators have recorded, and the learner's code holds those. No attribute,
closure or global leads to what a vault keeps: it is a variable of a suspended generator, which can
be reached by its frame alone, and frames are what the guards around learner code are there for.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from types import CodeType, FunctionType
from typing import Any

__all__ = ["Vault", "codes", "vault"]

Vault = Callable[[Any], Any]
"""Takes a new state, or None, and returns the state; to strangers it returns None."""


def vault(state: object, owners: frozenset[CodeType]) -> Vault:
    """Make a vault.

    Args:
        state: what it keeps at first; not None.
        owners: the code that may use it.
    """
    keeper = _keep(state, owners, sys._getframe)
    next(keeper)
    return keeper.send


def _keep(
    state: object, owners: frozenset[CodeType], getframe: Callable[[int], Any]
) -> Generator[object, object, None]:
    new = yield None
    while True:
        is_owner = getframe(1).f_code in owners
        if is_owner and new is not None:
            state = new
        new = yield state if is_owner else None


def codes(owner: type) -> frozenset[CodeType]:
    """The code of all methods and properties of a class."""
    found = []
    for value in vars(owner).values():
        function = value.fget if isinstance(value, property) else value
        if isinstance(function, FunctionType):
            found.append(function.__code__)
    return frozenset(found)
