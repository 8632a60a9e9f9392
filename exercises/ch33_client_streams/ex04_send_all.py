"""More data than fits into memory, sent over one connection."""

import asyncio
from collections.abc import Iterable


async def send_all(writer: asyncio.StreamWriter, chunks: Iterable[bytes]) -> int:
    """Write every chunk, in order; return how many bytes that were.

    `chunks` makes each chunk when it is asked for it. It is never asked for the next one while more
    than 65,536 bytes wait in the writer's buffer: there is memory for that much and a chunk. (The
    writer has its usual water marks, and when the call begins no more than that in its buffer.) The
    call does not poll: it goes on as soon as there is room again; how much room that is, is left
    open. When it returns, all is written, though perhaps not all of it is sent.

    If the connection breaks while the call waits for room, that ConnectionError comes out, and no
    further chunk is asked for. The writer belongs to the caller, who may go on writing afterwards.
    """
    total = 0
    for chunk in chunks:
        writer.write(chunk)
        total += len(chunk)
    await writer.drain()
    return total


if __name__ == "__main__":

    async def demo() -> None:
        async def slow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            while not reader.at_eof():
                await reader.read(1 << 20)
                await asyncio.sleep(0.05)
            writer.close()

        async with await asyncio.start_server(slow, "127.0.0.1", 0) as server:
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())

            def chunks() -> Iterable[bytes]:
                for number in range(400):
                    if number % 50 == 0:
                        print("in the buffer:", writer.transport.get_write_buffer_size())
                    yield bytes(65_536)

            print("written:", await send_all(writer, chunks()))
            writer.write_eof()
            await reader.read()  # until the server has read all
            writer.close()
            await writer.wait_closed()

    asyncio.run(demo())
