"""Chunks, and a buffer of one's own that keeps the unfinished line."""

import asyncio
from collections.abc import Callable, Sequence
from asyncio.subprocess import DEVNULL, PIPE


async def stream_lines(argv: Sequence[str], on_line: Callable[[str], object]) -> int:
    r"""Start `argv`, hand each line that it prints to `on_line`, and return its exit code.

    A line of its stdout is UTF-8 and ends with "\n" and with nothing else; the last one may end with
    the output instead. Each is handed over as soon as it has come, without its "\n" and otherwise
    unchanged; without that, it may have up to 1 MiB (2**20 bytes). The program may print as many
    lines as it likes. It has nothing to read on its stdin, and what it writes to its stderr is
    dropped.

    The call returns when the program itself has ended; it may have closed its stdout long before.
    The call doesn't poll: what it waits for is the program, never the clock. (Left open: children of
    the program that hold its stdout, an `on_line` that raises, and being cancelled.)
    """
    process = await asyncio.create_subprocess_exec(
        *argv, stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL
    )

    rest = b""
    while chunk := await process.stdout.read(1 << 16):
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            on_line(line.decode())
    if rest:
        on_line(rest.decode())
    return await process.wait()
