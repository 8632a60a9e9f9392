"""A task reads stderr and drops it; the pipe for stdin is closed at once."""

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
        *argv, stdin=PIPE, stdout=PIPE, stderr=PIPE, limit=2**21
    )

    async def drop():
        while await process.stderr.read(1 << 16):
            pass

    process.stdin.close()
    async with asyncio.TaskGroup() as group:
        group.create_task(drop())
        while line := await process.stdout.readline():
            on_line(line.decode().removesuffix("\n"))
    return await process.wait()
