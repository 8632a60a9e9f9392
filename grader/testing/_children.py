"""Child processes that do what a test says, and tell it how far they are.

A child is a Python program that the test writes.  In it, `gate()` is a call that tells the test and
waits until the test lets it go on, and a child that waits so ends by itself when the test has ended.
So no test has to guess how long a process takes to start, and none is left behind.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import textwrap
from asyncio.subprocess import Process
from collections.abc import Iterator
from typing import Any

from ._loop import VirtualTimeLoop
from ._peers import FakeServer, Peer, Peers
from ._vault import codes, fixed, vault

BASE = """\
import os, signal, socket, subprocess, sys, time
def _connect():
    global _wire
    if '_wire' not in globals() or _wire[0] != os.getpid():
        _wire = os.getpid(), socket.create_connection(({host!r}, {port}))
        _wire[1].sendall(b'%d\\n' % os.getpid())
    return _wire[1]
def gate(name=''):
    wire = _connect()
    wire.sendall(name.encode() + b'\\n')
    if not wire.recv(1):
        os._exit(99)
def say(text):
    print(text, flush=True)
def start(code, **options):
    program = _base + '_base = ' + repr(_base) + '\\n' + code
    return subprocess.Popen([*{interpreter!r}, program], **options)
"""
"""What every program begins with."""

INTERPRETER = (sys.executable, "-I", "-S", "-X", "utf8", "-c")
"""Starts soon: without site-packages, and so without `exit()`, whatever the environment says."""


class Visit:
    """A process that has come to its gate.

    Attributes:
        pid: of the process.
        name: what it gave to `gate()`.
    """

    def __init__(self, peer: Peer, pid: int, name: str) -> None:
        self.pid = pid
        self.name = name
        self._peer = peer

    async def open(self) -> None:
        """Let it go on."""
        await self._peer.send(b".")

    async def ended(self) -> None:
        """Wait until the process has ended: the kernel has closed its end of the wire."""
        await self._peer.ended()

    @property
    def alive(self) -> bool:
        """Whether it has not ended, as far as is known here; wait for `ended` to be sure."""
        return not self._peer.ending


class Child:
    """A program for child processes, and the gates that those come to.

    Attributes:
        argv: what to start: the program and its arguments.
    """

    def __init__(self, argv: tuple[str, ...], server: FakeServer) -> None:
        self.argv = argv
        self._server = server
        self._pids: dict[Peer, int] = {}
        self._visits: asyncio.Queue[Visit] = asyncio.Queue()

    async def arrives(self) -> Visit:
        """Wait until a process that runs it has come to its next `gate()`."""
        return await self._visits.get()

    async def _watch(self, peer: Peer) -> None:
        first = await peer.readline()
        if not first:
            return  # killed before it could say who it is
        pid = int(first)
        loop = asyncio.get_running_loop()
        if isinstance(loop, VirtualTimeLoop):
            loop.clock.outside.add_pid(pid)  # it may not be a child of ours
        while line := await peer.readline():
            self._visits.put_nowait(Visit(peer, pid, line.decode().removesuffix("\n")))


class Children:
    """Makes programs for child processes, and remembers which were started."""

    _processes = fixed()

    def __init__(self, peers: Peers) -> None:
        self._processes = vault(self, list[Process](), _CHILDREN)
        self._peers = peers
        self._exits: dict[Process, asyncio.Event] = {}

    @property
    def started(self) -> list[Process]:
        """The processes started with `spawn` and `spawn_shell`, in order."""
        return list(self._processes(None))

    async def make(self, code: str, *args: str) -> Child:
        """Write a program.

        Args:
            code: Python.  `os`, `signal`, `socket`, `subprocess`, `sys`, `time` are imported.
                `say(text)` prints a line at once; `gate(name="")` tells the test, and waits for it;
                `start(code, **options)` starts one more such program, as `subprocess.Popen` does.
            args: its `sys.argv[1:]`.
        """
        child: Child

        async def watch(peer: Peer) -> None:
            await child._watch(peer)

        server = await self._peers.serve(watch)
        base = BASE.format(host=server.host, port=server.port, interpreter=INTERPRETER)
        program = f"{base}_base = {base!r}\n{textwrap.dedent(code)}"
        child = Child((*INTERPRETER, program, *args), server)
        return child

    async def spawn(self, *args: Any, **kwargs: Any) -> Process:
        """`asyncio.create_subprocess_exec`; what it starts is remembered."""
        return self._remember(await asyncio.create_subprocess_exec(*args, **kwargs))

    async def spawn_shell(self, *args: Any, **kwargs: Any) -> Process:
        """`asyncio.create_subprocess_shell`; what it starts is remembered."""
        return self._remember(await asyncio.create_subprocess_shell(*args, **kwargs))

    async def noticed(self, process: Process) -> None:
        """Wait until the loop knows that a process of `started` has ended: its `returncode` is set.

        Unlike `process.wait()`, this doesn't wait for those who still hold its pipes.
        """
        await self._exits[process].wait()

    def _remember(self, process: Process) -> Process:
        self._processes(None).append(process)
        known = self._exits[process] = asyncio.Event()
        # Private, since 3.4: the loop tells it, in a call of its own, once `returncode` is set.
        protocol: Any = process._protocol  # type: ignore[attr-defined]
        exited = protocol.process_exited

        def process_exited() -> None:
            exited()
            known.set()

        protocol.process_exited = process_exited
        if process.returncode is not None:
            known.set()
        return process

    @contextlib.contextmanager
    def stdin(self, data: bytes) -> Iterator[None]:
        """Meanwhile this process itself has `data` at its standard input, for children to inherit."""
        before = os.dup(0)
        reading, writing = os.pipe()
        os.write(writing, data)
        os.close(writing)
        os.dup2(reading, 0)
        os.close(reading)
        try:
            yield
        finally:
            os.dup2(before, 0)
            os.close(before)


_CHILDREN = codes(Children)
