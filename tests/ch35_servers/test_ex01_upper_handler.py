"""Hidden behaviours of a handler of connections."""

import asyncio

import pytest

pytestmark = pytest.mark.manual_clock

closing_is_told_elsewhere = pytest.mark.allow(
    "unclosed-transport", reason="whether the connection is closed has its own tests"
)


@pytest.fixture
async def serve():
    """Starts a server with a handler, and gives its port; it is closed after the test."""
    servers = []

    async def start(handler):
        servers.append(await asyncio.start_server(handler, "127.0.0.1", 0))
        return servers[-1].sockets[0].getsockname()[1]

    yield start
    for server in servers:
        server.close()


@pytest.fixture
async def complaints():
    """What the loop's exception handler is told: the exceptions that nobody has handled."""
    told = []
    asyncio.get_running_loop().set_exception_handler(
        lambda _, context: told.append(repr(context.get("exception")))
    )
    return told


async def slow_client(exercise, peers, serve, start):
    """A client that doesn't read, and the task of its handler; the system takes no more for it.

    So what is written for it has to wait: "before" and a newline already do.
    """
    streams = asyncio.get_running_loop().create_future()
    client = await peers.connect(await serve(lambda *pair: streams.set_result(pair)))
    client.pause()
    reader, writer = await streams
    writer.transport.set_write_buffer_limits(high=2**24)  # so that no `drain` has to wait
    while not writer.transport.get_write_buffer_size():
        writer.write(bytes(65_536))
    writer.write(b"before\n")
    return client, start("handler", exercise.upper_handler(reader, writer))


@closing_is_told_elsewhere
async def test_one_line(exercise, peers, serve):
    r"""A line is answered at once, while the client stays.

    The client sends "abc\n", waits for the answer, and closes. Another client that says nothing is
    connected all the time.
    """
    port = await serve(exercise.upper_handler)
    idle, client = await peers.connect_all(port, ["idle", "client"])

    await client.send("abc\n")
    answer = await client.readline()
    await asyncio.gather(idle.close(), client.close())

    assert answer == b"ABC\n"


@closing_is_told_elsewhere
async def test_the_next_line(exercise, peers, serve):
    r"""After a line comes the next one, on the same connection.

    The client sends "abc\n", waits for the answer, sends "d\n", waits for the answer, and closes.
    """
    client = await peers.connect(await serve(exercise.upper_handler))

    await client.send("abc\n")
    first = await client.readline()
    await client.send("d\n")
    second = await client.readline()
    await client.close()

    assert [first, second] == [b"ABC\n", b"D\n"]


@closing_is_told_elsewhere
async def test_a_line_in_pieces(exercise, peers, serve, clock):
    r"""A line that comes in pieces is one line, and two lines that come together are two.

    The client sends "a", "b\nc\n" and "d\n" by themselves, and stays until all is answered.
    """
    client = await peers.connect(await serve(exercise.upper_handler))

    await client.send("a", "b\nc\n", "d\n")
    await clock.settle()
    await client.close()

    assert client.received == b"AB\nC\nD\n"


@closing_is_told_elsewhere
async def test_the_last_line(exercise, peers, serve, clock):
    r"""A last line that does not end with "\n" is answered too, without one.

    The client sends "a\nb\nlast", and says that it sends no more.
    """
    client = await peers.connect(await serve(exercise.upper_handler))

    await client.send("a\nb\nlast")
    await client.half_close()
    await clock.settle()

    assert client.received == b"A\nB\nLAST"


@closing_is_told_elsewhere
async def test_an_empty_line(exercise, peers, serve, clock):
    r"""An empty line is a line: it is answered, and the next ones are, too.

    The client sends "a\n\nb\n", and says that it sends no more.
    """
    client = await peers.connect(await serve(exercise.upper_handler))

    await client.send("a\n\nb\n")
    await client.half_close()
    await clock.settle()

    assert client.received == b"A\n\nB\n"


@closing_is_told_elsewhere
async def test_spaces(exercise, peers, serve, clock):
    r"""Spaces belong to a line, also at its ends.

    The client sends " a b \r\n", and says that it sends no more.
    """
    client = await peers.connect(await serve(exercise.upper_handler))

    await client.send(" a b \r\n")
    await client.half_close()
    await clock.settle()

    assert client.received == b" A B \r\n"


@closing_is_told_elsewhere
async def test_other_letters(exercise, peers, serve, clock):
    r"""Letters other than a to z stay as they are: `bytes.upper` knows no others.

    The client sends "straße\n" in UTF-8, and says that it sends no more.
    """
    client = await peers.connect(await serve(exercise.upper_handler))

    await client.send("straße\n")
    await client.half_close()
    await clock.settle()

    assert client.received == "STRAßE\n".encode()


@pytest.mark.code("unclosed-transport")
async def test_closed(exercise, peers, serve, clock):
    r"""When the client sends no more, the handler closes the connection.

    The client sends "a\n", and says that it sends no more. It waits for the server to do the same.
    """
    client = await peers.connect(await serve(exercise.upper_handler))

    await client.send("a\n")
    await client.half_close()
    await clock.settle()

    assert client.ending == "end-of-file"


@closing_is_told_elsewhere
async def test_many_leave(exercise, peers, serve, clock):
    """When all clients have gone, no handler runs any more.

    Five clients connect, send a line each, wait for the answers, and close.
    """
    port = await serve(exercise.upper_handler)
    clients = await peers.connect_all(port, "abcde")

    await asyncio.gather(*(client.send(client.name, "\n") for client in clients))
    await clock.settle()
    await asyncio.gather(*(client.close() for client in clients))
    await clock.settle()
    handlers_left = len(asyncio.all_tasks()) - 1

    assert handlers_left == 0


@closing_is_told_elsewhere
async def test_a_reset(exercise, peers, serve, complaints, clock):
    """A client that breaks the connection off is no error.

    The client connects and resets the connection. Exceptions that come out of the handler are told
    to the loop's exception handler.
    """
    client = await peers.connect(await serve(exercise.upper_handler))
    await clock.settle()

    await client.reset()
    await clock.settle()

    assert complaints == []


@pytest.mark.code("unclosed-transport")
async def test_cancelled(exercise, peers, serve, start, clock):
    """If the handler is cancelled, it closes the connection.

    The client connects, and says nothing. Then the handler's task is cancelled.
    """
    calls, serving = [], exercise.upper_handler
    port = await serve(
        lambda *streams: calls.append((start("handler", serving(*streams)), streams))
    )
    client = await peers.connect(port)
    await clock.settle()

    calls[0][0].cancel()
    await clock.settle()

    assert client.ending == "end-of-file"


@closing_is_told_elsewhere
async def test_ends_as_cancelled(exercise, peers, serve, start, clock, log):
    """If the handler is cancelled, it ends as cancelled.

    The client connects, and says nothing. Then the handler's task is cancelled.
    """
    calls, serving = [], exercise.upper_handler
    port = await serve(
        lambda *streams: calls.append((start("handler", serving(*streams)), streams))
    )
    await peers.connect(port)
    await clock.settle()

    calls[0][0].cancel()
    await clock.settle()

    assert log == ["handler cancelled 0"]


@closing_is_told_elsewhere
async def test_cancelled_at_the_end(exercise, peers, serve, start, clock, log):
    r"""If the handler is cancelled while it waits for its connection to close, it ends as cancelled.

    The client reads nothing, and its answer has to wait in the writer. It says that it sends no
    more. If the handler has not returned by then, its task is cancelled. Only then the client reads
    all there is.
    """
    client, handler = await slow_client(exercise, peers, serve, start)
    await client.send("abc\n")
    await client.half_close()
    await clock.settle()
    ending = "returned" if handler.done() else "cancelled"

    handler.cancel()
    await clock.settle()
    client.resume()
    await clock.settle()

    assert log == [f"handler {ending} 0"]


@closing_is_told_elsewhere
async def test_a_slow_client(exercise, peers, serve, start, clock):
    r"""A client that is slow to read gets all answers before the connection ends.

    The client reads nothing at first, and the system takes no more for it: its answer has to wait in
    the writer. It sends "abc\n", and says that it sends no more. Only then it reads all there is.
    """
    client, _ = await slow_client(exercise, peers, serve, start)
    await client.send("abc\n")
    await client.half_close()
    await clock.settle()

    client.resume()
    await clock.settle()
    the_answer_arrived = client.received.endswith(b"ABC\n")

    assert the_answer_arrived


@closing_is_told_elsewhere
async def test_cancelled_with_a_slow_client(exercise, peers, serve, start, clock, log):
    r"""A client that is slow to read gets its answers also if the handler is cancelled meanwhile.

    The client reads nothing at first, and the system takes no more for it: the answer to its "abc\n"
    has to wait in the writer, and so does "before\n", which was written before the handler began.
    (Who waits for that one hasn't answered yet.) The handler's task is cancelled. Only then the client
    reads all there is.
    """
    client, handler = await slow_client(exercise, peers, serve, start)
    await client.send("abc\n")
    await clock.settle()

    handler.cancel()
    await clock.settle()
    client.resume()
    await clock.settle()
    all_arrived = client.received.endswith((b"before\n", b"before\nABC\n"))

    assert [line for line in log if "raised" in line] == []
    assert all_arrived


@closing_is_told_elsewhere
async def test_unix(exercise, peers, clock):
    r"""The handler serves the clients of a Unix socket, too.

    The client sends "abc\n" to `asyncio.start_unix_server`'s server, and says that it sends no more.
    """
    path = peers.unix_path()
    server = await asyncio.start_unix_server(exercise.upper_handler, path)
    client = await peers.connect(path)

    await client.send("abc\n")
    await client.half_close()
    await clock.settle()
    server.close()

    assert client.received == b"ABC\n"
