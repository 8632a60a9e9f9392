"""Values that only the functions of their owner can see and change.

A test judges by what its collaborators have recorded, and the learner's code holds those. No attribute,
closure or global leads to what a vault keeps: it is a default of a function's parameter. Who asks a
function for its defaults is heard by the guards around learner code, and `SEALED` tells them which
functions nobody at all may ask. (A suspended generator would hide as much, but isn't to be entered
twice, as happens when the collector ends something meanwhile that wants to record it.)
"""

from __future__ import annotations

import sys
import weakref
from collections.abc import Callable
from types import CodeType, FunctionType
from typing import Any

__all__ = [
    "NAMES",
    "SEALED",
    "Codes",
    "Vault",
    "check_callers",
    "codes",
    "fixed",
    "identity",
    "vault",
]

Codes = frozenset[int]
"""Code by its identity. Nobody can add to it, and to look code itself up takes a hash of all that it holds."""

_found: list[CodeType] = []
"""Kept alive, or something else could be at their places."""

NAMES = {"_kept", "_told"}
"""The attributes that hold vaults."""

identity: Callable[[object], int] = object.__hash__
"""As good as `id`, which is an audit event each time: dear where learner code is guarded."""

_checking = [True]

Vault = Callable[[Any], Any]
"""Takes news, or None, and returns the state after it; to strangers it returns None."""


def _replaced(_: object, new: object) -> object:
    return new


def vault(
    state: object,
    owners: Codes,
    change: Callable[[Any, Any], object] = _replaced,
) -> Vault:
    """Make a vault.

    Args:
        state: what it keeps at first; not None.
        owners: the code that may use it.
        change: makes the next state of the last one and the news; the news is the state otherwise.
    """
    if not _checking[0]:

        def pass_on(
            news: object,
            /,
            _kept: list[object] = [state],  # noqa: B006 - to be kept is what it is for
            _change: Callable[[Any, Any], object] = change,
        ) -> object:
            if news is not None:
                _kept[0] = _change(_kept[0], news)
            return _kept[0]

        return pass_on

    def send(
        news: object,
        /,
        _kept: list[object] = [state],  # noqa: B006 - to be kept is what it is for
        _owners: Codes = owners,
        _change: Callable[[Any, Any], object] = change,
        _id: Any = id,
        _getframe: Any = sys._getframe,
    ) -> object:
        if _id(_getframe(1).f_code) not in _owners:
            return None
        if news is not None:
            _kept[0] = _change(_kept[0], news)
        return _kept[0]

    return send


_Known = dict[int, tuple[weakref.ref[Any], Callable[[], Any]]]


class fixed(property):  # noqa: N801 - used as `property` is
    """An attribute that is set once, for each instance; such as a vault, which nobody shall exchange.

    The instance itself holds the value, under the same name and an underscore more (a class with slots
    needs one for it): held from here, a value that leads to its instance would keep it for ever.
    """

    def __init__(self) -> None:
        known: _Known = {}

        def get(
            thing: object,
            /,
            _known: _Known = known,
            _identity: Callable[[object], int] = identity,
        ) -> Any:
            return _known[_identity(thing)][1]()

        def give(
            thing: object,
            value: Any,
            /,
            _known: _Known = known,
            _most: list[int] = [256],  # noqa: B006
        ) -> None:
            before = _known.get(identity(thing))
            if before is not None and before[0]() is not None:
                raise AttributeError("this isn't yours to change")
            if len(_known) >= _most[0]:
                for key in [key for key, (there, _) in list(_known.items()) if there() is None]:
                    del _known[key]
                _most[0] = 2 * len(_known) + 256
            setattr(thing, self._holder, value)
            _known[identity(thing)] = weakref.ref(thing), _weakly(value)

        super().__init__(get, give)

    def __set_name__(self, owner: type, name: str) -> None:
        self._holder = name + "_"
        NAMES.update((name, self._holder))


def _weakly(value: Any) -> Callable[[], Any]:
    try:
        return weakref.ref(value)
    except TypeError:  # it leads nowhere then, most likely
        return lambda: value


def check_callers(on: bool) -> None:  # noqa: FBT001 - it says what
    """Whether the vaults that are made from now on look at who asks.

    Each look is an audit event, which is dear where learner code is guarded; it may be left out
    where that names nothing by which one gets at a vault.
    """
    _checking[0] = on


def codes(owner: type) -> Codes:
    """The code of all methods and properties of a class."""
    members = (
        value.fget if isinstance(value, property) else value for value in vars(owner).values()
    )
    found = [member.__code__ for member in members if isinstance(member, FunctionType)]
    _found.extend(found)
    return frozenset(map(id, found))


SEALED = tuple(
    each
    for function in (vault, fixed.__init__)
    for each in function.__code__.co_consts
    if isinstance(each, CodeType)
)
"""The code of functions that keep something in their defaults."""
