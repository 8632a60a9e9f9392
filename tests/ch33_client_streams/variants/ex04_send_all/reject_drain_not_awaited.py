"""Calling `drain()` drains.

kills: test_a_peer_that_does_not_read
loses: test_small_chunks test_a_peer_that_does_not_read test_the_buffer_between_chunks
    test_it_goes_on_when_there_is_room test_the_connection_breaks
    test_nothing_more_once_it_is_broken test_the_writer_stays_open
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
        writer.drain()
    return total
