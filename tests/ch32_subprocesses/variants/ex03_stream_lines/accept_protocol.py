"""A protocol of its own puts what comes into a queue, and knows when all is over."""

import asyncio
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Callable, Sequence


class Listener(asyncio.SubprocessProtocol):
    def __init__(self):
        self.chunks = asyncio.Queue()
        self.over = asyncio.Event()

    def pipe_data_received(self, fd, data):
        self.chunks.put_nowait(data)

    def pipe_connection_lost(self, fd, exc):
        self.chunks.put_nowait(b"")

    def connection_lost(self, exc):
        self.over.set()


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
    loop = asyncio.get_running_loop()
    transport, listener = await loop.subprocess_exec(
        Listener, *argv, stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL
    )
    try:
        rest = []
        while chunk := await listener.chunks.get():
            first, *others = chunk.split(b"\n")
            rest.append(first)
            for part in others:
                on_line(b"".join(rest).decode())
                rest = [part]
        if last := b"".join(rest):
            on_line(last.decode())
        await listener.over.wait()
        return transport.get_returncode()
    finally:
        transport.close()  # kills the program if it still runs
        await listener.over.wait()
