"""Hidden behaviours of a server that is stopped on request."""

import asyncio

import pytest

from grader.testing import same

pytestmark = pytest.mark.manual_clock

port_is_told_elsewhere = pytest.mark.allow(
    "unclosed-server", reason="that nobody listens any more has its own tests"
)


class Greeter:
    r"""Its `handle` greets, and waits: for a line if it is a `reading` one, else for ever.

    At "fail\n" it raises an exception. Cancelled, it closes the connection, cleans up for `cleanup`
    seconds, and writes into the log that it has; but the first ones, `clumsy` of them, raise an
    exception instead. It closes the connection in any case; right after the greeting, and then it
    waits, if it is `brief`.
    """

    def __init__(self, log, *, cleanup=0, reading=True, brief=False, clumsy=0):
        self.log, self.cleanup, self.clumsy = log, cleanup, clumsy
        self.reading, self.brief = reading, brief

    async def handle(self, reader, writer):
        try:
            writer.write(b"hello\n")
            if self.brief:
                writer.close()
            line = await (reader.readline() if self.reading else asyncio.Event().wait())
            if line == b"fail\n":
                raise OSError("the handler fails")
        except asyncio.CancelledError:
            writer.close()
            self.clumsy -= 1
            if self.clumsy >= 0:
                raise OSError("the clean-up fails") from None
            await asyncio.sleep(self.cleanup)
            self.log.add("handler", "cancelled")
            raise
        finally:
            writer.close()


async def serving(exercise, start, greeter):
    """A call that serves, the event that stops it, and its port."""
    asyncio.get_running_loop().set_exception_handler(lambda *_: None)  # nothing is printed
    stop, port = asyncio.Event(), asyncio.get_running_loop().create_future()
    call = start("call", exercise.serve_until(greeter.handle, stop, port.set_result))
    await asyncio.wait([call, port], return_when=asyncio.FIRST_COMPLETED)
    return call, stop, await port if port.done() else await call


async def greeted(peers, port, name="client"):
    """A client that has got its greeting."""
    client = await peers.connect(port, name)
    await client.readline()
    return client


@port_is_told_elsewhere
async def test_no_clients(exercise, start, log, clock):
    """With no client connected, the call returns when `stop` is set, and not before."""
    call, stop, _ = await serving(exercise, start, Greeter(log))
    await clock.settle()
    log.add("stop", "set")

    stop.set()
    await asyncio.wait([call])

    assert log == ["stop set 0", "call returned 0"]


@port_is_told_elsewhere
async def test_returns_none(exercise, start, log):
    """The call returns None.

    No client is connected.
    """
    call, stop, _ = await serving(exercise, start, Greeter(log))

    stop.set()
    result = (await asyncio.gather(call, return_exceptions=True))[0]

    assert same(result, None)


@port_is_told_elsewhere
async def test_a_client_that_stays(exercise, start, peers, log, clock):
    """When `stop` is set, the handler of a client that stays is cancelled, and the call returns.

    One client is connected; its handler waits for a line.
    """
    call, stop, port = await serving(exercise, start, Greeter(log))
    await greeted(peers, port)

    stop.set()
    await clock.settle()
    await asyncio.wait([call])

    assert log == ["handler cancelled 0", "call returned 0"]


@port_is_told_elsewhere
async def test_a_busy_handler(exercise, start, peers, log, clock):
    """A handler is cancelled, too, if it waits for something else than its client.

    One client is connected; its handler waits for an event that nobody sets.
    """
    call, stop, port = await serving(exercise, start, Greeter(log, reading=False))
    await greeted(peers, port)

    stop.set()
    await clock.settle()
    await asyncio.wait([call])

    assert log == ["handler cancelled 0", "call returned 0"]


@port_is_told_elsewhere
async def test_a_handler_without_a_connection(exercise, start, peers, log, clock):
    """A handler is cancelled, and waited for, also if it has closed its connection already.

    One client is connected. Its handler greets, closes the connection, and waits for an event that
    nobody sets. Then `stop` is set. The handler takes 5 s to clean up.
    """
    greeter = Greeter(log, cleanup=5, reading=False, brief=True)
    call, stop, port = await serving(exercise, start, greeter)
    await greeted(peers, port)
    await clock.settle()

    stop.set()
    await clock.settle()
    await clock.advance(60)
    await asyncio.wait([call])

    assert log == ["handler cancelled 5", "call returned 5"]


@port_is_told_elsewhere
async def test_clean_up(exercise, start, peers, log, clock):
    """The call returns when the handlers have finished their clean-up, not before.

    One client is connected. Its handler takes an hour to clean up.
    """
    call, stop, port = await serving(exercise, start, Greeter(log, cleanup=3600))
    await greeted(peers, port)

    stop.set()
    await clock.settle()
    await clock.advance(7200)
    await asyncio.wait([call])

    assert log == ["handler cancelled 3600", "call returned 3600"]


@port_is_told_elsewhere
async def test_several_clean_up_at_once(exercise, start, peers, log, clock):
    """All handlers are cancelled at the same time: none waits for another one's clean-up.

    Three clients are connected. Each handler takes 5 s to clean up.
    """
    call, stop, port = await serving(exercise, start, Greeter(log, cleanup=5))
    for name in "abc":
        await greeted(peers, port, name)

    stop.set()
    await clock.settle()
    await clock.advance(60)
    await asyncio.wait([call])

    assert log == ["handler cancelled 5"] * 3 + ["call returned 5"]


@port_is_told_elsewhere
async def test_nobody_is_let_in_meanwhile(exercise, start, peers, log, clock):
    """From the moment at which `stop` is set nobody is let in, not only when the call returns.

    One client is connected. Its handler takes 5 s to clean up. Meanwhile, somebody else tries to
    listen at the port.
    """
    _, stop, port = await serving(exercise, start, Greeter(log, cleanup=5))
    await greeted(peers, port)

    stop.set()
    await clock.settle()
    free = peers.is_free(port)
    await clock.advance(60)
    await clock.settle()

    assert free


@port_is_told_elsewhere
async def test_a_clean_up_that_fails(exercise, start, peers, log, clock):
    """If a handler fails in its clean-up, the call waits for the others all the same.

    Two clients are connected. When `stop` is set, the handler that is cancelled first raises an
    OSError at once; the other one takes 5 s to clean up.
    """
    call, stop, port = await serving(exercise, start, Greeter(log, cleanup=5, clumsy=1))
    for name in "ab":
        await greeted(peers, port, name)

    stop.set()
    await clock.settle()
    await clock.advance(60)
    await asyncio.wait([call])

    assert log == ["handler cancelled 5", "call returned 5"]


@port_is_told_elsewhere
async def test_connections_end(exercise, start, peers, log, clock):
    """When the call has returned, the clients see the end of their connections.

    Two clients are connected, and stay.
    """
    call, stop, port = await serving(exercise, start, Greeter(log))
    clients = [await greeted(peers, port, name) for name in "ab"]

    stop.set()
    await clock.settle()
    await asyncio.wait([call])
    await clock.settle()
    ended = [bool(client.ending) for client in clients]

    assert ended == [True, True]


@pytest.mark.code("unclosed-server")
async def test_the_port_is_free(exercise, start, peers, log, clock):
    """When the call has returned, somebody else can listen at its port.

    No client is connected.
    """
    call, stop, port = await serving(exercise, start, Greeter(log))

    stop.set()
    await clock.settle()
    await asyncio.wait([call])
    free = peers.is_free(port)

    assert free


@port_is_told_elsewhere
async def test_cancelled(exercise, start, peers, log, clock):
    """If the call is cancelled, handlers are cancelled and waited for; then it ends as cancelled.

    One client is connected. Its handler takes 5 s to clean up.
    """
    call, _, port = await serving(exercise, start, Greeter(log, cleanup=5))
    await greeted(peers, port)

    call.cancel()
    await clock.settle()
    await clock.advance(60)
    await asyncio.wait([call])

    assert log == ["handler cancelled 5", "call cancelled 5"]


@pytest.mark.code("unclosed-server")
async def test_the_port_is_free_after_a_cancellation(exercise, start, peers, log, clock):
    """If the call was cancelled, somebody else can listen at its port when it has ended.

    No client is connected.
    """
    call, _, port = await serving(exercise, start, Greeter(log))

    call.cancel()
    await clock.settle()
    await asyncio.wait([call])
    free = peers.is_free(port)

    assert free


@port_is_told_elsewhere
async def test_a_client_that_left(exercise, start, peers, log, clock):
    """A client that has left is no obstacle: others are served, and the call returns when told to.

    A client connects, sends a line, at which its handler returns, and leaves. Another one connects,
    and stays until `stop` is set.
    """
    call, stop, port = await serving(exercise, start, Greeter(log))
    await (await greeted(peers, port)).send("bye\n")
    await clock.settle()
    await greeted(peers, port, "another")

    stop.set()
    await clock.settle()
    await asyncio.wait([call])

    assert log == ["handler cancelled 0", "call returned 0"]


@port_is_told_elsewhere
async def test_a_handler_that_fails(exercise, start, peers, log, clock):
    """A handler that fails disturbs neither other clients nor the end.

    Two clients are connected. At "fail", sent by one of them, its handler raises an OSError. Then
    `stop` is set.
    """
    call, stop, port = await serving(exercise, start, Greeter(log))
    clients = [await greeted(peers, port, name) for name in "ab"]
    await clients[0].send("fail\n")
    await clock.settle()
    log.add("stop", "set")

    stop.set()
    await clock.settle()
    await asyncio.wait([call])

    assert log == ["stop set 0", "handler cancelled 0", "call returned 0"]
