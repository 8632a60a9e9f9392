"""No input is an empty input: the pipe is closed at once."""

import asyncio
from asyncio.subprocess import PIPE


async def run_command(
    program: str, *args: str, data: bytes | None = None
) -> tuple[int, bytes, bytes]:
    """Run `program` with `args`, and return its exit code, its stdout and its stderr.

    Each argument reaches the program as it is, whatever is in it. `data` is all that the program
    can read from its stdin; `None` means that there is nothing to read, so that it meets the end of
    its input at once, whatever the stdin of this process holds. However much the program reads and
    writes, in whichever order, the call neither hangs nor loses any of it. A program that ends
    without having read its input is as good as any other. If a signal ended it, the exit code is
    the signal's number with a minus: -9 for SIGKILL.

    If there is no such program, `FileNotFoundError` comes out. (Left open: arguments with a NUL in
    them, which no program can get; and what happens to the program if the call is cancelled: house
    rule 4 doesn't hold there.)
    """
    process = await asyncio.create_subprocess_exec(
        program,
        *args,
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
    )

    output, errors = await process.communicate(data or b"")
    return process.returncode, output, errors
