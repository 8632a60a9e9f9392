"""`write` raises once the connection is broken, so nobody has to listen to `drain`.

kills: test_the_connection_breaks
loses: test_the_connection_breaks test_nothing_more_once_it_is_broken
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
    for chunk in chunks:
        writer.write(chunk)
        total += len(chunk)
        while writer.transport.get_write_buffer_size() > 65_536:
            await asyncio.sleep(0)
    return total
