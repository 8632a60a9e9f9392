"""Hidden behaviours of a server whose port is known before it serves."""

import asyncio
import contextlib
import socket

import pytest

from grader.testing import same

pytestmark = pytest.mark.manual_clock

closing_is_told_elsewhere = pytest.mark.allow(
    "unclosed-server", reason="whether the port is free again has its own tests"
)

ERROR = OSError("not prepared")


async def greet(reader, writer):
    """A handler that sends "hi", and closes."""
    writer.write(b"hi")
    writer.close()


async def done(port):
    """A `prepare` that has nothing to do."""


def can_bind(port):
    """Whether somebody else can take this port."""
    with socket.socket() as plug:
        try:
            plug.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


async def connecting(peers, port):
    """What becomes of a client that connects: "served" or "refused"."""
    try:
        await (await peers.connect(port)).close()
    except ConnectionRefusedError:
        return "refused"
    return "served"


def asking(question, answers):
    """A `prepare` that asks something about its port; and gives way once, before and after."""

    async def prepare(port):
        await asyncio.sleep(0)
        answers.append(await question(port))
        await asyncio.sleep(0)

    return prepare


def failing(ports):
    """A `prepare` that notes its port, and fails."""

    async def prepare(port):
        ports.append(port)
        await asyncio.sleep(0)
        raise ERROR

    return prepare


def failing_at_once(ports):
    """A `prepare` that notes its port, and fails before there is anything to await."""

    def prepare(port):
        ports.append(port)
        raise ERROR

    return prepare


def waiting(ports):
    """A `prepare` that notes its port, and never ends."""

    async def prepare(port):
        ports.append(port)
        await asyncio.Event().wait()

    return prepare


async def test_refused_meanwhile(exercise, peers, clock):
    """While `prepare` runs, a client that connects is refused.

    `prepare` connects to its port, to see what happens.
    """
    answers = []
    prepare = asking(lambda port: connecting(peers, port), answers)

    server = await exercise.bind_then_serve(greet, prepare)
    await clock.settle()
    server.close()

    assert answers == ["refused"]


async def test_reserved_meanwhile(exercise, clock):
    """While `prepare` runs, nobody else can take the port.

    `prepare` tries to bind its port with a socket of its own.
    """
    answers = []

    async def bindable(port):
        return "free" if can_bind(port) else "taken"

    server = await exercise.bind_then_serve(greet, asking(bindable, answers))
    await clock.settle()
    server.close()

    assert answers == ["taken"]


async def test_serves(exercise, peers):
    """When the call has returned, the server serves.

    A client connects to where the server says that it listens, and reads what the handler sends.
    """
    server = await exercise.bind_then_serve(greet, done)

    serving, address = server.is_serving(), server.sockets[0].getsockname()
    client = await peers.connect(address[1])
    greeting = await client.read()
    server.close()

    assert same([serving, greeting], [True, b"hi"])


async def test_the_same_port(exercise):
    """The server serves at the port that `prepare` was told.

    Looked at are the sockets that the server listens with.
    """
    told = []

    async def prepare(port):
        told.append(port)

    server = await exercise.bind_then_serve(greet, prepare)
    at_that_port = [listening.getsockname()[1] in told for listening in server.sockets]
    server.close()

    assert at_that_port == [True]


async def test_this_machine_only(exercise):
    """The server listens at 127.0.0.1, and nowhere else.

    Looked at are the sockets that the server listens with.
    """
    server = await exercise.bind_then_serve(greet, done)

    hosts = [listening.getsockname()[0] for listening in server.sockets]
    server.close()

    assert same(hosts, ["127.0.0.1"])


async def test_waits_for_prepare(exercise, clock, log, start):
    """The call returns when `prepare` has ended, not before.

    `prepare` takes 5 s.
    """

    async def prepare(port):
        await asyncio.sleep(5)
        log.add("prepare", "returned")

    call = start("call", exercise.bind_then_serve(greet, prepare))
    await clock.settle()
    await clock.advance(5)
    await asyncio.wait([call])
    call.result().close()

    assert log == ["prepare returned 5", "call returned 5"]


@closing_is_told_elsewhere
async def test_any_awaitable(exercise, clock, log, start):
    """What `prepare` gives need not be a coroutine: any awaitable will do.

    `prepare` returns a future. It is done when 5 s have passed.
    """
    preparing = asyncio.get_running_loop().create_future()
    call = start("call", exercise.bind_then_serve(greet, lambda port: preparing))
    await clock.settle()

    await clock.advance(5)
    preparing.set_result(None)
    await asyncio.wait([call])

    call.result().close()
    assert log == ["call returned 5"]


@closing_is_told_elsewhere
async def test_prepare_fails(exercise):
    """An exception that `prepare` raises comes out, itself."""
    outcome = await asyncio.gather(
        exercise.bind_then_serve(greet, failing([])), return_exceptions=True
    )

    assert same(outcome, [ERROR])


@pytest.mark.code("unclosed-server")
async def test_free_after_a_failure(exercise):
    """If `prepare` raises an exception, the port is free at the moment when it comes out.

    `prepare` raises an OSError after a turn of the loop. Whoever catches it binds its port at once.
    """
    ports = []

    with contextlib.suppress(Exception):
        await exercise.bind_then_serve(greet, failing(ports))
    free = [can_bind(port) for port in ports]

    assert free == [True]


@pytest.mark.code("unclosed-server")
async def test_free_after_a_failure_at_the_call(exercise):
    """If `prepare` raises an exception already when it is called, the port is free, too.

    `prepare` is a plain function, and raises an OSError instead of giving something to await.
    Whoever catches it binds its port at once.
    """
    ports = []

    with contextlib.suppress(Exception):
        await exercise.bind_then_serve(greet, failing_at_once(ports))
    free = [can_bind(port) for port in ports]

    assert free == [True]


@closing_is_told_elsewhere
async def test_cancelled(exercise, clock, log, start):
    """If the call is cancelled while `prepare` runs, it ends as cancelled."""
    call = start("call", exercise.bind_then_serve(greet, waiting([])))
    await clock.settle()

    call.cancel()
    await clock.settle()

    assert log == ["call cancelled 0"]


@pytest.mark.code("unclosed-server")
async def test_free_after_a_cancellation(exercise, clock, start):
    """If the call is cancelled while `prepare` runs, the port is free when it has ended.

    Right after that, somebody else binds it.
    """
    ports = []
    call = start("call", exercise.bind_then_serve(greet, waiting(ports)))
    await clock.settle()

    call.cancel()
    await asyncio.wait([call])
    free = [can_bind(port) for port in ports]

    assert free == [True]
