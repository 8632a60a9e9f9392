"""A payload has to be there before one can say that it's too long.

kills: test_too_long
loses: test_too_long
"""

import asyncio


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
    try:
        header = await reader.readexactly(4)
    except asyncio.IncompleteReadError as error:
        if error.partial:
            raise
        return None
    payload = await reader.readexactly(int.from_bytes(header, "big"))
    if len(payload) > max_size:
        raise ValueError(len(payload))
    return payload
