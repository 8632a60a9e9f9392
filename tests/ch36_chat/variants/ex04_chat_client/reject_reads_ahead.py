"""The keyboard can be read in a thread of its own, all the way.

kills: test_no_other_call
loses: test_one_line_after_the_other test_closed_by_quit test_no_other_call
"""

import asyncio
import contextlib
import threading


async def chat_client(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    read_line: object,
    show: object,
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
    loop = asyncio.get_running_loop()
    typed = asyncio.Queue()

    def read():
        while line := read_line():
            loop.call_soon_threadsafe(typed.put_nowait, line)
        loop.call_soon_threadsafe(typed.put_nowait, "")

    async def speak():
        while line := await typed.get():
            writer.write(line.encode())
            await writer.drain()
            if line == "QUIT\n":
                return

    async def listen():
        async for line in reader:
            show(line.decode()[:-1])

    threading.Thread(target=read, daemon=True).start()
    tasks = {asyncio.create_task(speak()), asyncio.create_task(listen())}
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()
