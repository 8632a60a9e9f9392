"""The other end of a connection: servers and clients on loopback ports that do what a test says.

Sockets are real and ports are free ones, so the code under test uses asyncio's streams as it would
anywhere. Both ends run on one loop: when that has come to rest, all that was sent has arrived.
"""

from __future__ import annotations

import asyncio
import os
import socket
import struct
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, Literal, Protocol, cast

from . import _resources
from ._loop import VirtualTimeLoop
from ._vault import codes, fixed, vault

LOCALHOST = "127.0.0.1"

BACKLOG = 1024
"""Connections that a fake server lets wait for being accepted."""

AT_A_TIME = 32
"""Clients that connect at the same moment.  More than a server's backlog (100, unless told) would
have the kernel try again after a second."""

NO_LINGERING = struct.pack("ii", 1, 0)
"""With this for SO_LINGER, closing a socket resets its connection."""

Data = bytes | str
"""What is sent: bytes, or text that is encoded as UTF-8."""

Ending = Literal["", "end-of-file", "reset"]


class _Came:
    """What a peer's vault keeps."""

    def __init__(self) -> None:
        self.data = bytearray()
        self.ending: Ending = ""


class Peer(asyncio.Protocol):
    """The test's end of one connection.

    Attributes:
        name: tells it from others.
    """

    _came = fixed()

    def __init__(self, name: str = "") -> None:
        self.name = name
        self._came = vault(self, _Came(), _PEER)
        self._transport: asyncio.Transport | None = None
        self._taken = 0  # bytes of it that were read
        self._gone = False
        self._writable = True
        self._waiters: list[asyncio.Future[None]] = []

    # -- what has come

    @property
    def ending(self) -> Ending:
        """How the other side has ended.

        "" while it has not, "end-of-file" if it has closed the connection or said that it will send no
        more, "reset" if it broke it off.
        """
        ending: Ending = self._came(None).ending
        return ending

    @property
    def received(self) -> bytes:
        """All that has come so far, read or not."""
        return bytes(self._came(None).data)

    @property
    def unread(self) -> bytes:
        """What has come and was not read."""
        return bytes(self._came(None).data[self._taken :])

    async def readline(self) -> bytes:
        r"""The next line, with its "\n"; at the end of the data what is left, at last `b""`.

        Raises:
            ConnectionResetError: the other side broke the connection off, and no line is left.
        """
        await self._until(lambda: self._has_line() or bool(self.ending))
        line, newline, _ = self.unread.partition(b"\n")
        return self._take(line + newline)

    async def readlines(self, count: int) -> list[str]:
        r"""The next `count` lines as text, without their "\n"; fewer if the data ends before."""
        lines = list[str]()
        while len(lines) < count and (line := await self.readline()):
            lines.append(line.decode().removesuffix("\n"))
        return lines

    async def read(self, count: int = -1) -> bytes:
        """The next `count` bytes, fewer only at the end of the data; all until the end without it.

        Raises:
            ConnectionResetError: the other side broke the connection off, and nothing is left.
        """
        await self._until(lambda: 0 <= count <= self._waiting() or bool(self.ending))
        return self._take(self.unread[: count if count >= 0 else None])

    async def ended(self) -> Ending:
        """How the other side has ended, as soon as it has."""
        await self._until(lambda: bool(self.ending))
        return self.ending

    def pause(self) -> None:
        """Read no more: what the other side goes on sending fills the buffers."""
        self._connection().pause_reading()

    def resume(self) -> None:
        """Read again."""
        self._connection().resume_reading()

    def _has_line(self) -> bool:
        return bool(self._came(None).data.find(b"\n", self._taken) >= 0)

    def _waiting(self) -> int:
        return len(self._came(None).data) - self._taken

    def _take(self, data: bytes) -> bytes:
        if not data and self.ending == "reset":
            raise ConnectionResetError(f"the connection of {self.name} was broken off")
        self._taken += len(data)
        return data

    # -- what is sent

    async def send(self, *pieces: Data) -> None:
        """Send each piece by itself: the next one only when the one before has been received.

        Returns when all is with the kernel; with a receiver that doesn't read, that may be never.

        Raises:
            ConnectionResetError: the connection is gone.
        """
        for number, piece in enumerate(pieces):
            if number:
                await rest()
            self._connection().write(piece.encode() if isinstance(piece, str) else piece)
            await self._until(lambda: self._writable or self._gone)
            if self._gone:
                raise ConnectionResetError(f"the connection of {self.name} is gone")

    async def half_close(self) -> None:
        """Send no more: the other side gets an end-of-file, and can still send."""
        self._connection().write_eof()
        await rest()

    async def close(self) -> None:
        """Deliver what was sent, and close the connection."""
        if self._transport is not None:
            self._transport.close()
        await self._until(lambda: self._gone)
        await rest()

    async def reset(self) -> None:
        """Break the connection off: the other side gets a ConnectionResetError."""
        transport = self._connection()
        transport.get_extra_info("socket").setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, NO_LINGERING
        )
        transport.abort()
        await self._until(lambda: self._gone)
        await rest()

    def _connection(self) -> asyncio.Transport:
        if self._transport is None or self._transport.is_closing():
            raise ConnectionResetError(f"the connection of {self.name} is gone")
        return self._transport

    # -- called by the transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """It begins."""
        self._transport = cast(asyncio.Transport, transport)
        self._transport.set_write_buffer_limits(0)
        _resources.exempt(transport)

    def data_received(self, data: bytes) -> None:
        """Something has come."""
        self._came(None).data += data
        self._tell()

    def eof_received(self) -> bool:
        """The other side sends no more; this one still can."""
        came = self._came(None)
        came.ending = came.ending or "end-of-file"
        self._tell()
        return True

    def connection_lost(self, exc: Exception | None) -> None:
        """It is over."""
        self._gone = True
        if exc is not None:
            came = self._came(None)
            came.ending = came.ending or "reset"
        self._tell()

    def pause_writing(self) -> None:
        """Data waits to be sent."""
        self._writable = False

    def resume_writing(self) -> None:
        """All is sent."""
        self._writable = True
        self._tell()

    def _tell(self) -> None:
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    async def _until(self, condition: Callable[[], bool]) -> None:
        while not condition():
            waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiters.append(waiter)
            await waiter

    def abort(self) -> None:
        """Let go of it, whatever state it is in."""
        if self._transport is not None:
            self._transport.abort()


_PEER = codes(Peer)


async def rest() -> None:
    """Wait until the loop has come to rest: all that was sent has arrived, all has run that could."""
    loop = asyncio.get_running_loop()
    if isinstance(loop, VirtualTimeLoop):
        await loop.idle()
    else:
        await asyncio.sleep(0)


# ------------------------------------------------------------------ scripts

Script = Callable[[Peer], Awaitable[object]]
"""What a fake server does with a connection."""

Then = Literal["close", "half_close", "reset", "stay"]


def replies(
    *pieces: Data,
    to: Literal["nothing", "line", "end-of-file"] = "nothing",
    every: float = 0,
    then: Then = "close",
) -> Script:
    """A script: send some pieces, and end.

    Args:
        pieces: each is sent by itself, so that none arrives together with the next.
        to: what to wait for first: a line, or all that the other side sends.
        every: seconds of the clock before each piece.
        then: "close", "reset"; "half_close", and read on until the other side ends; or "stay",
            without a word, until the test ends.
    """

    async def reply(peer: Peer) -> None:
        if to == "line":
            await peer.readline()
        elif to == "end-of-file":
            await peer.read()
        for number, piece in enumerate(pieces):
            if every:
                await asyncio.sleep(every)
            elif number:
                await rest()
            await peer.send(piece)
        if then == "close":
            await peer.close()
        elif then == "reset":
            await peer.reset()
        elif then == "half_close":
            await peer.half_close()
            await peer.ended()
            await peer.close()

    return reply


def answers(answer: Callable[[str], Data | None]) -> Script:
    r"""A script: answer each line until the other side ends, and close.

    Args:
        answer: gets the line without its "\n" and gives the answer, "\n" included; None: none.
    """

    async def reply(peer: Peer) -> None:
        while line := await peer.readline():
            given = answer(line.decode().removesuffix("\n"))
            if given is not None:
                await peer.send(given)
        await peer.close()

    return reply


silent: Script = replies(then="stay")
"""A script: take all, say nothing."""


# ------------------------------------------------------------------ servers and clients


class _Seen:
    """What a server's vault keeps."""

    def __init__(self) -> None:
        self.peers: list[Peer] = []
        self.failure: BaseException | None = None


class FakeServer:
    """A server of the test's, on a port of its own.

    Attributes:
        host, port: where it listens; `address` is both.
    """

    _seen = fixed()

    def __init__(self, host: str, port: int, script: Script | None) -> None:
        self.host = host
        self.port = port
        self._seen = vault(self, _Seen(), _SERVER)
        self._script = script
        self._server: asyncio.Server | None = None
        self._accepted = 0
        self._waiters: list[asyncio.Future[None]] = []
        self._scripts: set[asyncio.Task[None]] = set()

    @property
    def address(self) -> tuple[str, int]:
        """Host and port."""
        return self.host, self.port

    @property
    def peers(self) -> list[Peer]:
        """Its connections in order of their coming, closed ones included."""
        return list(self._seen(None).peers)

    @property
    def failure(self) -> BaseException | None:
        """What a script raised, if one did."""
        failure: BaseException | None = self._seen(None).failure
        return failure

    @property
    def open(self) -> tuple[Peer, ...]:
        """The connections that neither side has ended."""
        return tuple(peer for peer in self.peers if not (peer.ending or peer._gone))

    def url(self, path: str = "/") -> str:
        """An address for an HTTP client."""
        return f"http://{self.host}:{self.port}{path}"

    async def accept(self) -> Peer:
        """The next connection, as soon as there is one."""
        while len(self.peers) <= self._accepted:
            waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiters.append(waiter)
            await waiter
        self._accepted += 1
        return self.peers[self._accepted - 1]

    async def close(self) -> None:
        """Listen no more; connections stay."""
        if self._server is not None:
            self._server.close()
        await rest()

    def _connect(self) -> _ServerPeer:
        return _ServerPeer(self, f"peer {len(self.peers) + 1}")

    def _came(self, peer: Peer) -> None:
        self._seen(None).peers.append(peer)
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)
        if self._script is not None:
            task = asyncio.get_running_loop().create_task(
                self._run(self._script, peer), name=f"script of {peer.name}"
            )
            task.is_probe = True  # type: ignore[attr-defined]  # of no interest in messages
            self._scripts.add(task)
            task.add_done_callback(self._scripts.discard)

    async def _run(self, script: Script, peer: Peer) -> None:
        try:
            await script(peer)
        except ConnectionError:
            peer.abort()  # the other side has left, which is its right
        except Exception as error:  # noqa: BLE001 - the test is told when its body has ended
            seen = self._seen(None)
            seen.failure = seen.failure or error
            peer.abort()


_SERVER = codes(FakeServer)


class _ServerPeer(Peer):
    def __init__(self, server: FakeServer, name: str) -> None:
        super().__init__(name)
        self._server = server

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._server._came(self)


class HasEvent(Protocol):
    """An `asyncio.Event`, or what waits like one."""

    async def wait(self) -> object: ...


class Peers:
    """Makes servers and clients, and knows what the code under test has opened."""

    _lists = fixed()

    def __init__(self) -> None:
        self._lists = vault(
            self, (list[asyncio.StreamWriter](), list[FakeServer](), list[socket.socket]()), _PEERS
        )  # opened; ours; the sockets of what was opened
        self._peers: list[Peer] = []
        self._sockets: list[socket.socket] = []
        self._paths: list[str] = []
        self._gate: asyncio.Semaphore | None = None

    # -- for clients under test

    async def serve(
        self, script: Script | None = None, *, host: str = LOCALHOST, buffer: int | None = None
    ) -> FakeServer:
        """Start a server on a free port.

        Args:
            script: run for each connection; without it the test plays the server itself, with the
                peers that `accept()` gives.
            host: where to listen.
            buffer: bytes that the kernel keeps for a peer that doesn't read (SO_RCVBUF).
        """
        listening = socket.socket()
        listening.setblocking(False)
        if buffer is not None:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        listening.bind((host, 0))
        server = FakeServer(host, listening.getsockname()[1], script)
        self._lists(None)[1].append(server)
        loop = asyncio.get_running_loop()
        server._server = await loop.create_server(server._connect, sock=listening, backlog=BACKLOG)
        _resources.exempt(server._server)
        return server

    async def open_connection(
        self, *args: Any, **kwargs: Any
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """`asyncio.open_connection`, to hand to the code under test; what it opens is remembered."""
        reader, writer = await asyncio.open_connection(*args, **kwargs)
        opened, _, sockets = self._lists(None)
        opened.append(writer)
        # Private, since 3.8: the socket itself. The writer is handed out, and may be made to say anything.
        sockets.append(writer.get_extra_info("socket")._sock)
        return reader, writer

    @property
    def opened(self) -> list[asyncio.StreamWriter]:
        """The writers of the connections opened with `open_connection`, in order."""
        return list(self._lists(None)[0])

    @property
    def left_open(self) -> int:
        """How many connections opened with `open_connection` still hold their socket."""
        return sum(each.fileno() != -1 for each in self._lists(None)[2])

    def refusing_port(self, host: str = LOCALHOST) -> int:
        """A port at which connecting is refused until the test ends."""
        bound = socket.socket()
        self._sockets.append(bound)
        bound.bind((host, 0))  # it never listens
        port: int = bound.getsockname()[1]
        return port

    # -- for servers under test

    async def connect(
        self,
        port: int | str,
        name: str = "client",
        *,
        host: str = LOCALHOST,
        buffer: int | None = None,
    ) -> Peer:
        """Connect to a server.

        Args:
            port: its port; or the path of a Unix socket.
            name: of the new peer.
            host: where it listens.
            buffer: bytes that the kernel keeps if the peer doesn't read (SO_RCVBUF).

        Raises:
            ConnectionRefusedError: nobody listens there.
        """
        loop = asyncio.get_running_loop()
        unix = isinstance(port, str)
        family = socket.AF_UNIX if unix else socket.AF_INET6 if ":" in host else socket.AF_INET
        plug = socket.socket(family)
        plug.setblocking(False)
        if buffer is not None:
            plug.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        self._gate = self._gate or asyncio.Semaphore(AT_A_TIME)
        try:
            async with self._gate:
                await loop.sock_connect(plug, port if isinstance(port, str) else (host, port))
                peer = Peer(name)
                self._peers.append(peer)
                make = loop.create_unix_connection if unix else loop.create_connection
                await make(lambda: peer, sock=plug)
        except BaseException:
            plug.close()
            raise
        return peer

    async def connect_all(
        self, port: int | str, names: Iterable[str], *, host: str = LOCALHOST
    ) -> list[Peer]:
        """Connect many clients, one for each name, in this order."""
        return [await self.connect(port, name, host=host) for name in names]

    def is_free(self, port: int, host: str = LOCALHOST) -> bool:
        """Whether a server could listen at this port now."""
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as asyncio's servers
            try:
                probe.bind((host, port))
                probe.listen()
            except OSError:
                return False
            return True

    def unix_path(self) -> str:
        """A path for a Unix socket; what is there when the test ends is removed."""
        # In the current folder, for it may be the only one that can be written to; and relative,
        # for such a path has 100 characters at most.
        path = f".peer-{os.getpid()}-{len(self._paths)}"
        self._paths.append(path)
        return path

    # -- without a socket

    def writer(
        self,
        name: str = "client",
        *,
        drain: float | HasEvent | None = None,
        fails: Mapping[str, BaseException] | None = None,
    ) -> FakeWriter:
        """What looks like a StreamWriter and keeps what is written."""
        return FakeWriter(name, drain=drain, fails=fails)

    def reader(
        self, *pieces: Data, end: bool = False, error: Exception | None = None
    ) -> asyncio.StreamReader:
        """A StreamReader without a connection; the test may go on with its `feed_data`.

        Args:
            pieces: what it has received already.
            end: whether the end-of-file has come, too.
            error: what reading raises, at once, as after a connection was broken off.
        """
        reader = asyncio.StreamReader()
        for piece in pieces:
            reader.feed_data(piece.encode() if isinstance(piece, str) else piece)
        if error is not None:
            reader.set_exception(error)
        if end:
            reader.feed_eof()
        return reader

    # -- the end of the test

    @property
    def failure(self) -> BaseException | None:
        """What a script raised, if one did."""
        return next(
            (each.failure for each in self._lists(None)[1] if each.failure is not None), None
        )

    def close(self) -> None:
        """End everything, at once."""
        for server in self._lists(None)[1]:
            if server._server is not None:
                server._server.close()
            for peer in server.peers:
                peer.abort()
        for peer in self._peers:
            peer.abort()
        for bound in self._sockets:
            bound.close()
        for path in self._paths:
            if os.path.exists(path):
                os.unlink(path)


_PEERS = codes(Peers)


class _Written:
    """What a writer's vault keeps."""

    def __init__(self) -> None:
        self.data = b""
        self.drains = 0
        self.closed = False
        self.ended = False


class FakeWriter:
    """What looks like an `asyncio.StreamWriter`, and keeps what is written to it.

    Args:
        name: tells it from others.
        drain: seconds that `drain()` takes; or an event that it waits for.  Without it, `drain()`
            doesn't suspend, as with a real writer whose buffer is nearly empty.
        fails: what a method raises: `{"drain": ConnectionResetError()}`.  `write`, `drain`, `close`
            and `wait_closed` can fail; what fails has had no effect.
    """

    _state = fixed()

    def __init__(
        self,
        name: str = "client",
        *,
        drain: float | HasEvent | None = None,
        fails: Mapping[str, BaseException] | None = None,
    ) -> None:
        self.name = name
        self._state = vault(self, _Written(), _WRITER)
        self._drain = drain
        self._fails = dict(fails or {})

    @property
    def written(self) -> bytes:
        """All bytes written so far."""
        return bytes(self._state(None).data)

    @property
    def drains(self) -> int:
        """How many calls of `drain` have begun."""
        return int(self._state(None).drains)

    @property
    def closed(self) -> bool:
        """Whether `close` was called."""
        return bool(self._state(None).closed)

    @property
    def ended(self) -> bool:
        """Whether `write_eof` was called."""
        return bool(self._state(None).ended)

    @property
    def lines(self) -> list[str]:
        """What was written, as lines of text."""
        text = self.written.decode()
        return text.removesuffix("\n").split("\n") if text else []

    def _may_fail(self, method: str) -> None:
        if method in self._fails:
            raise self._fails[method]

    def write(self, data: bytes) -> None:
        """Keep `data`."""
        if not isinstance(data, bytes | bytearray | memoryview):
            raise TypeError(
                f"data argument must be a bytes-like object, not {type(data).__name__!r}"
            )
        self._may_fail("write")
        if not self.closed:  # a real one drops it, too
            self._state(None).data += bytes(data)

    def writelines(self, data: Iterable[bytes]) -> None:
        """Keep it all."""
        self.write(b"".join(data))

    async def drain(self) -> None:
        """Take as long as was said; then fail, if that was said."""
        self._state(None).drains += 1
        if isinstance(self._drain, int | float):
            await asyncio.sleep(self._drain)
        elif self._drain is not None:
            await self._drain.wait()
        self._may_fail("drain")
        if self.closed:
            raise ConnectionResetError("Connection lost")  # as a real one does

    def close(self) -> None:
        """Note it."""
        self._may_fail("close")
        self._state(None).closed = True

    def is_closing(self) -> bool:
        """Whether it was closed."""
        return self.closed

    async def wait_closed(self) -> None:
        """Let others run once, as closing does."""
        await asyncio.sleep(0)
        self._may_fail("wait_closed")

    def can_write_eof(self) -> bool:
        """It can."""
        return True

    def write_eof(self) -> None:
        """Note it."""
        self._state(None).ended = True

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        """`peername` is its name; it knows nothing else."""
        return self.name if name == "peername" else default


_WRITER = codes(FakeWriter)
