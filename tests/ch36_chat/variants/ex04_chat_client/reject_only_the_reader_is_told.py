"""That a connection is broken off is told to the reader, and to nobody else.

kills: test_broken_off_while_it_sends
loses: test_broken_off_while_it_sends
"""

import asyncio
import contextlib
from collections.abc import Callable


async def chat_client(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    read_line: Callable[[], str],
    show: Callable[[str], object],
) -> None:
    async def listen() -> None:
        with contextlib.suppress(ConnectionError):
            while line := await reader.readline():
                show(line.decode().removesuffix("\n"))

    async def speak() -> None:
        while line := await asyncio.to_thread(read_line):
            writer.write(line.encode())
            await writer.drain()
            if line == "QUIT\n":
                break

    tasks = [asyncio.create_task(listen()), asyncio.create_task(speak())]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()
    for task in tasks:
        if not task.cancelled():
            task.result()
