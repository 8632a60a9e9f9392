"""What is typed needs a line end.

kills: test_at_the_same_time
loses: test_at_the_same_time test_unchanged test_nearly_quit test_empty_lines_sent
    test_a_slow_server test_the_end_of_input
"""

import asyncio
import sys
from collections.abc import Callable


async def chat_client(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    read_line: Callable[[], str],
    show: Callable[[str], object],
) -> None:
    r"""Show what the server says and send what the user types, both at the same time, to the end.

    Lines are UTF-8 and end with "\n". Each line of the server is given to `show` as soon as it has
    come, without its "\n" and otherwise unchanged; an empty one, too. (Left open: what comes after
    the last line end.)

    `read_line()` waits for the user: it is a blocking call, as `sys.stdin.readline` is, and gives a line
    with its "\n", or "" if there is no more to come. Each line is sent as it is; an empty one, "\n",
    too. The next line is asked for when the one before has been sent. When the user ends it, all that
    was typed before still reaches a server that reads on.

    It ends, without an exception, as soon as one of these has happened: the user's line `QUIT` has
    been sent; there is no more to come from the user; the server has ended the connection, by an
    end-of-file or by breaking it off. If the call is cancelled, it ends as cancelled.

    When it has ended, however that was, the connection is closed: its socket has been given back by
    then. No task is left, and nothing is shown any more. A `read_line` that still waits for the user
    can't be stopped, and isn't waited for; what it gives is dropped, and there is no other call of it.
    (Left open: what `show` and `read_line` raise; how long closing takes if the server doesn't read, and
    a cancellation while it closes; lines of the server that are longer than 64 KiB, or come at the
    moment when the user ends it; a connection that fails with something else than a ConnectionError.)
    """
    async def listen() -> None:
        while line := await reader.readline():
            show(line.decode().removesuffix("\n"))

    async def speak() -> None:
        while line := await asyncio.to_thread(read_line):
            writer.write(line.encode() + b"\n")
            await writer.drain()
            if line.strip() == "QUIT":
                break

    tasks = [asyncio.create_task(listen()), asyncio.create_task(speak())]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        writer.close()
        await asyncio.gather(*tasks, writer.wait_closed(), return_exceptions=True)
