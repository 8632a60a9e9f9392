"""Whatever `wait_closed` raises is of no interest any more.

kills: test_cancelled_at_the_end
loses: test_cancelled_at_the_end
"""

import asyncio
import contextlib


async def upper_handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while line := await reader.readline():
            writer.write(line.upper())
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()
        with contextlib.suppress(ConnectionError, asyncio.CancelledError):
            await writer.wait_closed()
