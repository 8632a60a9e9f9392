"""Shows two lists side by side, with the first difference marked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grader.reports.layout import Line, Span

__all__ = ["items", "side_by_side"]

_ITEM = r"""(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|-?[0-9][0-9.e+-]*|None|True|False)"""
_LIST = re.compile(rf"\[{_ITEM}(?:, {_ITEM})*\]")
_ITEMS = re.compile(_ITEM)
MOST = 40  # lines
NARROW = 8  # columns that an item needs to be worth reading


def items(text: str) -> list[str] | None:
    """The items of a list of texts, numbers and the like, as they are written; None if it isn't one."""
    if text == "[]":
        return []
    if not _LIST.fullmatch(text):
        return None
    found: list[str] = _ITEMS.findall(text)
    return [each[1:-1] if each[0] == each[-1] and each[0] in "'\"" else each for each in found]


def side_by_side(expected: str, observed: str, width: int, *, indent: int) -> list[Line]:
    """Both lists, item by item; nothing if they are no lists, or too short or wide for that."""
    left, right = items(expected), items(observed)
    if left is None or right is None or max(len(left), len(right)) < 2:
        return []
    wide = max(map(len, [*left, "expected"]))
    if indent + 2 + wide + 3 + max(map(len, [*right, "observed"])) > width:
        return []
    return list(_rows(left, right, wide, indent))


def _rows(left: list[str], right: list[str], wide: int, indent: int) -> Iterator[Line]:
    pairs = [
        (left[n] if n < len(left) else "", right[n] if n < len(right) else "")
        for n in range(max(len(left), len(right)))
    ]
    lengths = (len(left), len(right))
    first = next(
        (n for n, (one, other) in enumerate(pairs) if one != other or n >= min(lengths)), None
    )
    yield (Span(" " * (indent + 2)), Span(f"{'expected':<{wide}}   observed", "dim"))
    begin = max(0, (first or 0) - MOST // 2)
    if begin:
        yield (Span(" " * (indent + 2)), Span(f"… {begin} equal", "dim"))
    for n, (one, other) in enumerate(pairs[begin : begin + MOST], begin):
        mark = "▶ " if n == first else "  "
        style = "bad" if n == first else ""
        yield (Span(" " * indent), Span(mark, "bad"), Span(f"{one:<{wide}}   {other}", style))
    if (left_out := len(pairs) - begin - MOST) > 0:
        yield (Span(" " * (indent + 2)), Span(f"… {left_out} more", "dim"))
