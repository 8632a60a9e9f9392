"""Messages of known length, one at a time."""

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
    header = await reader.read(4)
    if not header:
        return None
    size = int.from_bytes(header, "big")
    if size > max_size:
        raise ValueError(f"a frame of {size} bytes")
    return await reader.read(size)


if __name__ == "__main__":

    async def demo() -> None:
        reader = asyncio.StreamReader()
        reader.feed_data(b"\0\0\0\5hel")
        asyncio.get_running_loop().call_later(0.2, reader.feed_data, b"lo")
        asyncio.get_running_loop().call_later(0.4, reader.feed_eof)
        print(await read_frame(reader, 100))
        print(await read_frame(reader, 100))

    asyncio.run(demo())
