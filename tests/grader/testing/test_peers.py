"""Peers on loopback ports, on the manual clock: what a test of streams is made of."""

import asyncio

import pytest

from grader.testing import Peers, answers, replies, silent

pytestmark = pytest.mark.manual_clock


# ---------------------------------------------------------------- servers for clients under test


async def fetch(port, request=b""):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(request)
        if request:
            writer.write_eof()
        return await reader.read()
    finally:
        writer.close()
        try:
            await writer.wait_closed()
        except ConnectionError:
            pass


async def test_the_test_can_play_the_server(peers, start):
    server = await peers.serve()
    call = start("call", fetch(server.port, b"abc"))

    peer = await server.accept()
    assert await peer.read() == b"abc"
    await peer.send(b"cb", "a")
    await peer.close()

    assert await call == b"cba"
    assert server.peers == [peer]
    assert server.open == ()


async def test_a_script_can_play_the_server(peers):
    server = await peers.serve(replies(b"cba", to="end-of-file"))

    assert await fetch(server.port, b"abc") == b"cba"
    assert server.peers[0].received == b"abc"


async def test_pieces_arrive_one_by_one(peers):
    server = await peers.serve(replies(*(b"%d" % n for n in range(20))))
    reader, writer = await asyncio.open_connection(*server.address)

    pieces = []
    while piece := await reader.read(100):
        pieces.append(piece)
    writer.close()

    assert pieces == [b"%d" % n for n in range(20)]


async def test_a_slow_server_waits_for_the_clock(peers, clock, log, start):
    server = await peers.serve(replies("HTTP/1.1 2", "00 OK\r\n", every=5))
    call = start("call", fetch(server.port))

    await clock.advance(9)
    assert not call.done()
    await clock.advance(1)

    assert await call == b"HTTP/1.1 200 OK\r\n"
    assert log == ["call returned 10"]


async def test_a_silent_server_is_given_up_at_the_exact_time(peers, clock, log, start):
    server = await peers.serve(silent)
    call = start("call", asyncio.wait_for(fetch(server.port, b"x"), 30))

    peer = await server.accept()
    await peer.read()
    await clock.advance(1000)

    assert isinstance(call.exception(), TimeoutError)
    assert log == ["call raised TimeoutError 30"]


async def test_a_server_can_break_off(peers):
    server = await peers.serve(replies("hal", to="line", then="reset"))
    reader, writer = await asyncio.open_connection(*server.address)
    writer.write(b"x\n")

    with pytest.raises(ConnectionResetError):
        await reader.readuntil()
    writer.close()


async def test_a_server_can_half_close_and_go_on_reading(peers):
    server = await peers.serve(replies("bye\n", then="half_close"))
    reader, writer = await asyncio.open_connection(*server.address)

    assert await reader.read() == b"bye\n"
    writer.write(b"still here")
    writer.close()
    await writer.wait_closed()

    assert await server.peers[0].ended() == "end-of-file"
    assert server.peers[0].received == b"still here"


async def test_lines_can_be_answered(peers):
    server = await peers.serve(answers(lambda line: f"ok {line}\n" if line != "hold" else None))
    reader, writer = await asyncio.open_connection(*server.address)

    writer.write(b"a\nhold\nb\n")
    writer.write_eof()

    assert await reader.read() == b"ok a\nok b\n"
    writer.close()


async def test_what_the_client_leaves_open_is_counted(peers):
    server = await peers.serve(silent)
    _, first = await peers.open_connection(*server.address)
    _, second = await peers.open_connection(*server.address)
    assert peers.left_open == 2

    first.close()
    await first.wait_closed()
    assert peers.left_open == 1

    second.transport.abort()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert peers.left_open == 0


async def test_no_writer_is_asked_whether_it_is_open(peers):
    server = await peers.serve(silent)
    _, writer = await peers.open_connection(*server.address)

    writer.get_extra_info = writer.transport.get_extra_info = lambda _: None

    assert peers.left_open == 1
    writer.close()


async def test_a_port_can_refuse(peers):
    port = peers.refusing_port()

    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.1", port)


async def test_a_server_that_does_not_read_fills_the_buffers(peers, start, clock):
    server = await peers.serve(buffer=65536)
    chunks = iter([b"x" * 65536] * 256)

    async def send():
        _, writer = await asyncio.open_connection(*server.address)
        for chunk in chunks:
            writer.write(chunk)
            await writer.drain()
        writer.close()
        await writer.wait_closed()

    call = start("call", send())
    peer = await server.accept()
    peer.pause()
    await clock.settle()

    assert not call.done()
    assert len(list(chunks)) > 0  # so the rest was never asked for
    peer.resume()
    await call
    assert set(await peer.read()) == {ord("x")}


async def test_a_failing_script_fails_the_test():
    peers = Peers()  # not the test's own, or this one would fail

    async def script(peer):
        raise AssertionError("what the client sent is wrong")

    server = await peers.serve(script)
    assert await fetch(server.port) == b""
    assert "wrong" in str(peers.failure)
    peers.close()


# ---------------------------------------------------------------- clients for servers under test


async def shout(reader, writer):
    try:
        async for line in reader:
            writer.write(line.upper())
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()


async def test_clients_talk_to_a_server(peers):
    async with await asyncio.start_server(shout, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        client = await peers.connect(port, "anna")

        await client.send("a\n", "b", "c\nlast")
        assert await client.readlines(2) == ["A", "BC"]
        await client.half_close()

        assert await client.read() == b"LAST"
        assert await client.ended() == "end-of-file"
        await client.close()


async def test_a_client_can_break_off(peers, clock):
    seen = []

    async def handler(reader, writer):
        try:
            await reader.read()
        except ConnectionResetError:
            seen.append("reset")
        finally:
            writer.close()

    async with await asyncio.start_server(handler, "127.0.0.1", 0) as server:
        client = await peers.connect(server.sockets[0].getsockname()[1])
        await clock.settle()
        await client.reset()

        assert seen == ["reset"]
        with pytest.raises(ConnectionResetError):
            await client.send("late")


async def test_a_client_notices_a_broken_connection(peers):
    async def handler(reader, writer):
        await reader.readline()
        writer.write(b"half a line")
        await writer.drain()
        await reader.readline()
        writer.transport.abort()

    async with await asyncio.start_server(handler, "127.0.0.1", 0) as server:
        client = await peers.connect(server.sockets[0].getsockname()[1])
        await client.send("x\n", "y\nunread")

        assert await client.readline() == b"half a line"
        assert await client.ended() in {"reset", "end-of-file"}
        await client.close()


@pytest.mark.parametrize("at_once", [False, True])
async def test_two_hundred_clients_connect(peers, at_once):
    async with await asyncio.start_server(shout, "127.0.0.1", 0, backlog=100) as server:
        port = server.sockets[0].getsockname()[1]
        names = [f"c{n}" for n in range(200)]
        if at_once:
            clients = await asyncio.gather(*(peers.connect(port, name) for name in names))
        else:
            clients = await peers.connect_all(port, names)

        await asyncio.gather(*(client.send(client.name, "\n") for client in clients))
        answers = [await client.readline() for client in clients]

        assert answers == [f"C{n}\n".encode() for n in range(200)]
        assert [client.name for client in clients] == names
        await asyncio.gather(*(client.close() for client in clients))


async def test_a_client_that_does_not_read_stops_the_server(peers, clock):
    sent = []

    async def handler(reader, writer):
        try:
            for n in range(1000):
                writer.write(b"x" * 10_000)
                await writer.drain()
                sent.append(n)
        finally:
            writer.close()

    async with await asyncio.start_server(handler, "127.0.0.1", 0) as server:
        client = await peers.connect(server.sockets[0].getsockname()[1], buffer=4096)
        client.pause()
        await clock.settle()
        assert 0 < len(sent) < 1000

        client.resume()
        assert len(await client.read()) == 10_000_000
        await client.close()


async def test_a_port_is_free_or_not(peers):
    server = await asyncio.start_server(shout, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    assert not peers.is_free(port)

    server.close()
    await server.wait_closed()
    assert peers.is_free(port)


async def test_unix_sockets_work_too(peers):
    path = peers.unix_path()
    async with await asyncio.start_unix_server(shout, path):
        client = await peers.connect(path)
        await client.send("a\n")

        assert await client.readline() == b"A\n"
        await client.close()


# ---------------------------------------------------------------- without a socket


async def test_a_fake_writer_keeps_what_is_written(peers):
    writer = peers.writer("anna")
    writer.write(b"a\nb")
    writer.writelines([b"", b"c\n"])
    await writer.drain()

    assert writer.lines == ["a", "bc"]
    assert writer.drains == 1
    assert not writer.closed
    with pytest.raises(TypeError):
        writer.write("text")

    writer.close()
    await writer.wait_closed()
    assert writer.is_closing()
    with pytest.raises(ConnectionResetError):
        await writer.drain()


async def test_a_fake_writer_drains_slowly_or_fails(peers, clock, log, start):
    event = asyncio.Event()
    slow, gated = peers.writer(drain=3), peers.writer(drain=event)
    broken = peers.writer(
        drain=2, fails={"drain": BrokenPipeError(), "write": ConnectionResetError()}
    )
    for name, writer in (("slow", slow), ("gated", gated), ("broken", broken)):
        start(name, writer.drain())
    with pytest.raises(ConnectionResetError):
        broken.write(b"x")

    await clock.advance(3)
    event.set()
    await clock.settle()

    assert log == ["broken raised BrokenPipeError 2", "slow returned 3", "gated returned 3"]
    assert broken.written == b""


async def test_a_reader_can_be_fed(peers):
    reader = peers.reader("a\nb", end=True)
    assert [line async for line in reader] == [b"a\n", b"b"]

    with pytest.raises(ConnectionResetError):
        await peers.reader(error=ConnectionResetError()).readline()


async def test_a_keyboard_blocks_a_thread_but_not_the_loop(keyboard, clock):
    lines = asyncio.create_task(asyncio.to_thread(keyboard.read_line))
    await clock.settle()
    assert not lines.done()

    keyboard.type("hello")
    assert await lines == "hello\n"
    waiting = asyncio.create_task(asyncio.to_thread(keyboard.read_line))
    keyboard.end()

    assert await waiting == ""
    assert (keyboard.calls, keyboard.in_main_thread) == (2, 0)


async def test_a_keyboard_nobody_ends_is_in_nobodys_way(keyboard, clock):
    waiting = asyncio.create_task(asyncio.to_thread(keyboard.read_line))
    await clock.settle()
    waiting.cancel()
    await asyncio.wait([waiting])  # the thread waits on


async def test_what_the_test_leaves_open_is_in_nobodys_way(peers):
    server = await peers.serve(silent)
    await peers.connect(server.port)
    await server.accept()
    peers.refusing_port()
