"""Two lists side by side."""

import pytest

from grader.reports.layout import plain
from grader.reports.sides import items, side_by_side


def shown(expected, observed, width=60):
    return plain(side_by_side(expected, observed, width, indent=2))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[]", []),
        ("['a', 'b c', \"it's\", 1, -2.5, None]", ["a", "b c", "it's", "1", "-2.5", "None"]),
        (r"['a\'b']", [r"a\'b"]),
        ("['a'", None),
        ("[['a']]", None),
        ("('a', 'b')", None),
        ("['a'] + ['b']", None),
        ("[" * 10_000, None),
        ("['" + "a', '" * 50_000, None),
    ],
)
def test_only_plain_lists(text, found):
    assert items(text) == found


def test_the_first_difference_is_marked():
    assert shown("['a', 'b', 'c']", "['a', 'c', 'b']") == (
        "    expected   observed\n    a          a\n  ▶ b          c\n    c          b\n"
    )


def test_a_shorter_list_differs_where_it_ends():
    assert "  ▶ b\n" in shown("['a', 'b']", "['a']")
    assert "  ▶            b\n" in shown("['a']", "['a', 'b']")


def test_what_is_too_short_or_too_wide_is_left_to_others():
    assert shown("['a']", "['b']") == ""
    assert shown("7", "['a', 'b']") == ""
    assert shown(f"['{'a' * 50}', 'b']", "['a', 'b']") == ""


def test_long_lists_are_shown_around_the_difference():
    left = [f"x{n}" for n in range(200)]
    right = [*left[:100], "y", *left[101:]]

    text = shown(repr(left), repr(right))

    assert "▶ x100" in text
    assert len(text.splitlines()) == 43
