"""Only the next line tells whether this one is the last, so it must be read first.

kills: test_as_soon_as_it_is_complete
loses: test_as_soon_as_it_is_complete test_a_broken_connection
"""

import asyncio
from collections.abc import AsyncIterator


def _text(line: bytes) -> str:
    if line.endswith(b"\n"):
        line = line[:-1].removesuffix(b"\r")
    return line.decode()


async def read_lines(reader: asyncio.StreamReader) -> AsyncIterator[str]:
    r"""Yield each line that `reader` receives, as text, until the end of the data.

    A line is UTF-8 and ends with "\n" or "\r\n", and with nothing else; the last one may end with
    the data instead. Each is yielded as soon as it is complete, without what ends it and otherwise
    unchanged: lines may be blank, and spaces belong to them.

    If reading fails, that exception comes out. (Left open: lines longer than the reader's limit; a
    "\r" at the very end of the data; whether lines that had come, but weren't asked for before reading
    failed, still come; and what is left in the reader for others if the caller stops early.)
    """
    line = await reader.readline()
    while line:
        following = await reader.readline()
        yield _text(line)
        line = following
