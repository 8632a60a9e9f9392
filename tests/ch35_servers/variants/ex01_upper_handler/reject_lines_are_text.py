"""A line is text, so it is decoded first.

kills: test_other_letters
loses: test_other_letters
"""

import asyncio


async def upper_handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while line := await reader.readline():
            writer.write(line.decode().upper().encode())
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()
