"""Hidden behaviours of a server that counts its clients."""

import asyncio

import pytest

from grader.testing import same

pytestmark = pytest.mark.manual_clock

listening_is_told_elsewhere = pytest.mark.allow(
    "unclosed-server", reason="whether it listens on has its own test"
)
closing_is_told_elsewhere = pytest.mark.allow(
    "unclosed-transport",
    "unclosed-server",
    "leaked-task",
    reason="clients stay; closing has its own tests",
)


async def greet(reader, writer):
    r"""Greet, and do what the words of the client's line say; without any, just return.

    At "flood", write until the system takes no more, and then "over". At "close", close the
    connection, and go on for 5 s. At "fail", raise an exception. At "cancel", be cancelled.
    """
    writer.write(b"hello\n")
    words = (await reader.readline()).split()
    if b"flood" in words:
        while not writer.transport.get_write_buffer_size():
            writer.write(bytes(65_536))
        writer.write(b"over\n")
    if b"close" in words:
        writer.close()
        await asyncio.sleep(5)
    if b"fail" in words:
        raise OSError("the handler fails")
    if b"cancel" in words:
        asyncio.current_task().cancel()
        await asyncio.sleep(1)


async def played(exercise, peers, names):
    """A server with that handler, its port, and clients that have been greeted."""
    asyncio.get_running_loop().set_exception_handler(lambda *_: None)  # nothing is printed
    server = exercise.CountingServer(greet)
    port = await server.start()
    clients = await peers.connect_all(port, names)
    for client in clients:
        await client.readline()
    return server, port, clients


@closing_is_told_elsewhere
async def test_nobody(exercise, peers):
    """At first nobody is connected."""
    server, _, _ = await played(exercise, peers, [])

    count = server.connected

    assert same(count, 0)


@closing_is_told_elsewhere
async def test_up(exercise, peers):
    """Each client counts, from the moment at which its handler has begun.

    Three clients connect, one after the other, and then two at the same time. The handler greets
    each; when it has its greeting, the count is looked at.
    """
    server, port, _ = await played(exercise, peers, [])

    counts = []
    for name in "abc":
        await (await peers.connect(port, name)).readline()
        counts.append(server.connected)
    for client in await asyncio.gather(*(peers.connect(port, name) for name in "de")):
        await client.readline()

    assert same([*counts, server.connected], [1, 2, 3, 5])


@closing_is_told_elsewhere
async def test_down(exercise, peers, clock):
    """A client whose handler has returned counts no more.

    Four clients are connected. At "quit" a client's handler returns: one sends it, then another one,
    and then the other two at the same time.
    """
    server, _, (a, b, *others) = await played(exercise, peers, "abcd")

    counts = []
    for clients in ([a], [b], others):
        await asyncio.gather(*(client.send("quit\n") for client in clients))
        await clock.settle()
        counts.append(server.connected)

    assert same(counts, [3, 2, 0])


@closing_is_told_elsewhere
async def test_until_the_handler_ends(exercise, peers, clock):
    """A client counts until its handler ends, also if that has closed the connection before.

    Two clients are connected. One sends "close", at which its handler closes the connection, and
    has something to do for 5 s more. The count is looked at then, and when these have passed.
    """
    server, _, clients = await played(exercise, peers, "ab")

    await clients[0].send("close\n")
    await clock.settle()
    counts = [server.connected]
    await clock.advance(5)
    await clock.settle()
    counts.append(server.connected)

    assert same(counts, [2, 1])


@listening_is_told_elsewhere
@pytest.mark.code("unclosed-transport")
async def test_closed(exercise, peers, clock):
    """When its handler has returned, a client's connection is closed.

    Two clients are connected. The first sends "quit", at which its handler returns; what each of
    them sees of the end of its connection is looked at.
    """
    server, _, clients = await played(exercise, peers, "ab")

    await clients[0].send("quit\n")
    await clock.settle()
    endings = [client.ending for client in clients]
    await asyncio.gather(server.stop(), *(client.close() for client in clients))

    assert endings == ["end-of-file", ""]


@closing_is_told_elsewhere
async def test_nothing_is_read(exercise, peers, clock):
    """A client whose handler has returned counts no more, though it has not read all that it was sent.

    The client sends "flood", and reads no more. Its handler writes until the system takes no more,
    and returns. So the end of the connection has to wait.
    """
    server, _, (client,) = await played(exercise, peers, "a")
    client.pause()

    await client.send("flood\n")
    await clock.settle()
    count = server.connected

    assert same(count, 0)


@closing_is_told_elsewhere
async def test_all_is_delivered(exercise, peers, clock):
    """All that a handler has written is delivered before the connection is closed.

    The client sends "flood". Its handler writes until the system takes no more, then "over", and
    returns. Only then the client reads all there is.
    """
    _, _, (client,) = await played(exercise, peers, "a")
    client.pause()
    await client.send("flood\n")
    await clock.settle()

    client.resume()
    await clock.settle()
    the_last_arrived = client.received.endswith(b"over\n")

    assert the_last_arrived


@closing_is_told_elsewhere
async def test_a_failure(exercise, peers, clock):
    """A client whose handler has raised an exception counts no more.

    Two clients are connected. One sends "fail", at which its handler raises an OSError.
    """
    server, _, clients = await played(exercise, peers, "ab")

    await clients[0].send("fail\n")
    await clock.settle()
    count = server.connected

    assert same(count, 1)


@closing_is_told_elsewhere
async def test_all_is_delivered_after_a_failure(exercise, peers, clock):
    """What a handler had written before it failed, or was cancelled, is delivered all the same.

    Two clients send "flood fail" and "flood cancel". Their handlers write until the system takes no
    more, then "over"; then one raises an OSError, and the other one is cancelled. Only then the
    clients read all there is.
    """
    _, _, clients = await played(exercise, peers, ["fail", "cancel"])
    for client in clients:
        client.pause()
        await client.send(f"flood {client.name}\n")
        await clock.settle()

    for client in clients:
        client.resume()
    await clock.settle()
    the_last_arrived = {client.name: client.received.endswith(b"over\n") for client in clients}

    assert the_last_arrived == {"fail": True, "cancel": True}


@listening_is_told_elsewhere
@pytest.mark.code("unclosed-transport")
async def test_closed_after_a_failure(exercise, peers, clock):
    """When its handler has raised an exception, a client's connection is closed.

    The client sends "fail", at which its handler raises an OSError.
    """
    server, _, (client,) = await played(exercise, peers, "a")

    await client.send("fail\n")
    await clock.settle()
    ending = client.ending
    await asyncio.gather(server.stop(), client.close())

    assert ending == "end-of-file"


@closing_is_told_elsewhere
async def test_a_cancellation(exercise, peers, clock):
    """A client whose handler was cancelled counts no more.

    Two clients are connected. At "cancel", sent by one of them, its handler's task is cancelled.
    """
    server, _, clients = await played(exercise, peers, "ab")

    await clients[0].send("cancel\n")
    await clock.settle()
    count = server.connected

    assert same(count, 1)


@closing_is_told_elsewhere
async def test_a_reset(exercise, peers, clock):
    """A client that breaks its connection off counts no more, and others are served as before.

    A client connects, gets its greeting, and breaks off. Then another one connects. The count is
    looked at after both.
    """
    server, port, (rude,) = await played(exercise, peers, ["rude"])

    await rude.reset()
    await clock.settle()
    counts = [server.connected]
    await (await peers.connect(port)).readline()
    counts.append(server.connected)

    assert same(counts, [0, 1])


@pytest.mark.code("unclosed-server")
async def test_stopped(exercise, peers):
    """After `stop`, nobody is let in any more.

    The server is stopped. Right after that, somebody else listens at its port.
    """
    server, port, _ = await played(exercise, peers, [])

    await server.stop()
    free = peers.is_free(port)

    assert free


@closing_is_told_elsewhere
async def test_stopped_with_a_client(exercise, peers, start, clock, log):
    """`stop` does not wait for the clients that are connected.

    One client is connected, and stays.
    """
    server, _, _ = await played(exercise, peers, "a")

    stopping = start("stop", server.stop())
    await clock.settle()
    returned = list(log)
    stopping.cancel()

    assert returned == ["stop returned 0"]


@closing_is_told_elsewhere
async def test_served_after_the_stop(exercise, peers, start, clock):
    """Clients that are connected at the time of `stop` are served and counted as before.

    Two clients are connected, and the server is stopped. Then the first client sends "quit".
    """
    server, _, clients = await played(exercise, peers, "ab")
    stopping = start("stop", server.stop())
    await clock.settle()
    counts, endings = [server.connected], [client.ending for client in clients]

    await clients[0].send("quit\n")
    await clock.settle()
    counts.append(server.connected)
    stopping.cancel()

    assert same([counts, endings], [[2, 1], ["", ""]])
