"""Real I/O: streams, servers, child processes, process pools, signals."""

import asyncio
import concurrent.futures
import multiprocessing
import os
import signal
import socket
import sys

PYTHON = (sys.executable, "-I", "-S", "-c")


async def shout(reader, writer):
    async for line in reader:
        writer.write(line.upper())
        await writer.drain()
    writer.close()
    await writer.wait_closed()


async def a_server_and_a_client(say, unit):
    server = await asyncio.start_server(shout, "127.0.0.1", 0)
    say(server.is_serving(), len(server.sockets))
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.write(b"a\n")
    say(await reader.readline())
    writer.writelines([b"b", b"c\n"])
    await writer.drain()
    say(await reader.readuntil(b"C"), await reader.readexactly(1))
    writer.write_eof()
    say(await reader.read(), reader.at_eof())
    writer.close()
    await writer.wait_closed()
    say(writer.is_closing(), writer.get_extra_info("socket").fileno())
    server.close()
    await server.wait_closed()
    say(server.is_serving(), server.sockets)


async def a_server_that_starts_later(say, unit):
    server = await asyncio.start_server(shout, "127.0.0.1", 0, start_serving=False)
    say(server.is_serving())
    await server.start_serving()
    say(server.is_serving())
    forever = asyncio.create_task(server.serve_forever())
    await asyncio.sleep(unit)
    forever.cancel()
    await asyncio.wait([forever])
    say(forever.cancelled(), server.is_serving())


async def many_clients(say, unit):
    async with await asyncio.start_server(shout, "127.0.0.1", 0) as server:

        async def client(n):
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            writer.write(b"%d x\n" % n)
            line = await reader.readline()
            writer.close()
            await writer.wait_closed()
            return line

        say(await asyncio.gather(*(client(n) for n in range(10))))


async def a_unix_server(say, unit):
    path = f".program-{os.getpid()}"
    server = await asyncio.start_unix_server(shout, path)
    reader, writer = await asyncio.open_unix_connection(path)
    writer.write(b"unix\n")
    say(await reader.readline())
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()
    if os.path.exists(path):
        os.unlink(path)


async def an_answer_that_is_late(say, unit):
    async def slow(reader, writer):
        await reader.readline()
        await asyncio.sleep(3 * unit)
        writer.write(b"late\n")
        writer.close()

    async with await asyncio.start_server(slow, "127.0.0.1", 0) as server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.write(b"x\n")
        try:
            await asyncio.wait_for(reader.readline(), unit)
        except TimeoutError:
            say("timeout")
        say(await reader.readline())
        writer.close()
        await writer.wait_closed()


async def a_broken_message(say, unit):
    async def half(reader, writer):
        writer.write(b"hal")
        writer.close()

    async with await asyncio.start_server(half, "127.0.0.1", 0) as server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        try:
            await reader.readexactly(4)
        except asyncio.IncompleteReadError as error:
            say(error.partial, error.expected)
        writer.close()
        await writer.wait_closed()


async def a_refused_connection(say, unit):
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        try:
            await asyncio.open_connection(*bound.getsockname())
        except ConnectionRefusedError:
            say("refused")


async def a_reader_by_hand(say, unit):
    reader = asyncio.StreamReader(limit=8)
    reader.feed_data(b"one\ntw")
    say(await reader.readline())
    asyncio.get_running_loop().call_later(unit, reader.feed_data, b"o\n")
    say(await reader.readline())
    reader.feed_data(b"123456789012345678\n")
    try:
        await reader.readuntil()
    except asyncio.LimitOverrunError as error:
        say(type(error).__name__)
    reader.set_exception(OSError("broken"))
    say(repr(reader.exception()))


async def a_child(say, unit):
    child = await asyncio.create_subprocess_exec(
        *PYTHON, "print(input()[::-1])", stdin=-1, stdout=-1, stderr=-1
    )
    say(await child.communicate(b"abc\n"), child.returncode)


async def a_shell(say, unit):
    child = await asyncio.create_subprocess_shell("echo one && exit 3", stdout=-1)
    say(await child.stdout.readline(), await child.wait())


async def a_child_that_is_killed(say, unit):
    child = await asyncio.create_subprocess_exec(*PYTHON, "input()", stdin=-1)
    child.kill()
    say(await child.wait() == -signal.SIGKILL)
    other = await asyncio.create_subprocess_exec(*PYTHON, "input()", stdin=-1)
    other.send_signal(signal.SIGTERM)
    say(await other.wait() == -signal.SIGTERM)


async def a_child_that_takes_too_long(say, unit):
    child = await asyncio.create_subprocess_exec(*PYTHON, "input()", stdin=-1)
    try:
        await asyncio.wait_for(child.wait(), unit)
    except TimeoutError:
        say("timeout", child.returncode)
    child.terminate()
    say(await child.wait() < 0)


async def a_process_pool(say, unit):
    loop = asyncio.get_running_loop()
    spawn = multiprocessing.get_context("fork")
    with concurrent.futures.ProcessPoolExecutor(1, mp_context=spawn) as pool:
        say(await loop.run_in_executor(pool, pow, 2, 10))


async def a_signal(say, unit):
    loop, event = asyncio.get_running_loop(), asyncio.Event()
    loop.add_signal_handler(signal.SIGUSR1, event.set)
    os.kill(os.getpid(), signal.SIGUSR1)
    say(await event.wait())
    say(loop.remove_signal_handler(signal.SIGUSR1))


async def a_pair_of_sockets(say, unit):
    loop = asyncio.get_running_loop()
    one, two = socket.socketpair()
    one.setblocking(False)
    two.setblocking(False)
    await loop.sock_sendall(one, b"hello")
    say(await loop.sock_recv(two, 100))
    one.close()
    two.close()


async def a_protocol(say, unit):
    class Echo(asyncio.Protocol):
        def connection_made(self, transport):
            self.transport = transport

        def data_received(self, data):
            self.transport.write(data[::-1])
            self.transport.close()

    loop = asyncio.get_running_loop()
    server = await loop.create_server(Echo, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.write(b"abc")
    say(await reader.read())
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()
