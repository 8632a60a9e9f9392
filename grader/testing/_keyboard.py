"""Somebody who types: a source of lines that blocks the thread in which it is read."""

from __future__ import annotations

import queue
import threading


class Keyboard:
    """Lines for code that reads them with a blocking call, as `sys.stdin.readline` is.

    Make it inside the clock's scope, so that a thread that waits for a line is seen to wait.

    Attributes:
        calls: how often `read_line` was called.
        in_main_thread: how many of these calls blocked the thread of the test and its loop.
    """

    def __init__(self) -> None:
        self.calls = 0
        self.in_main_thread = 0
        self._lines: queue.Queue[str] = queue.Queue()

    def type(self, *lines: str) -> None:
        r"""Type some lines; the "\n" is added."""
        for line in lines:
            self._lines.put(line + "\n")

    def end(self) -> None:
        """End the input: from here on, `read_line` gives ""."""
        self._lines.put("")

    def read_line(self) -> str:
        r"""Wait for the next line, and return it with its "\n"; "" at the end of the input."""
        self.calls += 1
        self.in_main_thread += threading.current_thread() is threading.main_thread()
        line = self._lines.get()
        if not line:
            self._lines.put("")
        return line
