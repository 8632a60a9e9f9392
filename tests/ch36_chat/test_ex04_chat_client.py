"""Hidden behaviours of a chat client."""

import asyncio

import pytest

from grader.testing import same

pytestmark = pytest.mark.manual_clock


class Terminal:
    """A chat client at work.

    Attributes:
        call: its task.
        peer: the server's end of its connection.
        writer: its own end of it.
        shown: the lines that it has shown.
        left_open: how many sockets were open right after the call.
    """

    def __init__(self, call, peer, writer, shown, left_open):
        self.call, self.peer, self.writer = call, peer, writer
        self.shown, self.left_open = shown, left_open


@pytest.fixture
def sit_down(exercise, peers, keyboard, start, clock):
    """Start a client, and wait until it has nothing to do but to wait."""

    async def play():
        server, shown, left_open = await peers.serve(), [], []
        streams = await peers.open_connection(*server.address)

        async def session():
            try:
                await exercise.chat_client(*streams, keyboard.read_line, shown.append)
            finally:
                left_open.append(peers.left_open)

        call = start("call", session())
        peer = await server.accept()
        await clock.settle()
        return Terminal(call, peer, streams[1], shown, left_open)

    return play


async def leave(terminal, keyboard, clock):
    """End whatever still goes on: the user's input and the call."""
    terminal.call.cancel()
    keyboard.end()
    await asyncio.wait([terminal.call])
    await clock.settle()


async def test_at_the_same_time(sit_down, keyboard, clock):
    """What the server says is shown while the keyboard is waited for, and what is typed is sent.

    The server says "one" and "two". Then the user types "hello" and "QUIT".
    """
    terminal = await sit_down()

    await terminal.peer.send("one\n", "two\n")
    await clock.settle()
    shown = list(terminal.shown)
    keyboard.type("hello", "QUIT")
    await asyncio.wait([terminal.call])

    assert same(shown, ["one", "two"])
    assert await terminal.peer.read() == b"hello\nQUIT\n"


async def test_in_a_thread(sit_down, keyboard, clock):
    """The keyboard is never read in the thread of the event loop.

    The user types "hello" and "QUIT". The number of calls there is looked at.
    """
    terminal = await sit_down()

    keyboard.type("hello", "QUIT")
    await asyncio.wait([terminal.call])

    assert keyboard.in_main_thread == 0
    assert keyboard.calls > 0


async def test_unchanged(sit_down, keyboard, clock):
    """Lines are shown and sent with the spaces that they have.

    The server says " two ". Then the user types "  hello " and "QUIT".
    """
    terminal = await sit_down()

    await terminal.peer.send(" two \n")
    keyboard.type("  hello ", "QUIT")
    await asyncio.wait([terminal.call])

    assert same(terminal.shown, [" two "])
    assert await terminal.peer.read() == b"  hello \nQUIT\n"


async def test_nearly_quit(sit_down, keyboard, clock):
    """A line that only begins with QUIT is one like the others.

    The user types "QUITE" and "QUIT".
    """
    terminal = await sit_down()

    keyboard.type("QUITE", "QUIT")
    await asyncio.wait([terminal.call])

    assert await terminal.peer.read() == b"QUITE\nQUIT\n"


async def test_empty_lines_shown(sit_down, keyboard, clock):
    """An empty line of the server is shown, and is not the end.

    The server says an empty line and "more".
    """
    terminal = await sit_down()

    await terminal.peer.send("\n", "more\n")
    await clock.settle()
    await leave(terminal, keyboard, clock)

    assert same(terminal.shown, ["", "more"])


async def test_empty_lines_sent(sit_down, keyboard, clock):
    """An empty line that is typed is sent, and is not the end.

    The user types an empty line, "hello" and "QUIT".
    """
    terminal = await sit_down()

    keyboard.type("", "hello", "QUIT")
    await asyncio.wait([terminal.call])

    assert await terminal.peer.read() == b"\nhello\nQUIT\n"


async def test_one_line_after_the_other(sit_down, keyboard, clock):
    """The next line is asked for when the one before has been sent.

    The server doesn't read. The user types a line of 32 MiB, and "QUIT". Then the server reads.
    """
    terminal = await sit_down()
    terminal.peer.pause()

    keyboard.type("x" * 2**25, "QUIT")
    await clock.settle()
    calls = keyboard.calls
    terminal.peer.resume()
    await asyncio.wait([terminal.call])

    assert calls == 1


async def test_a_slow_server(sit_down, keyboard, clock):
    """What was typed before QUIT reaches the server, however late that reads.

    The server doesn't read. The user types a line of 32 MiB, and "QUIT"; the writer takes so much
    that no `drain` has to wait. Then the server reads all there is.
    """
    terminal = await sit_down()
    terminal.writer.transport.set_write_buffer_limits(high=2**26)
    terminal.peer.pause()

    keyboard.type("x" * 2**25, "QUIT")
    await clock.settle()
    terminal.peer.resume()
    await asyncio.wait([terminal.call])
    await clock.settle()
    all_arrived = terminal.peer.received.endswith(b"x\nQUIT\n")

    assert all_arrived


async def test_pieces(sit_down, keyboard, clock):
    """A line is a line, in however many pieces it comes.

    The server sends "hel", and then "lo\\none\\ntwo\\n".
    """
    terminal = await sit_down()

    await terminal.peer.send("hel", "lo\none\ntwo\n")
    await clock.settle()
    await leave(terminal, keyboard, clock)

    assert same(terminal.shown, ["hello", "one", "two"])


async def test_closed_by_quit(sit_down, keyboard, clock, log):
    """After QUIT the call returns, the connection closed; the keyboard is not read again.

    The user types "QUIT" and "late". How many sockets are open is counted right after the call.
    """
    terminal = await sit_down()

    keyboard.type("QUIT", "late")
    await asyncio.wait([terminal.call])
    await clock.settle()

    assert log == ["call returned 0"]
    assert (terminal.left_open, keyboard.calls) == ([0], 1)


async def test_the_end_of_input(sit_down, keyboard, clock, log):
    """When the input ends, so does the call, the connection closed.

    The user types "hello", and ends the input. The keyboard has been read twice.
    """
    terminal = await sit_down()

    keyboard.type("hello")
    keyboard.end()
    await asyncio.wait([terminal.call])

    assert await terminal.peer.read() == b"hello\n"
    assert log == ["call returned 0"]
    assert (terminal.left_open, keyboard.calls) == ([0], 2)


async def test_the_server_leaves(sit_down, keyboard, clock, log):
    """When the server closes the connection, the call returns, though the keyboard is waited for.

    The server says "bye" and closes the connection. The user types nothing.
    """
    terminal = await sit_down()

    await terminal.peer.send("bye\n")
    await terminal.peer.close()
    ended = list(log)
    await leave(terminal, keyboard, clock)

    assert ended == ["call returned 0"]
    assert same(terminal.shown, ["bye"])


@pytest.mark.code("unclosed-transport")
async def test_closed_by_the_server(sit_down, keyboard, clock):
    """When the call returns because the server has left, its own side is closed, too.

    The server says "bye" and closes the connection. How many sockets are open is counted right after
    the call.
    """
    terminal = await sit_down()

    await terminal.peer.send("bye\n")
    await terminal.peer.close()
    await leave(terminal, keyboard, clock)

    assert terminal.left_open == [0]


async def test_broken_off(sit_down, keyboard, clock, log):
    """When the server breaks the connection off, the call returns; no exception comes out.

    The server resets the connection. The user types nothing.
    """
    terminal = await sit_down()

    await terminal.peer.reset()
    ended = list(log)
    await leave(terminal, keyboard, clock)

    assert ended == ["call returned 0"]


async def test_broken_off_while_it_sends(sit_down, keyboard, clock, log):
    """When the server breaks off while a line is being sent, no exception comes out either.

    The server doesn't read. The user types a line of 32 MiB. While that is being sent, the server
    resets the connection.
    """
    terminal = await sit_down()
    terminal.peer.pause()
    keyboard.type("x" * 2**25)
    await clock.settle()

    await terminal.peer.reset()
    await clock.settle()
    ended = list(log)
    await leave(terminal, keyboard, clock)

    assert ended == ["call returned 0"]


async def test_cancelled(sit_down, keyboard, clock, log):
    """If the call is cancelled, it ends as cancelled, the connection closed, and no task is left.

    Nobody says anything. How many sockets are open is counted right after the call.
    """
    terminal = await sit_down()

    terminal.call.cancel()
    await asyncio.wait([terminal.call])
    await leave(terminal, keyboard, clock)

    assert log == ["call cancelled 0"]
    assert terminal.left_open == [0]


async def test_no_other_call(sit_down, keyboard, clock):
    """What is typed after the end is dropped, and the keyboard is not read again.

    The server closes the connection. After that the user types "late" and "later".
    """
    terminal = await sit_down()
    await terminal.peer.close()
    await asyncio.wait([terminal.call])

    keyboard.type("late", "later")
    await clock.settle()

    assert keyboard.calls == 1
