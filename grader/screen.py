"""Puts reports and progress on standard output and standard error, in colours where that is welcome.

Importing rich costs a fifth of a second, so only a terminal makes us do it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Self, TextIO

from grader.reports.layout import Line, plain

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

__all__ = ["Progress", "is_styled", "show", "width"]

WIDEST = 100  # columns: longer lines of prose are hard to read
NARROWEST = 40
PATIENCE = 1.0  # seconds without progress shown

_STYLES = {
    "good": "green",
    "bad": "bold red",
    "warn": "yellow",
    "dim": "dim",
    "title": "bold",
}
_MARKS = "✓✗○–…★│“”"


def is_styled(stream: TextIO) -> bool:
    """Whether colours are welcome: on a terminal that knows them, unless NO_COLOR is set."""
    return (
        stream.isatty()
        and not os.environ.get("NO_COLOR")
        and os.environ.get("TERM", "unknown") != "dumb"
    )


def width(stream: TextIO) -> int:
    """Columns for prose on `stream`."""
    try:
        columns = os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):
        columns = 0  # as pseudo-terminals say that were never told
    return max(min(columns, WIDEST), NARROWEST) if columns else WIDEST


def show(lines: Iterable[Line], stream: TextIO) -> None:
    """Write a report. Characters that `stream` can't take are spelled in another way."""
    if not is_styled(stream):
        stream.write(plain(lines, ascii_only=not _takes_marks(stream)))
        stream.flush()
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(file=stream, highlight=False, emoji=False, markup=False, soft_wrap=True)
    for line in lines:
        console.print(Text.assemble(*((text, _STYLES.get(style, "")) for text, style in line)))


def _takes_marks(stream: TextIO) -> bool:
    try:
        _MARKS.encode(stream.encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


class Progress:
    """Tells on `stream` what is going on, as soon as it has lasted longer than a second.

    On a terminal that's a bar, which goes away at the end; elsewhere a line for what is under way
    then, and one for each thing finished later. A context manager.

    Args:
        stream: usually standard error.
        clock: seconds; replaced in tests.
    """

    def __init__(self, stream: TextIO, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._total = 0
        self._stream = stream
        self._clock = clock
        self._since = clock()
        self._running: list[str] = []
        self._finished = 0
        self._said = False
        self._bar: Bar | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        if self._bar:
            self._bar.stop()

    def expect(self, total: int) -> None:
        """So many things are to be done. This is a moment at which others are busy, too."""
        self._total = total
        if is_styled(self._stream):
            import rich.console  # noqa: F401 - for it takes a while

    def start(self, name: str) -> None:
        """`name` is under way."""
        self._running.append(name)
        self.tick()

    def finish(self, name: str, result: str) -> None:
        """`name` has ended, with `result` in a word."""
        if name in self._running:
            self._running.remove(name)
        self._finished += 1
        if self._is_due() and not is_styled(self._stream):
            self._said = True
            self._stream.write(f"{self._finished}/{self._total}  {name}  {result}\n")
            self._stream.flush()
        self.tick()

    def tick(self) -> None:
        """Time goes by."""
        if not self._is_due():
            return
        if not is_styled(self._stream):
            self._say_once()
            return
        if self._bar is None:
            self._bar = _bar(self._stream)
            self._bar.add_task("", total=self._total)
            self._bar.start()
        running = ", ".join(self._running[:3])
        self._bar.update(self._bar.task_ids[0], completed=self._finished, description=running)
        self._bar.refresh()

    def _say_once(self) -> None:
        """What is under way, once: a line for each that ends will follow."""
        if self._running and not self._said:
            self._said = True
            self._stream.write(f"{self._finished}/{self._total}  {', '.join(self._running)} …\n")
            self._stream.flush()

    def _is_due(self) -> bool:
        return self._clock() - self._since > PATIENCE


def _bar(stream: TextIO) -> Bar:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    return Progress(
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.description}", markup=False),
        console=Console(file=stream),
        auto_refresh=False,  # no thread: this process watches over others
        transient=True,
    )
