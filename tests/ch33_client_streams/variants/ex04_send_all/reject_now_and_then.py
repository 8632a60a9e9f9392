"""It doesn't matter when `drain()` is called, if only it is called now and then.

kills: test_the_buffer_between_chunks
loses: test_the_buffer_between_chunks
"""

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
    for number, chunk in enumerate(chunks, 1):
        writer.write(chunk)
        total += len(chunk)
        if number % 8 == 0:
            await writer.drain()
    await writer.drain()
    return total
