"""Hidden behaviours of asking for the status of a page."""

import asyncio
import socket

import pytest

from grader.testing import every_cancellation, replies, same

pytestmark = pytest.mark.manual_clock

PAYLOAD = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


def says(*pieces, then="close"):
    """A script: take the request up to its empty line, say this, and end so."""

    async def serve(peer):
        while await peer.readline() not in {b"\r\n", b""}:
            pass
        await replies(*pieces, then=then)(peer)

    return serve


def ask(exercise, peers, address, *, ssl=False):
    """A call of `get_status`."""
    request = exercise.HttpRequest(*address, ssl, PAYLOAD)
    return exercise.get_status(request, connect=peers.open_connection)


def connecting_to_one_that_does_not_read(server, peers):
    """A `connect` after which the server reads nothing yet, and the kernel keeps little."""

    async def connect(host, port, *, ssl=None):
        reader, writer = await peers.open_connection(host, port)
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 65_536)
        (await server.accept()).pause()
        return reader, writer

    return connect


async def answer(exercise, peers, *pieces, then="close"):
    """What comes of asking a server that says this: "returned 200", or "raised BadResponse"."""
    server = await peers.serve(says(*pieces, then=then))
    return await outcome(exercise, ask(exercise, peers, server.address))


async def outcome(exercise, call):
    """How a call ends, in words."""
    (result,) = await asyncio.gather(call, return_exceptions=True)
    if isinstance(result, exercise.BadResponse):
        return "raised BadResponse"
    return f"raised {result!r}" if isinstance(result, Exception) else f"returned {result!r}"


async def noting(call, peers, still_open):
    """Await a call, and note how many sockets are still open at the moment it ends."""
    try:
        return await call
    finally:
        still_open.append(peers.left_open)


async def test_a_status(exercise, peers):
    """The server gets the request as it is, and the code of its response is returned.

    The server waits for the empty line that ends the request, says "HTTP/1.1 200 OK", a header, an
    empty line and a text, and closes.
    """
    server = await peers.serve(says("HTTP/1.1 200 OK\r\nServer: kata\r\n\r\nhello"))

    code = await ask(exercise, peers, server.address)

    assert same(code, 200)
    assert server.peers[0].received == PAYLOAD


@pytest.mark.code("unclosed-transport")
async def test_closed_on_return(exercise, peers):
    """When the call returns, the connection is closed: its socket has been given back.

    The server says "HTTP/1.1 200 OK", and stays. How many sockets are open is counted right after
    the `await`.
    """
    server = await peers.serve(says("HTTP/1.1 200 OK\r\n", then="stay"))

    await ask(exercise, peers, server.address)

    assert peers.left_open == 0


async def test_the_line_alone(exercise, peers):
    """The call returns when the status line is there, and waits for nothing more.

    The server says "HTTP/1.1 302 Found" and the end of the line; then it says no more, and stays.
    """
    end = await answer(exercise, peers, "HTTP/1.1 302 Found\r\n", then="stay")

    assert same(end, "returned 302")


async def test_the_head_alone(exercise, peers):
    """The call doesn't wait for the end of the connection.

    The server says "HTTP/1.1 200 OK", a header and an empty line; then it says no more, and stays.
    """
    end = await answer(exercise, peers, "HTTP/1.1 200 OK\r\nServer: kata\r\n\r\n", then="stay")

    assert same(end, "returned 200")


async def test_in_pieces(exercise, peers):
    """A status line that comes in pieces is read to its end.

    The server says "HTTP/1.1 2", then "04 No Content", and stays. The second piece is sent when the
    first has arrived.
    """
    end = await answer(exercise, peers, "HTTP/1.1 2", "04 No Content\r\n", then="stay")

    assert same(end, "returned 204")


async def test_an_older_version(exercise, peers):
    """Any version of HTTP will do.

    The server says "HTTP/1.0 200 OK".
    """
    end = await answer(exercise, peers, "HTTP/1.0 200 OK\r\n")

    assert same(end, "returned 200")


async def test_several_words(exercise, peers):
    """A reason may have several words, and the code may tell of an error.

    The server says "HTTP/1.1 503 Service Unavailable".
    """
    end = await answer(exercise, peers, "HTTP/1.1 503 Service Unavailable\r\n")

    assert same(end, "returned 503")


async def test_a_reason_beyond_ascii(exercise, peers):
    """A reason may have letters that aren't ASCII.

    The server says "HTTP/1.1 200 Schön", in UTF-8.
    """
    end = await answer(exercise, peers, "HTTP/1.1 200 Schön\r\n".encode())

    assert same(end, "returned 200")


async def test_an_empty_reason(exercise, peers):
    """The reason may be empty.

    The server says "HTTP/1.1 200 ", with a space at the end.
    """
    end = await answer(exercise, peers, "HTTP/1.1 200 \r\n")

    assert same(end, "returned 200")


async def test_no_reason(exercise, peers):
    """The reason may be left out, with the space before it.

    The server says "HTTP/1.1 200".
    """
    end = await answer(exercise, peers, "HTTP/1.1 200\r\n")

    assert same(end, "returned 200")


async def test_no_answer(exercise, peers):
    """A server that closes without a word has given no response: BadResponse.

    The server reads the request, and closes.
    """
    end = await answer(exercise, peers)

    assert same(end, "raised BadResponse")


async def test_garbage(exercise, peers):
    """A first line that is no status line raises BadResponse.

    The server says "garbage here".
    """
    end = await answer(exercise, peers, "garbage here\r\n")

    assert same(end, "raised BadResponse")


async def test_a_look_alike(exercise, peers):
    """A line that doesn't begin with "HTTP/" is no status line, even with a number in its place.

    The server says "ICY 200 OK".
    """
    end = await answer(exercise, peers, "ICY 200 OK\r\n")

    assert same(end, "raised BadResponse")


async def test_another_protocol(exercise, peers):
    """The greeting of a server of another kind raises BadResponse.

    The server says "220 smtp ready".
    """
    end = await answer(exercise, peers, "220 smtp ready\r\n", then="stay")

    assert same(end, "raised BadResponse")


async def test_no_number(exercise, peers):
    """A code that is no number raises BadResponse.

    The server says "HTTP/1.1 abc".
    """
    end = await answer(exercise, peers, "HTTP/1.1 abc\r\n")

    assert same(end, "raised BadResponse")


async def test_no_code(exercise, peers):
    """A line without a code raises BadResponse.

    The server says "HTTP/1.1".
    """
    end = await answer(exercise, peers, "HTTP/1.1\r\n")

    assert same(end, "raised BadResponse")


async def test_no_text(exercise, peers):
    """A first line that isn't text raises BadResponse.

    The server says bytes that are no UTF-8: b"\\x15\\x03\\xff \\xfe\\r\\n".
    """
    end = await answer(exercise, peers, b"\x15\x03\xff \xfe\r\n")

    assert same(end, "raised BadResponse")


@pytest.mark.code("unclosed-transport")
async def test_closed_after_a_bad_response(exercise, peers):
    """After a bad response the connection is closed, too.

    The server says "garbage here", and stays. How many sockets are open is counted at the moment
    the call ends.
    """
    server, still_open = await peers.serve(says("garbage here\r\n", then="stay")), []
    call = noting(ask(exercise, peers, server.address), peers, still_open)

    end = await outcome(exercise, call)

    assert still_open == [0]
    assert same(end, "raised BadResponse")


async def test_reset(exercise, peers, start, log):
    """A connection that the server breaks off raises ConnectionResetError, and is closed by then.

    The server reads the request, and breaks the connection off.
    """
    server, still_open = await peers.serve(says(then="reset")), []
    call = noting(ask(exercise, peers, server.address), peers, still_open)

    await asyncio.wait([start("call", call)])

    assert log == ["call raised ConnectionResetError 0"]
    assert still_open == [0]


async def test_refused(exercise, peers, start, log):
    """If nobody listens there, ConnectionRefusedError comes out."""
    address = ("127.0.0.1", peers.refusing_port())

    await asyncio.wait([start("call", ask(exercise, peers, address))])

    assert log == ["call raised ConnectionRefusedError 0"]


async def test_https(exercise, peers):
    """For https, `connect` gets `ssl=True`.

    `connect` is a function that notes what it gets, and connects to a server that says 200.
    """
    server, calls = await peers.serve(says("HTTP/1.1 200 OK\r\n")), []

    async def connect(host, port, *, ssl=None):
        calls.append((host, port, ssl))
        return await peers.open_connection(*server.address)

    request = exercise.HttpRequest("secure.example", 443, True, PAYLOAD)
    await exercise.get_status(request, connect=connect)

    assert same(calls, [("secure.example", 443, True)])


async def test_not_encrypted(exercise, peers):
    """For http, whatever the port, `connect` isn't told to encrypt.

    `connect` is a function that notes whether it gets a true `ssl`, and connects to a server that
    says 200. The port is 443.
    """
    server, calls = await peers.serve(says("HTTP/1.1 200 OK\r\n")), []

    async def connect(host, port, *, ssl=None):
        calls.append((host, port, bool(ssl)))
        return await peers.open_connection(*server.address)

    request = exercise.HttpRequest("plain.example", 443, False, PAYLOAD)
    await exercise.get_status(request, connect=connect)

    assert same(calls, [("plain.example", 443, False)])


@pytest.mark.code("unclosed-transport")
async def test_cancelled_while_it_waits(exercise, peers, start, log):
    """A call that is cancelled while it waits ends so, its connection closed by then.

    The server has read the request, and says nothing. Then the call is cancelled.
    """
    server, still_open = await peers.serve(), []
    call = start("call", noting(ask(exercise, peers, server.address), peers, still_open))
    peer = await server.accept()
    await peer.read(len(PAYLOAD))

    call.cancel()
    await asyncio.wait([call])

    assert log == ["call cancelled 0"]
    assert still_open == [0]


@pytest.mark.code("unclosed-transport")
async def test_cancelled_while_it_sends(exercise, peers, start, clock, log):
    """A call that is cancelled while its request is on the way ends so, its connection closed by then.

    The request has 1 MiB, and the server doesn't read it: the call waits. It is cancelled, and
    right after that the server begins to read.
    """
    server, still_open = await peers.serve(buffer=65_536), []
    connect = connecting_to_one_that_does_not_read(server, peers)
    asking = exercise.get_status(
        exercise.HttpRequest(*server.address, False, bytes(2**20)), connect=connect
    )
    call = start("call", noting(asking, peers, still_open))
    await clock.settle()

    call.cancel()
    server.peers[0].resume()
    await asyncio.wait([call])

    assert log == ["call cancelled 0"]
    assert still_open == [0]


@every_cancellation
async def test_cancelled_at_any_moment(exercise, peers, start, cancel, clock):
    """Wherever the call is cancelled, it ends as cancelled, and no connection stays open.

    The server reads the request, says "HTTP/1.1 200 OK", and stays.
    """
    server = await peers.serve(says("HTTP/1.1 2", "00 OK\r\n", then="stay"))

    await cancel(start("call", ask(exercise, peers, server.address)))
    await clock.settle()

    assert peers.left_open == 0
