"""A loop that collects."""

import asyncio
import struct


async def read_frame(reader: asyncio.StreamReader, max_size: int) -> bytes | None:
    """Read one frame and return its payload; None if the data has ended before its first byte.

    A frame is a header of 4 bytes, the length of the payload (big-endian), and the payload. That may
    be empty. What follows the frame stays in the reader, for the next call. It does not matter in
    which pieces the bytes come, nor when.

    If the data ends within a frame, `asyncio.IncompleteReadError` is raised; its `partial` has what
    came of the part that is cut short, the header or the payload. If the length is more than
    `max_size`, ValueError is raised, without waiting for any of the payload. An error of the reader
    comes out. (Left open: what is lost of a frame if the call is cancelled.)
    """

    async def collect(count: int) -> bytes:
        data = b""
        while len(data) < count:
            piece = await reader.read(count - len(data))
            if not piece:
                raise asyncio.IncompleteReadError(data, count)
            data += piece
        return data

    first = await reader.read(1)
    if not first:
        return None
    try:
        header = first + await collect(3)
    except asyncio.IncompleteReadError as error:
        raise asyncio.IncompleteReadError(first + error.partial, 4) from None
    (size,) = struct.unpack(">I", header)
    if size > max_size:
        raise ValueError(size)
    return await collect(size)
