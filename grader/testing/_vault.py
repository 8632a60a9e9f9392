"""Values that only the functions of their owner can see and change.

A test judges by what its collaborators have recorded, and the learner's code holds those. No attribute,
closure or global leads to what a vault keeps: it is a variable of a suspended generator, which can
be reached by its frame alone, and frames are what the guards around learner code are there for.
"""

from __future__ import annotations

import sys
import weakref
from collections.abc import Callable, Generator, Mapping
from types import CodeType, FunctionType, MappingProxyType
from typing import Any

__all__ = ["Vault", "codes", "fixed", "vault"]

Vault = Callable[[Any], Any]
"""Takes news, or None, and returns the state after it; to strangers it returns None."""


def _replaced(_: object, new: object) -> object:
    return new


def vault(
    state: object,
    owners: Mapping[str, CodeType],
    change: Callable[[Any, Any], object] = _replaced,
) -> Vault:
    """Make a vault.

    Args:
        state: what it keeps at first; not None.
        owners: the code that may use it, by qualified name.
        change: makes the next state of the last one and the news; the news is the state otherwise.
    """
    keeper = _keep(state, owners.get, change, sys._getframe)
    next(keeper)
    return keeper.send


def _keep(
    state: object,
    owner: Callable[[str], object],
    change: Callable[[Any, Any], object],
    getframe: Callable[[int], Any],
) -> Generator[object, object, None]:
    news = yield None
    while True:
        code = getframe(1).f_code
        is_owner = owner(code.co_qualname) is code
        if is_owner and news is not None:
            state = change(state, news)
        news = yield state if is_owner else None


def fixed() -> property:
    """An attribute that is set once, for each instance; such as a vault, which nobody shall exchange."""
    kept: dict[int, tuple[object, Any]] = {}

    def get(thing: object) -> Any:
        return kept[id(thing)][1]

    def give(thing: object, value: Any) -> None:
        key = id(thing)
        if key in kept:
            raise AttributeError("this isn't yours to change")
        kept[key] = weakref.ref(thing, lambda _: kept.pop(key, None)), value

    return property(get, give)


def codes(owner: type) -> Mapping[str, CodeType]:
    """The code of all methods and properties of a class, by qualified name.

    That is how it is found again: to look code itself up takes a hash of all that it holds.
    """
    found = {}
    for value in vars(owner).values():
        function = value.fget if isinstance(value, property) else value
        if isinstance(function, FunctionType):
            found[function.__code__.co_qualname] = function.__code__
    return MappingProxyType(found)
