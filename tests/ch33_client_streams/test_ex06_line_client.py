"""Hidden behaviours of a client that sends lines and gets lines."""

import asyncio

import pytest

from grader.testing import every_cancellation, same

pytestmark = pytest.mark.manual_clock

closing_is_told_elsewhere = pytest.mark.allow(
    "unclosed-transport", "leaked-task", reason="the client stays open; closing has its own tests"
)


def script(let_go):
    """Answer a line with "ok " and the line; "hold" only when let go, and some in other ways."""

    async def serve(peer):
        while line := await peer.readline():
            if line == b"hold\n":
                await let_go.wait()
            if line in {b"drop\n", b"half\n"}:
                await peer.send("hal" if line == b"half\n" else "")
                break
            await peer.send("\n" if line == b"blank\n" else b"ok " + line)
        await peer.close()

    return serve


async def play(exercise, peers):
    """A server with that script, a client of it, and the event that lets "hold" go."""
    let_go = asyncio.Event()
    server = await peers.serve(script(let_go))
    return server, exercise.LineClient(*server.address), let_go


def kind(outcome):
    """Of the promised exceptions the promised class; all else as it is."""
    kinds = (ConnectionError, RuntimeError, ValueError)
    return next((kind for kind in kinds if isinstance(outcome, kind)), outcome)


async def outcome(call):
    """What a call returns, or the promised exception that it raises."""
    return kind((await asyncio.gather(call, return_exceptions=True))[0])


@closing_is_told_elsewhere
async def test_a_reply(exercise, peers):
    """A request gives the reply.

    The server answers "hello" with "ok hello".
    """
    _, client, _ = await play(exercise, peers)

    reply = await client.request("hello")

    assert same(reply, "ok hello")


@closing_is_told_elsewhere
async def test_spaces(exercise, peers):
    """Lines are sent and given back unchanged, spaces included.

    The server answers " café " with "ok  café ".
    """
    _, client, _ = await play(exercise, peers)

    reply = await client.request(" café ")

    assert same(reply, "ok  café ")


@closing_is_told_elsewhere
async def test_an_empty_reply(exercise, peers):
    """An empty line is a reply.

    The server answers "blank" with an empty line.
    """
    _, client, _ = await play(exercise, peers)

    reply = await outcome(client.request("blank"))

    assert same(reply, "")


@closing_is_told_elsewhere
async def test_twenty_at_once(exercise, peers):
    """Each of many requests at the same time gets its own reply.

    After a first request there are 20. The server answers each with "ok " and the line.
    """
    _, client, _ = await play(exercise, peers)
    await client.request("first")

    replies = await asyncio.gather(*(client.request(str(n)) for n in range(20)))

    assert same(replies, [f"ok {n}" for n in range(20)])


@closing_is_told_elsewhere
async def test_one_connection(exercise, peers, start, clock):
    """All requests use one connection, those at the same time and those after them.

    There are 3 requests at the same time, and one more when they have ended.
    """
    server, client, _ = await play(exercise, peers)

    await asyncio.wait([start(f"request {n}", client.request("a")) for n in range(3)])
    await client.request("b")
    connections = len(server.peers)

    assert connections == 1


@closing_is_told_elsewhere
async def test_a_timeout(exercise, peers, start, clock, log):
    """A request that isn't answered in time raises TimeoutError at that moment.

    The server holds its answer back. The limit is 5 s.
    """
    _, client, _ = await play(exercise, peers)
    call = start("call", client.request("hold", timeout=5))
    await clock.settle()

    await clock.advance(60)
    await asyncio.wait([call])

    assert log.of("call") == ["call raised TimeoutError 5"]


@closing_is_told_elsewhere
async def test_after_a_timeout(exercise, peers, start, clock):
    """After a timeout the next request gets its own reply, not the late one.

    "hold" times out after 5 s. Then the server sends "ok hold" all the same, and after that the
    request "next" is made.
    """
    _, client, let_go = await play(exercise, peers)
    call = start("call", client.request("hold", timeout=5))
    await clock.settle()
    await clock.advance(5)
    await asyncio.wait([call])
    let_go.set()
    await clock.settle()

    reply = await client.request("next")

    assert same(reply, "ok next")


@closing_is_told_elsewhere
async def test_after_a_cancellation(exercise, peers, start, clock):
    """After a cancellation the next request gets its own reply, not the late one.

    "hold" is cancelled. Then the server sends "ok hold" all the same, and after that the request
    "next" is made.
    """
    _, client, let_go = await play(exercise, peers)
    call = start("call", client.request("hold"))
    await clock.settle()
    call.cancel()
    await asyncio.wait([call])
    let_go.set()
    await clock.settle()

    reply = await client.request("next")

    assert same(reply, "ok next")


@every_cancellation
async def test_cancelled_at_any_moment(exercise, peers, start, cancel, clock):
    """Wherever a request is cancelled, it ends as cancelled, and the next gets its own reply.

    The server answers at once. "first" is cancelled wherever it waits; then comes "next", and the
    client is closed.
    """
    _, client, _ = await play(exercise, peers)

    await cancel(start("call", client.request("first")))
    await clock.settle()
    reply = await client.request("next")
    await client.close()

    assert same(reply, "ok next")


@closing_is_told_elsewhere
async def test_dropped(exercise, peers):
    """If the server ends the connection instead of a reply, a ConnectionError comes out.

    The server gets "drop", and closes.
    """
    _, client, _ = await play(exercise, peers)

    reply = await outcome(client.request("drop"))

    assert same(reply, ConnectionError)


@closing_is_told_elsewhere
async def test_cut_short(exercise, peers):
    """If the server ends the connection within a reply, a ConnectionError comes out.

    The server gets "half", sends "hal" without the end of the line, and closes.
    """
    _, client, _ = await play(exercise, peers)

    reply = await outcome(client.request("half"))

    assert same(reply, ConnectionError)


@closing_is_told_elsewhere
async def test_after_a_drop(exercise, peers):
    """After a connection has ended within an exchange, the next request works.

    The server closes at "drop". Then "next" is sent.
    """
    _, client, _ = await play(exercise, peers)
    await outcome(client.request("drop"))

    reply = await outcome(client.request("next"))

    assert same(reply, "ok next")


@closing_is_told_elsewhere
@pytest.mark.parametrize("before", ["", "first"], ids=["at-first", "later"])
async def test_sent_once(exercise, peers, before):
    """A request isn't sent a second time when its connection has ended.

    The server closes at "drop", which is the first request, or comes after another one. What it has
    received on all its connections is looked at.
    """
    server, client, _ = await play(exercise, peers)
    if before:
        await client.request(before)

    await outcome(client.request("drop"))

    lines = [line for peer in server.peers for line in peer.received.split()]
    assert lines.count(b"drop") == 1


@closing_is_told_elsewhere
async def test_refused(exercise, peers, start, log):
    """If nobody listens there, ConnectionRefusedError comes out."""
    client = exercise.LineClient("127.0.0.1", peers.refusing_port())

    reply = await outcome(client.request("hello", timeout=5))

    assert same(reply, ConnectionError)


@closing_is_told_elsewhere
async def test_a_line_break(exercise, peers):
    r"""A line with "\n" in it raises ValueError, and nothing is sent.

    The line is "a\nb".
    """
    server, client, _ = await play(exercise, peers)

    reply = await outcome(client.request("a\nb"))

    assert same(reply, ValueError)
    assert b"".join(peer.received for peer in server.peers) == b""


@closing_is_told_elsewhere
async def test_a_carriage_return(exercise, peers):
    r"""A line with "\r" in it raises ValueError, and nothing is sent.

    The line is "a\rb".
    """
    server, client, _ = await play(exercise, peers)

    reply = await outcome(client.request("a\rb"))

    assert same(reply, ValueError)
    assert b"".join(peer.received for peer in server.peers) == b""


@closing_is_told_elsewhere
async def test_waiting_counts(exercise, peers, start, clock, log):
    """The limit counts from the call on, also while another request is under way.

    The server holds back its answer to the first request. The second has a limit of 5 s.
    """
    _, client, _ = await play(exercise, peers)
    start("first", client.request("hold"))
    await clock.settle()
    second = start("second", client.request("second", timeout=5))
    await clock.settle()

    await clock.advance(60)
    await asyncio.wait([second])

    assert log.of("second") == ["second raised TimeoutError 5"]


@closing_is_told_elsewhere
async def test_the_other_waits_on(exercise, peers, start, clock):
    """If a request times out while another one is under way, that one still gets its reply.

    The server holds back its answer to "hold". The second request has a limit of 5 s. When that is
    over, the server answers. The result of the first is looked at, and the number of connections.
    """
    server, client, let_go = await play(exercise, peers)
    first = start("first", client.request("hold"))
    await clock.settle()
    second = start("second", client.request("second", timeout=5))
    await clock.settle()
    await clock.advance(5)
    let_go.set()
    await asyncio.wait([first, second])

    assert same([await outcome(first), len(server.peers)], ["ok hold", 1])


@closing_is_told_elsewhere
async def test_a_timeout_of_another(exercise, peers, start, clock):
    """If a request times out, those that wait behind it still get their replies.

    "hold" has a limit of 5 s, and "other" waits behind it. When the limit is over, the server sends
    what it has held back.
    """
    _, client, let_go = await play(exercise, peers)
    hold = start("hold", client.request("hold", timeout=5))
    await clock.settle()
    other = start("other", client.request("other"))
    await clock.settle()
    await clock.advance(5)
    let_go.set()
    await asyncio.wait([hold, other])

    assert same(await outcome(other), "ok other")


@pytest.mark.code("unclosed-transport")
async def test_closed(exercise, peers, clock):
    """`close` closes the connection.

    After a request the client is closed. The server sees the end of the connection.
    """
    server, client, _ = await play(exercise, peers)
    await client.request("a")

    await client.close()
    await clock.settle()
    seen = [peer.ending for peer in server.peers]

    assert seen == ["end-of-file"]


async def test_closed_twice(exercise, peers, clock):
    """`close` may be called again.

    After a request the client is closed, and closed again.
    """
    _, client, _ = await play(exercise, peers)
    await client.request("a")
    await client.close()

    again = await outcome(client.close())

    assert same(again, None)


async def test_closed_without_a_request(exercise, peers, clock):
    """A client that has made no request has no connection, and may be closed.

    A client is made and closed.
    """
    server, client, _ = await play(exercise, peers)

    closing = await outcome(client.close())
    await clock.settle()

    assert same(closing, None)
    assert len(server.peers) == 0


async def test_a_request_after_close(exercise, peers, clock):
    """After `close`, a request raises RuntimeError, and nothing is connected.

    A client makes a request, is closed, and is to make another one.
    """
    server, client, _ = await play(exercise, peers)
    await client.request("a")
    await client.close()

    reply = await outcome(client.request("b"))

    assert same(reply, RuntimeError)
    assert len(server.peers) == 1


@pytest.mark.code("unclosed-transport")
async def test_closed_after_a_timeout(exercise, peers, start, clock):
    """A connection that is of no more use is closed, not just forgotten.

    "hold" times out after 5 s, "next" is made, and the client is closed. Then nothing is open.
    """
    server, client, let_go = await play(exercise, peers)
    call = start("call", client.request("hold", timeout=5))
    await clock.settle()
    await clock.advance(5)
    let_go.set()
    await asyncio.gather(call, client.request("next"), return_exceptions=True)

    await client.close()
    await clock.settle()
    still_open = len(server.open)

    assert still_open == 0


async def test_closed_after_a_reset(exercise, peers, clock):
    """If the server has broken the connection off, `close` raises nothing.

    After a request the server breaks the connection off, and then the client is closed.
    """
    server, client, _ = await play(exercise, peers)
    await client.request("a")
    await server.peers[0].reset()

    closing = await outcome(client.close())

    assert same(closing, None)
