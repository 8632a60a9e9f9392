"""`same`: comparison of values that learner code returned, by exact built-in types.

A learner's object may claim to equal everything, to be a dict, or to have any length. So nothing
here asks such an object: its built-in base type is looked up in the type's method resolution
order, and that base type's own methods read it. The built-ins used are bound when this module is
imported, before any learner code runs.
"""

from __future__ import annotations

import operator
import sys
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol, cast

from ._errors import ForgedError

MAX_TEXT = 400  # characters of a rendered value


@dataclass(frozen=True, slots=True)
class Comparison:
    """The outcome of `same`: true if the values agree, else it says where they first differ."""

    equal: bool
    path: tuple[object, ...]  # indices and keys that lead to the first difference
    expected: str  # there
    observed: str  # there
    whole_expected: str
    whole_observed: str
    at: tuple[object, object] = (None, None)  # the two differing leaves, where they are built-ins
    error: BaseException | None = None  # the observed leaf, if it is an exception
    wants_error: bool = False  # whether an exception was expected there

    def __bool__(self) -> bool:
        return self.equal

    def __repr__(self) -> str:
        if self.equal:
            return "same"
        where = "".join(f"[{step!r}]" for step in self.path)
        return (
            f"expected {self.expected}, observed {self.observed}{' at ' + where if where else ''}"
        )


class _Observer(Protocol):
    def __call__(self, comparison: Comparison) -> None: ...


_observers: list[_Observer] = []


class Tally(Protocol):
    """Returns how often code of a file has asked `same`, and how often it said no to anybody.

    Since the last time.
    """

    def __call__(self, file: str) -> tuple[int, int]: ...


Same = Callable[[object, object], "Comparison"]


def observe(observer: _Observer) -> Callable[[], None]:
    """Call `observer` with each failed comparison; the result ends that."""
    _observers.append(observer)

    def end() -> None:
        if observer in _observers:  # or somebody else has taken it out
            _observers.remove(observer)

    return end


class _Opaque:
    """Stands for a value that is no built-in: only its identity and type name count."""

    def __init__(self, value: object) -> None:
        self.value = value


_Built = tuple[Same, Callable[[object], str], Callable[[], int], Callable[[object, object], bool]]


def _build() -> _Built:  # noqa: PLR0915 - one closure
    """Make `same`, `render`, `tally` and `agree`, with every built-in they need captured in a closure."""
    type_, len_, range_, repr_, sorted_, min_, any_ = type, len, range, repr, sorted, min, any
    tuple_, list_, dict_, set_, frozenset_ = tuple, list, dict, set, frozenset
    str_, bytes_, bytearray_, int_, float_, complex_, bool_ = (
        str, bytes, bytearray, int, float, complex, bool,
    )  # fmt: skip
    base_exception, type_error = BaseException, TypeError
    mro_of = type.__dict__["__mro__"].__get__
    name_of: Callable[[type], str] = type.__dict__["__name__"].__get__
    bases = (
        bool_, int_, float_, complex_, str_, bytes_, bytearray_,
        tuple_, list_, dict_, set_, frozenset_,
    )  # fmt: skip
    everything = slice(None)
    opaque, limit, observers = _Opaque, MAX_TEXT, _observers
    denied = 0

    def base_of(value: object) -> type | None:
        for cls in mro_of(type_(value)):
            for base in bases:
                if cls is base:
                    return cast(type, base)
        return None

    def plain(value: Any) -> object:
        """The scalar that `value` holds, as an exact built-in; other values wrapped as opaque."""
        if value is None or value is True or value is False or value is ...:
            return value
        base = base_of(value)
        try:
            if base is int_:
                return int_.__add__(value, 0)
            if base is float_:
                return float_.__add__(value, 0.0)
            if base is complex_:
                return complex_.__add__(value, 0j)
            if base is str_:
                return str_.__str__(value)
            if base is bytes_:
                return bytes_.__getitem__(value, everything)
            if base is bytearray_:
                return bytearray_.__getitem__(value, everything)
        except type_error:
            pass
        return opaque(value)

    def items(value: Any, base: type) -> list[Any]:
        if base is tuple_:
            return [tuple_.__getitem__(value, i) for i in range_(tuple_.__len__(value))]
        if base is list_:
            return [list_.__getitem__(value, i) for i in range_(list_.__len__(value))]
        if base is set_:
            return list_(set_.__iter__(value))
        return list_(frozenset_.__iter__(value))

    def number(value: object) -> bool:
        return type_(value) in (int_, float_, complex_)

    def scalars_equal(left: object, right: object) -> bool:
        if type_(left) is opaque and type_(right) is opaque:
            return left.value is right.value  # type: ignore[attr-defined]
        if type_(left) is opaque or type_(right) is opaque:
            return False
        if number(left) and number(right):
            return bool_(left == right)
        return type_(left) is type_(right) and bool_(left == right)

    def difference(
        actual: Any, expected: Any, path: tuple[object, ...]
    ) -> tuple[tuple[object, ...], object, object] | None:
        if actual is expected:
            return None
        base = base_of(expected)
        container = base in (tuple_, list_, dict_, set_, frozenset_)
        if not container:
            return (
                None if scalars_equal(plain(actual), plain(expected)) else (path, actual, expected)
            )
        found = base_of(actual)
        if base in (set_, frozenset_) and found in (set_, frozenset_):
            pass  # a frozenset holds what a set holds
        elif found is not base:
            return path, actual, expected
        if base is dict_:
            return dict_difference(actual, expected, path)
        assert base is not None
        assert found is not None
        left, right = items(actual, found), items(expected, base)
        if base in (set_, frozenset_):
            rest = list_(right)
            for element in left:
                for index in range_(len_(rest)):
                    if difference(element, rest[index], path) is None:
                        del rest[index]
                        break
                else:
                    return path, actual, expected
            return (path, actual, expected) if rest else None
        for index in range_(min_(len_(left), len_(right))):
            found_difference = difference(left[index], right[index], (*path, index))
            if found_difference is not None:
                return found_difference
        return (path, actual, expected) if len_(left) != len_(right) else None

    def dict_difference(
        actual: Any, expected: Any, path: tuple[object, ...]
    ) -> tuple[tuple[object, ...], object, object] | None:
        pairs = list_(dict_.items(actual))
        if len_(pairs) != dict_.__len__(expected):
            return path, actual, expected
        for key, value in dict_.items(expected):
            for other, observed in pairs:
                if difference(other, key, path) is None:
                    found = difference(observed, value, (*path, key))
                    if found is not None:
                        return found
                    break
            else:
                return path, actual, expected
        return None

    def text(value: Any, depth: int) -> str:
        scalar = plain(value)
        if type_(scalar) is not opaque:
            return repr_(scalar)
        base = base_of(value)
        if depth > 6:
            return "..."
        if base is dict_:
            inner = [text(k, depth + 1) + ": " + text(v, depth + 1) for k, v in dict_.items(value)]
            return "{" + str_.join(", ", inner) + "}"
        if base is tuple_:
            inner = [text(item, depth + 1) for item in items(value, base)]
            return "(" + str_.join(", ", inner) + ("," if len_(inner) == 1 else "") + ")"
        if base is list_:
            return (
                "[" + str_.join(", ", [text(item, depth + 1) for item in items(value, base)]) + "]"
            )
        if base is set_ or base is frozenset_:
            inner = sorted_([text(item, depth + 1) for item in items(value, base)])
            return "{" + str_.join(", ", inner) + "}" if inner else "set()"
        cls = type_(value)
        for parent in mro_of(cls):
            if parent is base_exception:
                arguments = base_exception.__dict__["args"].__get__(value)
                return (
                    name_of(cls)
                    + "("
                    + str_.join(", ", [text(a, depth + 1) for a in arguments])
                    + ")"
                )
            if parent is type_:
                return "class " + name_of(value)
        return "a " + name_of(cls) + " object"

    def is_error(value: object) -> bool:
        return any_(cls is base_exception for cls in mro_of(type_(value)))

    def render(value: object) -> str:
        """The value as text, bounded, without asking the object itself."""
        whole = text(value, 0)
        return whole if len_(whole) <= limit else whole[:limit] + " ..."

    def same(actual: object, expected: object) -> Comparison:
        """Compare a learner's value with the promised one, by exact built-in types.

        A subclass counts as its built-in base (a `defaultdict` is a dict, a named tuple a tuple),
        whatever it overrides. `int` and `float` compare as numbers; `True` is not 1, a list is not
        a tuple, a `frozenset` may stand for a set. Anything that is no built-in (an exception, a
        task, a class) must be the very same object.

        Returns:
            A `Comparison`: true or false, with the first difference. Use it as
            `assert same(value, 3)`.
        """
        nonlocal denied
        found = difference(actual, expected, ())
        if found is None:
            return Comparison(True, (), "", "", "", "")
        denied += 1
        path, left, right = found
        one, two = plain(left), plain(right)
        leaves = (
            left if type_(one) is not opaque else None,
            right if type_(two) is not opaque else None,
        )
        comparison = Comparison(
            False,
            path,
            render(right),
            render(left),
            render(expected),
            render(actual),
            leaves,
            cast(BaseException, left) if is_error(left) else None,
            is_error(right),
        )
        for observer in list_(observers):
            observer(comparison)
        return comparison

    def tally() -> int:
        nonlocal denied
        count, denied = denied, 0
        return count

    def agree(actual: object, expected: object) -> bool:
        """Whether `same` would say that they are the same; nobody is told."""
        return difference(actual, expected, ()) is None

    return same, render, tally, agree


def _seal(compare: Same, take_denied: Callable[[], int]) -> tuple[Same, Tally]:
    """Make sure that nothing has been changed in what compares, at the moment of comparing.

    Cells of closures can be set, and put back a moment later. The defaults of a function can't,
    but by an attribute that the guards watch. So the sealed function has no closure, and compares
    the cells of all that it calls with what they held at first.
    """
    cells = tuple(_cells_below(compare, set()))
    asked: dict[str, int] = {}

    def same(
        actual: object,
        expected: object,
        /,
        _compare: Same = compare,
        _get: Any = operator.attrgetter("cell_contents"),
        _held: tuple[tuple[Any, ...], tuple[Any, ...]] = (
            cells,
            tuple(cell.cell_contents for cell in cells),
        ),
        _tools: tuple[Any, ...] = (all, map, operator.is_, sys._getframe, ForgedError),
        _asked: dict[str, int] = asked,
    ) -> Comparison:
        all_, map_, is_, getframe, error = _tools
        if not all_(map_(is_, map_(_get, _held[0]), _held[1])):
            raise error("what compares values has been changed")
        file = getframe(1).f_code.co_filename
        _asked[file] = _asked[file] + 1 if file in _asked else 1
        return _compare(actual, expected)

    def tally(file: str) -> tuple[int, int]:
        count = asked.get(file, 0)
        asked.clear()
        return count, take_denied()

    same.__doc__ = compare.__doc__
    return same, tally


def _cells_below(function: Any, seen: set[int]) -> Iterator[Any]:
    """Cells of a function and of those that it refers to, but for what changes in the ordinary way."""
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        if id(cell) in seen or name == "denied":
            continue
        seen.add(id(cell))
        yield cell
        if isinstance(cell.cell_contents, types.FunctionType):
            yield from _cells_below(cell.cell_contents, seen)


_same, render, _denied, agree = _build()
same, tally = _seal(_same, _denied)
