"""Hidden behaviours of much data over one connection."""

import asyncio
import socket

import pytest

from grader.testing import same

pytestmark = pytest.mark.manual_clock

SIZE = 65_536


def kind(outcome):
    """ConnectionError for each of its subclasses; all else as it is."""
    return ConnectionError if isinstance(outcome, ConnectionError) else outcome


async def connected(peers):
    """A peer, and a writer to it; the kernel keeps little for either."""
    server = await peers.serve(buffer=SIZE)
    _, writer = await peers.open_connection(*server.address)
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SIZE)
    return await server.accept(), writer


def chunks(count, writer, buffered):
    """That many chunks of 64 KiB; each time it is asked for one, it notes what the buffer holds."""
    for number in range(count):
        buffered.append(writer.transport.get_write_buffer_size())
        yield bytes([number % 251]) * SIZE


async def cancelled(call):
    """Cancel a call that waits, and wait for its end; it may have tasks of its own."""
    call.cancel()
    await asyncio.wait([call])


async def test_small_chunks(exercise, peers):
    """All bytes are written in order, and counted.

    The chunks are b"a", b"", and b"bcd".
    """
    peer, writer = await connected(peers)

    written = await exercise.send_all(writer, iter([b"a", b"", b"bcd"]))

    assert same(written, 4)
    assert await peer.read(4) == b"abcd"


async def test_a_peer_that_does_not_read(exercise, peers, start, clock):
    """As long as the peer doesn't read, the call waits, and asks for no further chunks.

    There are 64 chunks of 64 KiB, and the peer reads nothing at all. In the end the call is cancelled.
    """
    (peer, writer), buffered = await connected(peers), []
    peer.pause()
    call = start("call", exercise.send_all(writer, chunks(64, writer, buffered)))

    await clock.settle()
    ended, asked_for = call.done(), len(buffered)
    await cancelled(call)

    assert asked_for < 64
    assert not ended


async def test_the_buffer_between_chunks(exercise, peers, start, clock):
    """It never asks for a chunk while more than 65,536 bytes are in the buffer.

    There are 64 chunks of 64 KiB, and the peer reads nothing at all. What the writer's buffer holds
    is noted whenever a chunk is asked for. In the end the call is cancelled.
    """
    (peer, writer), buffered = await connected(peers), []
    peer.pause()
    call = start("call", exercise.send_all(writer, chunks(64, writer, buffered)))

    await clock.settle()
    await cancelled(call)
    too_much = max(buffered) > 65_536

    assert not too_much


async def test_it_goes_on_when_there_is_room(exercise, peers, start, clock):
    """As soon as the peer reads again, the call goes on, and all bytes arrive in order.

    There are 64 chunks of 64 KiB. The peer reads nothing at first, and later everything.
    """
    (peer, writer), buffered = await connected(peers), []
    peer.pause()
    call = start("call", exercise.send_all(writer, chunks(64, writer, buffered)))
    await clock.settle()

    peer.resume()
    written, received = await call, await peer.read(64 * SIZE)

    assert same(written, 4_194_304)
    assert received == b"".join(chunks(64, writer, []))


async def test_the_connection_breaks(exercise, peers, start, clock):
    """If the connection breaks while the call waits for room, a ConnectionError comes out.

    There are 64 chunks of 64 KiB. The peer reads nothing, and breaks the connection off.
    """
    peer, writer = await connected(peers)
    peer.pause()
    call = start("call", exercise.send_all(writer, chunks(64, writer, [])))
    await clock.settle()

    await peer.reset()
    [outcome] = map(kind, await asyncio.gather(call, return_exceptions=True))

    assert same(outcome, ConnectionError)


async def test_nothing_more_once_it_is_broken(exercise, peers, start, clock):
    """Once the connection is broken, no further chunk is asked for.

    There are 64 chunks of 64 KiB. The peer reads nothing, and breaks the connection off.
    """
    (peer, writer), buffered = await connected(peers), []
    peer.pause()
    call = start("call", exercise.send_all(writer, chunks(64, writer, buffered)))
    await clock.settle()
    before = len(buffered)

    await peer.reset()
    await asyncio.wait([call])
    asked_again = len(buffered) > before

    assert not asked_again


async def test_the_writer_stays_open(exercise, peers):
    """The caller may go on writing afterwards.

    The call writes b"abc"; then the caller writes b"d".
    """
    peer, writer = await connected(peers)
    await exercise.send_all(writer, [b"abc"])

    writer.write(b"d")
    writer.close()

    assert await peer.read() == b"abcd"
