"""Colours go to terminals that want them; everybody gets the same words."""

import io
import os
import re

import pytest

from grader import screen
from grader.reports.layout import Span, plain

LINES = (
    (Span("ch27", "title"), Span("  5/7 ✓ [bold]not markup[/] :smile:")),
    (),
    (Span("  ✗ ", "bad"), Span("a very long line " * 20)),
)


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self):
        return True


class Narrow(io.StringIO):
    encoding = "ascii"


@pytest.fixture(autouse=True)
def terminal_of_its_own(monkeypatch):
    """Whatever the terminal of whoever runs this likes."""
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "COLORTERM", "CI"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


def without_colours(text):
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def test_a_terminal_gets_colours_and_the_same_words():
    stream = Terminal()
    screen.show(LINES, stream)
    assert "\x1b[1mch27\x1b[0m" in stream.getvalue()
    shown = "\n".join(line.rstrip() for line in without_colours(stream.getvalue()).splitlines())
    assert shown + "\n" == plain(LINES)


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_a_terminal_that_wants_none_gets_plain_text(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    stream = Terminal()
    screen.show(LINES, stream)
    assert stream.getvalue() == plain(LINES)


def test_a_file_gets_plain_text():
    stream = io.StringIO()
    screen.show(LINES, stream)
    assert stream.getvalue() == plain(LINES)


def test_an_encoding_without_the_marks_gets_others():
    stream = Narrow()
    screen.show(LINES, stream)
    assert stream.getvalue().startswith("ch27  5/7 + ")


def test_no_terminal_is_a_hundred_columns_wide():
    assert screen.width(io.StringIO()) == 100


@pytest.mark.parametrize(("columns", "width"), [(0, 100), (20, 40), (80, 80), (300, 100)])
def test_a_terminal_is_as_wide_as_one_can_read(monkeypatch, columns, width):
    monkeypatch.setattr(Terminal, "fileno", lambda _: 1)
    monkeypatch.setattr("os.get_terminal_size", lambda _: os.terminal_size((columns, 24)))
    assert screen.width(Terminal()) == width


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def progress(stream):
    clock = Clock()
    shown = screen.Progress(stream, clock=clock)
    shown.expect(3)
    return shown, clock


@pytest.mark.parametrize("stream", [io.StringIO(), Terminal()])
def test_within_a_second_there_is_no_progress_to_show(stream):
    shown, clock = progress(stream)
    with shown:
        shown.start("ch27/ex01")
        clock.now = 0.9
        shown.tick()
        shown.finish("ch27/ex01", "graded")
    assert stream.getvalue() == ""


def test_after_it_a_file_gets_a_line_for_each_end():
    stream = io.StringIO()
    shown, clock = progress(stream)
    with shown:
        shown.start("ch27/ex01")
        shown.finish("ch27/ex01", "graded")
        clock.now = 1.1
        shown.start("ch27/ex02")
        shown.tick()
        shown.finish("ch27/ex02", "error")
        shown.finish("ch27/ex03", "not_available")
    assert (
        stream.getvalue()
        == "1/3  ch27/ex02 …\n2/3  ch27/ex02  error\n3/3  ch27/ex03  not_available\n"
    )


def test_after_it_a_file_is_told_once_what_is_under_way():
    stream = io.StringIO()
    shown, clock = progress(stream)
    with shown:
        shown.start("ch27/ex01")
        shown.start("ch27/ex02")
        clock.now = 1.1
        shown.tick()
        shown.tick()
    assert stream.getvalue() == "0/3  ch27/ex01, ch27/ex02 …\n"


def test_after_it_a_terminal_gets_a_bar_that_goes_away():
    stream = Terminal()
    shown, clock = progress(stream)
    with shown:
        shown.start("ch27/ex01")
        shown.start("ch27/ex02")
        clock.now = 1.1
        shown.tick()
        shown.finish("ch27/ex01", "graded")
    text = without_colours(stream.getvalue())
    assert "0/3 ch27/ex01, ch27/ex02" in text
    assert "1/3 ch27/ex02" in text
    assert text.endswith("\x1b[2K")  # the line is erased


def test_a_bar_goes_away_after_an_error_too():
    stream = Terminal()
    shown, clock = progress(stream)
    clock.now = 2

    def break_down():
        with shown:
            shown.tick()
            raise OSError("broken")

    with pytest.raises(OSError, match="broken"):
        break_down()
    assert stream.getvalue().endswith("\x1b[2K")
    assert "\x1b[?25h" in stream.getvalue()  # the cursor is back
