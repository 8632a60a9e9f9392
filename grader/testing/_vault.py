"""Values that only the functions of their owner can see and change.

A test judges by what its collaborators have recorded, and the learner's code holds those. No attribute,
closure or global leads to what a vault keeps: it is a default of a function's parameter. Who asks a
function for its defaults is heard by the guards around learner code, and `SEALED` tells them which
functions nobody at all may ask. Who may use a vault is known by its owner's code, by the places in it
where that is done, and by whom it is done for: a method that is called with a stranger in the owner's
place is refused, and so is what calls back from the midst of a method. (A suspended generator would hide
as much, but isn't to be entered twice, as happens when the collector ends something meanwhile that wants
to record it.)
"""

from __future__ import annotations

import dis
import sys
import weakref
from collections.abc import Callable, Iterator
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

Codes = frozenset[tuple[int, int]]
"""Places in code where a vault is used: the code by its identity, and how far it has come. Nobody can add
to them, and to look code itself up takes a hash of all that it holds."""

_found: list[CodeType] = []
"""Kept alive, or something else could be at their places."""

NAMES = {"_kept", "_told"}
"""The attributes that hold vaults."""

identity: Callable[[object], int] = object.__hash__
"""As good as `id`, which is an audit event each time: dear where learner code is guarded."""

_checking = [True]

_SNAPSHOTS = sys.version_info < (3, 13)
"""Whether a frame keeps the dict that it shows its variables by."""

Vault = Callable[[Any], Any]
"""Takes news, or None, and returns the state after it; to strangers it returns None."""


def _replaced(_: object, new: object) -> object:
    return new


def vault(
    whose: object,
    state: object,
    owners: Codes,
    change: Callable[[Any, Any], object] = _replaced,
) -> Vault:
    """Make a vault.

    Args:
        whose: it is; kept weakly.
        state: what it keeps at first; not None.
        owners: where it may be used, if it is for `whose`, which is called `self` there.
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
        _whose: Callable[[], object] = weakref.ref(whose),  # noqa: B008 - once, for this vault
        _id: Any = id,
        _getframe: Any = sys._getframe,
    ) -> object:
        frame = _getframe(1)
        if (_id(frame.f_code), frame.f_lasti) not in _owners:
            return None
        names = frame.f_locals
        asks = names["self"]
        if _SNAPSHOTS:
            names.clear()  # or the frame would keep alive what was in its variables
        owner = _whose()
        if owner is not None and asks is not owner:  # None: the collector is ending it
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
    """The places in all methods and properties of a class where it uses vaults of its own."""
    members = (
        value.fget if isinstance(value, property) else value for value in vars(owner).values()
    )
    found = [member.__code__ for member in members if isinstance(member, FunctionType)]
    _found.extend(found)
    return frozenset((id(code), place) for code in found for place in _uses(code))


def _uses(code: CodeType) -> Iterator[int]:
    """How far a function has come when it calls `self._kept(…)` and the like: `f_lasti`, then.

    While a function of Python runs, that is the last of the call's inline caches, before 3.13. The
    bytecode is read by hand, for `dis` would take as long as all other imports.
    """
    if NAMES.isdisjoint(code.co_names):
        return
    begun, argument, calls = set[tuple[int | None, int | None]](), 0, False
    steps = zip(code.co_code[::2], code.co_code[1::2], code.co_positions(), strict=True)
    for offset, (op, low, (line, _, column, _)) in enumerate(steps):
        if op == _CACHE:
            if calls:
                yield 2 * offset
            continue
        argument = argument << 8 | low
        if op == dis.EXTENDED_ARG:
            continue
        calls = op in _CALLS and (line, column) in begun
        if calls:
            begun.discard((line, column))  # what follows in the chain is another's
            yield 2 * offset
        elif op in _LOADS and code.co_names[argument >> _LOADS[op]] in NAMES:
            begun.add((line, column))
        argument = 0


_CACHE = dis.opmap["CACHE"]
_CALLS = frozenset(op for name, op in dis.opmap.items() if name.startswith("CALL"))
_LOADS = {dis.opmap["LOAD_ATTR"]: int(sys.version_info >= (3, 12))}
"""What loads attributes, and how far the name's number is shifted."""
if "LOAD_METHOD" in dis.opmap:  # in 3.11 methods are loaded by another instruction
    _LOADS[dis.opmap["LOAD_METHOD"]] = 0


SEALED = tuple(
    each
    for function in (vault, fixed.__init__)
    for each in function.__code__.co_consts
    if isinstance(each, CodeType)
)
"""The code of functions that keep something in their defaults."""
