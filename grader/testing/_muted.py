"""What code prints in a run that nobody is to see: kept for a while, or dropped."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress

MOST = 100_000
"""Bytes that are kept."""


class Kept(io.RawIOBase):
    """Takes everything, and keeps the beginning."""

    def __init__(self, most: int = MOST) -> None:
        super().__init__()
        self._most = most
        self._bytes = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object, /) -> int:
        view = memoryview(data).cast("B")  # type: ignore[arg-type]
        self._bytes += view[: max(0, self._most - len(self._bytes))]
        return len(view)

    def fileno(self) -> int:
        return sys.__stdout__.fileno() if sys.__stdout__ is not None else super().fileno()

    def show(self) -> None:
        """Print it after all."""
        sys.stdout.write(self._bytes.decode("utf-8", "replace"))


@contextmanager
def muted(kept: Kept | None = None) -> Iterator[None]:
    """Send what is printed by Python code to `kept`, or nowhere, until the block ends."""
    sink = Kept(0) if kept is None else kept
    stream = io.TextIOWrapper(sink, encoding="utf-8", errors="replace", write_through=True)  # type: ignore[type-var]
    with redirect_stdout(stream), redirect_stderr(stream):
        yield
    with suppress(ValueError):  # the code has closed it
        stream.detach()
