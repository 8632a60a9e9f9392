"""Hidden behaviours of one request and its reply."""

import asyncio

import pytest

from grader.testing import every_cancellation, replies, same, silent

pytestmark = pytest.mark.manual_clock


async def noting(call, peers, still_open):
    """Await a call, and note how many sockets are still open at the moment it ends."""
    try:
        return await call
    finally:
        still_open.append(peers.left_open)


async def test_the_reply(exercise, peers):
    """The peer gets the request and its end, and its reply is returned.

    The peer reads until it is told that nothing more comes, and only then replies: b"cba".
    """
    server = await peers.serve(replies("cba", to="end-of-file"))

    reply = await exercise.exchange(*server.address, b"abc", connect=peers.open_connection)

    assert same(reply, b"cba")
    assert server.peers[0].received == b"abc"


@pytest.mark.code("unclosed-transport")
async def test_closed_on_return(exercise, peers):
    """When the call returns, the connection is closed: its socket has been given back.

    The peer replies b"cba". How many sockets are open is counted right after the `await`.
    """
    server = await peers.serve(replies("cba", to="end-of-file"))

    await exercise.exchange(*server.address, b"abc", connect=peers.open_connection)

    assert peers.left_open == 0


async def test_a_reply_in_pieces(exercise, peers):
    """A long reply is complete, however many pieces it comes in.

    The peer replies with 16 pieces of 64 KiB, each sent when the one before has arrived.
    """
    pieces = [bytes([n]) * 65_536 for n in range(16)]
    server = await peers.serve(replies(*pieces, to="end-of-file"))

    reply = await exercise.exchange(*server.address, b"abc", connect=peers.open_connection)

    assert same(len(reply), 16 * 65_536)
    assert same(reply, b"".join(pieces))


async def test_a_large_request(exercise, peers):
    """A request of 4 MiB arrives whole.

    The peer reads until it is told that nothing more comes, and replies b"thanks".
    """
    server = await peers.serve(replies("thanks", to="end-of-file"), buffer=65_536)
    request = bytes(range(256)) * 16_384

    reply = await exercise.exchange(*server.address, request, connect=peers.open_connection)

    assert same(reply, b"thanks")
    assert (len(server.peers[0].received), server.peers[0].received == request) == (4 << 20, True)


async def test_an_empty_reply(exercise, peers):
    """A peer that ends without a byte has replied b"".

    The peer reads the request to its end, and closes the connection.
    """
    server = await peers.serve(replies(to="end-of-file"))

    reply = await exercise.exchange(*server.address, b"abc", connect=peers.open_connection)

    assert same(reply, b"")


async def test_a_reset(exercise, peers, start, log):
    """If the connection breaks, `ConnectionResetError` comes out, and it is closed by then.

    The peer reads the request, sends b"hal" and breaks the connection off.
    """
    server, still_open = await peers.serve(replies("hal", to="end-of-file", then="reset")), []
    request = exercise.exchange(*server.address, b"abc", connect=peers.open_connection)

    await asyncio.wait([start("call", noting(request, peers, still_open))])

    assert log == ["call raised ConnectionResetError 0"]
    assert still_open == [0]


async def test_refused(exercise, peers, start, log):
    """If nobody listens there, `ConnectionRefusedError` comes out."""
    address = ("127.0.0.1", peers.refusing_port())
    request = exercise.exchange(*address, b"abc", connect=peers.open_connection)

    await asyncio.wait([start("call", request)])

    assert log == ["call raised ConnectionRefusedError 0"]


@pytest.mark.code("unclosed-transport")
async def test_cancelled_while_it_waits(exercise, peers, start, log, clock):
    """A call that is cancelled while it waits for the reply ends so, its connection closed by then.

    The peer has got the request, and says nothing. Then the call is cancelled.
    """
    server, still_open = await peers.serve(silent), []
    request = exercise.exchange(*server.address, b"abc", connect=peers.open_connection)
    call = start("call", noting(request, peers, still_open))
    peer = await server.accept()
    await peer.read(3)

    call.cancel()
    await asyncio.wait([call])

    assert log == ["call cancelled 0"]
    assert still_open == [0]


@pytest.mark.code("unclosed-transport")
@every_cancellation
async def test_cancelled_at_any_moment(exercise, peers, start, cancel, clock):
    """Wherever the call is cancelled, it ends as cancelled, and no connection stays open.

    The peer reads the request to its end and replies b"cba". The call is cancelled wherever it
    waits.
    """
    server = await peers.serve(replies("cba", to="end-of-file"))
    request = exercise.exchange(*server.address, b"abc", connect=peers.open_connection)

    await cancel(start("call", request))
    await clock.settle()

    assert peers.left_open == 0
