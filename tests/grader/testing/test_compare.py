"""`same` reads values by their built-in base types and believes no object about itself."""

import collections
import enum

import pytest

from grader.testing import _compare, same
from grader.testing._errors import ForgedError


class Liar:
    def __eq__(self, other):
        return True

    __hash__ = object.__hash__


class LyingInt(int):
    def __eq__(self, other):
        return True

    def __add__(self, other):
        return 42

    __hash__ = int.__hash__


class LyingList(list):
    def __eq__(self, other):
        return True

    def __len__(self):
        return 3

    def __iter__(self):
        return iter((1, 2, 3))

    def __getitem__(self, index):
        return index + 1


class LyingStr(str):
    def __eq__(self, other):
        return True

    def __str__(self):
        return "right"

    __hash__ = str.__hash__


class Disguised:
    @property
    def __class__(self):
        return int

    def __eq__(self, other):
        return True

    __hash__ = object.__hash__


class Colour(enum.IntEnum):
    RED = 1


Point = collections.namedtuple("Point", "x y")
ERROR = OSError("broken")


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (1, 1),
        (1, 1.0),
        (2.5, 2.5),
        ("a", "a"),
        (b"a", b"a"),
        (None, None),
        (True, True),
        ([1, (2, 3)], [1, (2, 3)]),
        ({"a": [1]}, {"a": [1]}),
        ({1, 2}, {2, 1}),
        (frozenset({1}), {1}),
        (collections.defaultdict(int, a=1), {"a": 1}),
        (collections.Counter("ab"), {"a": 1, "b": 1}),
        (collections.OrderedDict(b=1, a=2), {"a": 2, "b": 1}),
        (Point(1, 2), (1, 2)),
        (Colour.RED, 1),
        (ERROR, ERROR),
        (ValueError, ValueError),
        ([ERROR], [ERROR]),
        ({("a", 1): None}, {("a", 1): None}),
    ],
)
def test_honest_values_agree(actual, expected):
    assert same(actual, expected)


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (1, 2),
        (True, 1),
        (1, True),
        (0, False),
        (None, False),
        ("1", 1),
        (b"a", "a"),
        ([1, 2], (1, 2)),
        ([1, 2], [2, 1]),
        ([1], [1, 2]),
        ({"a": 1}, {"a": 1, "b": 2}),
        ({"a": 1, "b": 2}, {"a": 1}),
        ({1}, {2}),
        (OSError("broken"), ERROR),
        (OSError, ERROR),
        (Liar(), 1),
        (Liar(), None),
        (Liar(), ERROR),
        (LyingInt(7), 1),
        (LyingList([9]), [1, 2, 3]),
        (LyingStr("wrong"), "right"),
        pytest.param(Disguised(), 1, id="disguised"),
        ([Liar()], [1]),
        ({Liar(): 1}, {"a": 1}),
        ({"a": Liar()}, {"a": 1}),
        ({Liar()}, {1}),
    ],
)
def test_values_that_differ_or_lie_do_not_agree(actual, expected):
    assert not same(actual, expected)


def test_the_first_difference_is_named():
    comparison = same((1, [2, {"a": 3}]), (1, [2, {"a": 4}]))

    assert comparison.path == (1, 1, "a")
    assert (comparison.expected, comparison.observed) == ("4", "3")


def test_a_value_that_refuses_to_be_printed_is_named_by_its_type():
    class Shy:
        def __repr__(self):
            raise RuntimeError

    assert same(Shy(), 1).observed == "a Shy object"


def test_long_values_are_cut():
    assert len(same("x" * 5000, "").observed) < 500


# -- against being changed


def cells_of(function):
    return dict(zip(function.__code__.co_freevars, function.__closure__, strict=True))


def test_what_it_consists_of_is_compared_each_time():
    cell = cells_of(_compare._same)["difference"]
    kept, cell.cell_contents = cell.cell_contents, lambda *_: None
    try:
        with pytest.raises(ForgedError, match="has been changed"):
            same(1, 2)
    finally:
        cell.cell_contents = kept

    assert not same(1, 2)


def test_it_has_no_closure_of_its_own():
    assert same.__closure__ is None


def test_it_counts_who_asks():
    _compare.tally(__file__)

    same(1, 1)
    same(1, 2)
    eval(compile("same(1, 1)", "elsewhere.py", "eval"))

    assert _compare.tally(__file__) == (2, 1)
    assert _compare.tally(__file__) == (0, 0)
