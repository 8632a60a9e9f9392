"""Somebody who types: a source of lines that blocks the thread in which it is read."""

from __future__ import annotations

import queue
import threading

from ._vault import codes, fixed, vault


class Keyboard:
    """Lines for code that reads them with a blocking call, as `sys.stdin.readline` is.

    Make it inside the clock's scope, so that a thread that waits for a line is seen to wait.
    """

    _counts = fixed()

    def __init__(self) -> None:
        self._counts = vault(self, [0, 0], _KEYBOARD)
        self._lines: queue.Queue[str] = queue.Queue()

    @property
    def calls(self) -> int:
        """How often `read_line` was called."""
        return int(self._counts(None)[0])

    @property
    def in_main_thread(self) -> int:
        """How many of these calls blocked the thread of the test and its loop."""
        return int(self._counts(None)[1])

    def type(self, *lines: str) -> None:
        r"""Type some lines; the "\n" is added."""
        for line in lines:
            self._lines.put(line + "\n")

    def end(self) -> None:
        """End the input: from here on, `read_line` gives ""."""
        self._lines.put("")

    def read_line(self) -> str:
        r"""Wait for the next line, and return it with its "\n"; "" at the end of the input."""
        counts = self._counts(None)
        counts[0] += 1
        counts[1] += threading.current_thread() is threading.main_thread()
        line = self._lines.get()
        if not line:
            self._lines.put("")
        return line


_KEYBOARD = codes(Keyboard)
