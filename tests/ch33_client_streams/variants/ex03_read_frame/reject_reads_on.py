"""What has come belongs to this frame.

kills: test_frames_at_once
loses: test_frames_at_once
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
    data = b""
    while len(data) < 4 or len(data) < 4 + int.from_bytes(data[:4], "big"):
        if len(data) >= 4 and int.from_bytes(data[:4], "big") > max_size:
            raise ValueError("too long")
        piece = await reader.read(4096)
        if not piece and not data:
            return None
        if not piece:
            raise asyncio.IncompleteReadError(data[4:] if len(data) >= 4 else data, 4)
        data += piece
    return data[4 : 4 + int.from_bytes(data[:4], "big")]
