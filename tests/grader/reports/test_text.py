"""What learner code says is made harmless, and stays readable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.reports.text import bounded, clean


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain ünïcode ✓", "plain ünïcode ✓"),
        ("two\nlines", "two\nlines"),
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("\x1b[2J\x1b[Hgone", "gone"),
        ("\x9b31mred", "red"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1bPdevice\x1b\\text", "text"),
        ("\x1b]never ends", ""),
        ("\x1bcreset", "reset"),
        ("\x1b(Bset", "set"),
        ("\x1b", "\\x1b"),
        ("a\rb\r\nc", "a\nb\nc"),
        ("tab\tstop", "tab stop"),
        ("bell\a", "bell\\x07"),
        ("back\b", "back\\x08"),
        ("right to \u202eleft", "right to \\u202eleft"),
        ("zero\u200bwidth", "zero\\u200bwidth"),
        ("half \ud800", "half \\ud800"),
        ("::error file=x::forged", ": :error file=x::forged"),
        ("one\n  ::set-output::", "one\n  : :set-output::"),
        ("##[group]x", "## [group]x"),
        ("a::b", "a::b"),
    ],
)
def test_cleaned(text, shown):
    assert clean(text) == shown


@given(st.text())
def test_nothing_invisible_is_left(text):
    assert (
        not {c for c in clean(text) if not c.isprintable() and not c.isspace()}
        - {"\n"}
        - {c for c in text if c > "\u00ff" and not c.isprintable()}
    )


@given(st.text(st.characters(max_codepoint=0xFF)))
def test_nothing_that_a_terminal_obeys_is_left(text):
    assert not {c for c in clean(text) if ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0} - {"\n"}


def test_what_fits_stays():
    assert bounded("a\nb\n", lines=2, columns=1) == "a\nb"


def test_what_does_not_fit_is_counted():
    assert bounded("abcdef\nb\nc\nd", lines=2, columns=3) == (
        "abc… (3 more characters)\nb\n… (2 more lines)"
    )
    assert bounded("a\nb", lines=1, columns=3) == "a\n… (1 more line)"
