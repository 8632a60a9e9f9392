"""Lines of styled spans: what a report for the terminal is made of, before colours or plain text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import NamedTuple

__all__ = ["LABEL", "Line", "Span", "labelled", "plain", "prose"]

LABEL = 10  # columns of a label such as "expected  "

_ASCII = str.maketrans(
    {
        "✓": "+",
        "●": "*",
        "▶": ">",
        "─": "-",
        "═": "=",
        "■": "#",
        "⊘": "%",
        "⋯": "~",
        "✗": "x",
        "○": "o",
        "–": "-",
        "…": "...",
        "★": "*",
        "│": "|",
        "“": '"',
        "”": '"',
    }
)


class Span(NamedTuple):
    """Text in one style: good, bad, warn, dim, title, or "" for none."""

    text: str
    style: str = ""


Line = tuple[Span, ...]


def plain(lines: Iterable[Line], *, ascii_only: bool = False) -> str:
    """The report as text without colours; `ascii_only` spells the marks as ASCII."""
    text = "".join("".join(span.text for span in line).rstrip() + "\n" for line in lines)
    return text.translate(_ASCII) if ascii_only else text


def labelled(
    label: str, text: str, width: int, *, indent: int = 0, flow: bool = False
) -> Iterator[Line]:
    """A label and its text, which hangs to the right of it; nothing if there is no text."""
    if text:
        mark = " " * indent + label.ljust(LABEL)
        yield from prose(text, width, indent=indent + LABEL, mark=mark, mark_style="dim", flow=flow)


def prose(
    text: str,
    width: int,
    *,
    indent: int,
    style: str = "",
    mark: str = "",
    mark_style: str | None = None,
    flow: bool = False,
) -> Iterator[Line]:
    """`text`, wrapped, `indent` columns in; the first line begins with `mark`.

    Line ends in the text stay, unless it may `flow`: then only empty lines do.
    """
    paragraphs = text.split("\n")
    if flow:
        paragraphs = [" ".join(part.split()) for part in text.split("\n\n")]
    start = mark.ljust(indent)
    for paragraph in paragraphs:
        for line in _wrapped(paragraph, max(width - indent, 20)):
            yield (Span(start, style if mark_style is None else mark_style), Span(line, style))
            start = " " * indent


def _wrapped(line: str, width: int) -> list[str]:
    if len(line) <= width:
        return [line]
    inner = " " * (len(line) - len(line.lstrip()))
    return textwrap.wrap(
        line, width, subsequent_indent=inner, break_long_words=False, break_on_hyphens=False
    ) or [""]
