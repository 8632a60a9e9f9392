"""Hidden behaviours of a connection for a block."""

import asyncio
import contextlib

import pytest

from grader.testing import every_cancellation, replies, same, silent

pytestmark = pytest.mark.manual_clock

ERROR = KeyError("of the block")
BROKEN = ConnectionResetError("of the block")


async def visit(stream, block, peers, still_open):
    """Run a block with the streams; note how many sockets are still open when it has been left."""
    try:
        async with stream as streams:
            await block(*streams)
    finally:
        still_open.append(peers.left_open)


async def read(reader, writer):
    """A block that reads until the data ends, and doesn't mind if the connection breaks."""
    with contextlib.suppress(ConnectionError):
        await reader.read()


async def read_and_fail(reader, writer):
    """The same, and then it raises ERROR."""
    await read(reader, writer)
    raise ERROR


async def break_off(reader, writer):
    """A block that raises BROKEN."""
    raise BROKEN


async def ended(call, server):
    """Wait until a call has ended; then its peer reads all that there still is."""
    await asyncio.wait([call])
    server.peers[0].resume()
    await server.peers[0].read()


async def read_late(call, server):
    """Let the peer read now, to the end; how many bytes there were when the call has ended."""
    server.peers[0].resume()
    data = await server.peers[0].read()
    await asyncio.wait([call])
    return len(data)


def fill(writer):
    """Write chunks of 64 KiB until the system takes no more of them; how many bytes that were."""
    written = 0
    while not writer.transport.get_write_buffer_size():
        writer.write(bytes(65_536))
        written += 65_536
    return written


def filling_after(event, written=None):
    """A block that waits for an event, writes as much as the system takes, and ends."""

    async def block(reader, writer):
        await event.wait()
        count = fill(writer)
        if written is not None:
            written.append(count)

    return block


async def test_the_streams(exercise, peers):
    """The block gets a reader and a writer of a connection.

    The peer reads until it is told that nothing more comes, and replies b"cba".
    """
    server = await peers.serve(replies("cba", to="end-of-file"))

    async with exercise.open_stream(*server.address, connect=peers.open_connection) as streams:
        reader, writer = streams
        writer.write(b"abc")
        writer.write_eof()
        reply = await reader.read()

    assert same(reply, b"cba")


@pytest.mark.code("unclosed-transport")
async def test_closed(exercise, peers):
    """When the block has been left, the connection is closed: its socket has been given back.

    The peer is silent, and the block does nothing. How many sockets are open is counted right after
    the block.
    """
    server = await peers.serve(silent)

    async with exercise.open_stream(*server.address, connect=peers.open_connection):
        pass

    assert peers.left_open == 0


async def test_all_is_delivered(exercise, peers):
    """All that the block has written arrives.

    The block writes chunks of 64 KiB until the system takes no more, and the rest of the last one
    stays in the writer's buffer. Then it ends.
    """
    server = await peers.serve()

    async with exercise.open_stream(*server.address, connect=peers.open_connection) as streams:
        written = fill(streams[1])
    all_arrived = len(await server.peers[0].read()) == written

    assert all_arrived


async def test_a_slow_peer(exercise, peers, start, clock):
    """All of it arrives, too, if the peer takes its time.

    The block writes as above, and ends. The peer begins to read a minute later.
    """
    server, event, written = await peers.serve(), asyncio.Event(), []
    stream = exercise.open_stream(*server.address, connect=peers.open_connection)
    call = start("call", visit(stream, filling_after(event, written), peers, []))
    (await server.accept()).pause()
    event.set()

    await clock.advance(60)
    all_arrived = [await read_late(call, server)] == written

    assert all_arrived


@pytest.mark.code("unclosed-transport")
async def test_the_peer_has_ended(exercise, peers):
    """The connection is closed, too, if the peer has closed it before.

    The peer sends b"bye" and closes; the block reads to the end of the data.
    """
    server, still_open = await peers.serve(replies("bye")), []
    stream = exercise.open_stream(*server.address, connect=peers.open_connection)

    await visit(stream, read, peers, still_open)

    assert still_open == [0]


async def test_an_error_of_the_block(exercise, peers):
    """An exception of the block comes out, itself.

    The peer sends b"bye" and closes; the block reads that, and raises a KeyError.
    """
    server = await peers.serve(replies("bye"))
    stream = exercise.open_stream(*server.address, connect=peers.open_connection)

    outcome = await asyncio.gather(visit(stream, read_and_fail, peers, []), return_exceptions=True)

    assert same(outcome, [ERROR])


@pytest.mark.code("unclosed-transport")
async def test_closed_after_an_error(exercise, peers):
    """If the block raises an exception, the connection is closed when the block has been left.

    The peer sends b"bye" and closes; the block reads that, and raises a KeyError.
    """
    server, still_open = await peers.serve(replies("bye")), []
    stream = exercise.open_stream(*server.address, connect=peers.open_connection)

    await asyncio.wait([asyncio.create_task(visit(stream, read_and_fail, peers, still_open))])

    assert still_open == [0]


async def test_a_connection_error_of_the_block(exercise, peers):
    """A ConnectionError that the block raises comes out, too.

    The peer is silent; the block raises a ConnectionResetError that has nothing to do with it.
    """
    server = await peers.serve(silent)
    stream = exercise.open_stream(*server.address, connect=peers.open_connection)

    outcome = await asyncio.gather(visit(stream, break_off, peers, []), return_exceptions=True)

    assert same(outcome, [BROKEN])


async def test_an_error_after_a_reset(exercise, peers):
    """If the peer has broken the connection off, closing doesn't hide the exception of the block.

    The peer resets the connection. The block sees that, and raises a KeyError.
    """
    server = await peers.serve(replies(then="reset"))
    stream = exercise.open_stream(*server.address, connect=peers.open_connection)

    outcome = await asyncio.gather(visit(stream, read_and_fail, peers, []), return_exceptions=True)

    assert same(outcome, [ERROR])


async def test_nothing_but_a_reset(exercise, peers):
    """If the peer has broken the connection off and the block raises nothing, nothing comes out.

    The peer resets the connection. The block sees that, and ends.
    """
    server = await peers.serve(replies(then="reset"))
    stream = exercise.open_stream(*server.address, connect=peers.open_connection)

    outcome = await asyncio.gather(visit(stream, read, peers, []), return_exceptions=True)

    assert same(outcome, [None])


@pytest.mark.code("unclosed-transport")
async def test_cancelled_in_the_block(exercise, peers, start, clock, log):
    """If the block is cancelled, the call ends as cancelled, and the connection is closed by then.

    The peer is silent, and the block waits for it. Then it is cancelled.
    """
    server, still_open = await peers.serve(silent), []
    stream = exercise.open_stream(*server.address, connect=peers.open_connection)
    call = start("call", visit(stream, read, peers, still_open))
    await clock.settle()

    call.cancel()
    await asyncio.wait([call])

    assert log == ["call cancelled 0"]
    assert still_open == [0]


async def test_cancelled_while_it_closes(exercise, peers, start, clock, log):
    """A cancellation that comes while the connection is being closed comes out.

    The peer doesn't read. The block writes as much as the system takes, with some left in the buffer,
    and ends; so closing has to wait. Then the call is cancelled.
    """
    server, event = await peers.serve(), asyncio.Event()
    stream = exercise.open_stream(*server.address, connect=peers.open_connection)
    call = start("call", visit(stream, filling_after(event), peers, []))
    (await server.accept()).pause()
    event.set()
    await clock.settle()

    call.cancel()
    await ended(call, server)

    assert log == ["call cancelled 0"]


@pytest.mark.code("unclosed-transport")
@every_cancellation
async def test_cancelled_at_any_moment(exercise, peers, start, cancel, clock):
    """Wherever the call is cancelled, it ends as cancelled, and no connection stays open.

    The peer sends b"bye" and closes; the block reads to the end of the data. The call is cancelled
    wherever it waits.
    """
    server = await peers.serve(replies("bye"))
    stream = exercise.open_stream(*server.address, connect=peers.open_connection)

    await cancel(start("call", visit(stream, read, peers, [])))
    await clock.settle()

    assert peers.left_open == 0


async def test_refused(exercise, peers, start, log):
    """If nobody listens there, `ConnectionRefusedError` comes out."""
    address = ("127.0.0.1", peers.refusing_port())
    stream = exercise.open_stream(*address, connect=peers.open_connection)

    await asyncio.wait([start("call", visit(stream, read, peers, []))])

    assert log == ["call raised ConnectionRefusedError 0"]
