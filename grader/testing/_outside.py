"""The world outside the loop: child processes, process pools, data on its way."""

from __future__ import annotations

import contextlib
import functools
import os
import select
import socket
import subprocess
import sys
import weakref
from typing import TYPE_CHECKING, Any

from ._clock import REAL, scope
from ._processes import Snapshot, are_blocked, descend, is_running

if TYPE_CHECKING:
    import asyncio
    import concurrent.futures
    from collections.abc import Iterable, Iterator

INFO = getattr(socket, "TCP_INFO", -1) if sys.platform == "linux" else -1
QUICKACK = getattr(socket, "TCP_QUICKACK", -1)
SYN_SENT = 2


LOOK = 0.5
"""Real seconds between two looks at processes that seem to wait for this one."""


class Outside:
    """Who outside of a clock's threads may still act, at the speed of real time."""

    def __init__(self) -> None:
        self._futures: set[concurrent.futures.Future[Any]] = set()
        self._starting: set[object] = set()
        self._transports: set[asyncio.SubprocessTransport] = set()
        self._children: weakref.WeakSet[Any] = weakref.WeakSet()
        self._pools: weakref.WeakSet[Any] = weakref.WeakSet()
        self._pids: set[int] = set()
        self.anybody = False
        """False as long as nobody outside has ever been known; spares looking."""

    def add_future(self, future: concurrent.futures.Future[Any], pool: Any) -> None:
        """A process pool works on this."""
        self.anybody = True
        self._pools.add(pool)
        self._futures.add(future)
        # Private: `_invoke_callbacks` tells those who wait.  A future counts as long
        # as that is not over, or else time might move before the loop is told.
        tell = future._invoke_callbacks  # type: ignore[attr-defined]

        def invoke_callbacks() -> None:
            tell()
            self._futures.discard(future)

        future._invoke_callbacks = invoke_callbacks  # type: ignore[attr-defined]
        if future.done():
            self._futures.discard(future)

    def begin(self, token: object) -> None:
        """A child process is being started."""
        self.anybody = True
        self._starting.add(token)

    def end(self, token: object, transport: asyncio.SubprocessTransport | None) -> None:
        """It has been started, or failed to."""
        self._starting.discard(token)
        if transport is not None:
            self._transports.add(transport)

    def add_child(self, child: Any) -> None:
        """A `subprocess.Popen`, or anything else with `pid` and `returncode`."""
        self.anybody = True
        self._children.add(child)

    def add_pid(self, pid: int) -> None:
        """A process that need not be a child of this one."""
        self.anybody = True
        self._pids.add(pid)

    def busy(self) -> bool:
        """Whether anybody outside may still act."""
        if not self.anybody:
            return False
        self._transports = {
            each
            for each in self._transports
            if each.get_returncode() is None or any(_is_held(pipe) for pipe in _pipes(each))
        }
        self._pids = {pid for pid in self._pids if is_running(pid)}
        return bool(
            self._futures
            or self._starting
            or self._transports
            or self._pids
            or any(is_alive(child.pid, child.returncode) for child in self._children)
            or any(is_alive(pid, None) for pid in self._other_processes())
        )

    def all_wait(self) -> Snapshot | None:
        """Something to compare if all processes wait for others; None if one may act by itself.

        Two snapshots are equal if nobody has done anything in between.  If all wait then, and this
        process does, too, there will never be news.
        """
        if not self.anybody or self._futures or self._starting:
            return None
        pids = {each.get_pid() for each in self._transports if each.get_returncode() is None}
        pids |= {child.pid for child in self._children if is_alive(child.pid, child.returncode)}
        pids |= {pid for pid in self._other_processes() if is_alive(pid, None)}
        pids |= self._pids
        # Whoever holds a pipe must be among those that are known.
        return are_blocked(descend(pids)) if pids else None

    def _other_processes(self) -> Iterable[int]:
        """Children of the multiprocessing module, without the workers of idle pools."""
        module = sys.modules.get("multiprocessing.process")
        # Private: `_children` is what `multiprocessing.active_children()` reads, which
        # would also collect their status; `_processes` is what a pool knows by `pid`.
        workers = {pid for pool in self._pools for pid in getattr(pool, "_processes", None) or ()}
        for process in list(getattr(module, "_children", ())):
            if process.pid not in workers:
                yield process.pid


def _pipes(transport: Any) -> Iterator[int]:
    """Our ends of the pipes from a child that have not come to their end."""
    # Private, of the POSIX transport: its pipes by the child's number for them, each as a protocol
    # that knows whether it was told of the end.
    for number, protocol in getattr(transport, "_pipes", {}).items():
        if number and protocol is not None and not protocol.disconnected:
            file = getattr(getattr(protocol, "pipe", None), "_fileno", None)
            if isinstance(file, int):
                yield file


def _is_held(pipe: int) -> bool:
    """Whether somebody has the other end of a pipe open: a child's child, if not the child."""
    try:
        poll = select.poll()
        poll.register(pipe, 0)
        return not poll.poll(0)  # that nobody has it is always told
    except (AttributeError, OSError):
        return False


def is_alive(pid: int | None, returncode: int | None) -> bool:
    """Whether a child of this process runs; its status stays to be collected."""
    if pid is None or returncode is not None:
        return False
    try:
        # WNOWAIT: leave it to its owner to collect the child's status.
        return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None
    except (AttributeError, OSError):
        return False


class Silence:
    """A time in which the loop has nothing to do but to wait for others."""

    def __init__(self, outside: Outside) -> None:
        self._outside = outside
        self._began = self._next = 0.0
        self._seen: Snapshot | None = None

    def is_final(self) -> bool:
        """Whether the others have been waiting for this process for a while, all of them."""
        now = REAL["monotonic"]()
        if not self._began:
            self._began, self._next = now, now + LOOK
        if now < self._next:
            return False
        self._next = now + LOOK
        before, self._seen = self._seen, self._outside.all_wait()
        return before is not None and before == self._seen


_real_popen = subprocess.Popen.__init__


def install_children() -> None:
    """Make `subprocess.Popen` tell the clock that its thread follows."""

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:  # noqa: N807
        _real_popen(self, *args, **kwargs)
        if (clock := scope.clock) is not None:
            clock.outside.add_child(self)

    __init__.__doc__ = _real_popen.__doc__
    subprocess.Popen.__init__ = __init__  # type: ignore[method-assign]
    if (real_waitpid := getattr(os, "waitpid", None)) is not None:

        @functools.wraps(real_waitpid)
        def waitpid(pid: int, options: int, /) -> tuple[int, int]:
            found: tuple[int, int] = real_waitpid(pid, options)
            if found[0] == 0 < pid and (clock := scope.clock) is not None:
                clock.outside.add_pid(pid)  # forked by hand, and somebody polls for its end
            return found

        os.waitpid = waitpid


def in_flight(files: Iterable[int]) -> set[int]:
    """The TCP sockets among these whose peer has not got yet what was sent: data, or the end of it.

    Loopback delivers at once as a rule, but a loaded kernel may put it off.  What waits because the
    peer doesn't read is not on its way.
    """
    if INFO == -1:
        return set()
    found = set[int]()
    for file in files:
        with contextlib.suppress(OSError), _borrowed(file) as sock:
            sock.setsockopt(socket.IPPROTO_TCP, QUICKACK, 1)  # sends an acknowledgement put off
    for file in files:
        with contextlib.suppress(OSError), _borrowed(file) as sock:
            # struct tcp_info: eight bytes, the first of which is the state; then numbers, the fifth of
            # which counts the segments that were sent and not acknowledged.
            info = sock.getsockopt(socket.IPPROTO_TCP, INFO, 28)
            if int.from_bytes(info[24:28], sys.byteorder):
                found.add(file)
    return found


def connecting(files: Iterable[int]) -> set[int]:
    """The TCP sockets among these that are about to be connected, on this computer.

    If a server's backlog is full, the kernel tries again after a second.
    """
    if INFO == -1:
        return set()
    found = set[int]()
    for file in files:
        with contextlib.suppress(OSError), _borrowed(file) as sock:
            state = sock.getsockopt(socket.IPPROTO_TCP, INFO, 1)[0]
            if state == SYN_SENT and sock.getsockname()[0] in {"127.0.0.1", "::1"}:
                found.add(file)
    return found


class _borrowed:  # noqa: N801
    def __init__(self, file: int) -> None:
        self.sock = socket.socket(fileno=file)

    def __enter__(self) -> socket.socket:
        return self.sock

    def __exit__(self, *exc_info: object) -> None:
        self.sock.detach()
