"""The world outside the loop: child processes, process pools, data on its way."""

from __future__ import annotations

import os
import subprocess
import sys
import weakref
from typing import TYPE_CHECKING, Any

from ._clock import scope

if TYPE_CHECKING:
    import asyncio
    import concurrent.futures
    from collections.abc import Iterable

try:
    import fcntl
    import socket
    import termios

    UNSENT = termios.TIOCOUTQ
    QUICKACK = socket.TCP_QUICKACK
except (ImportError, AttributeError):  # not Linux
    UNSENT = QUICKACK = -1


class Outside:
    """Who outside of a clock's threads may still act, at the speed of real time."""

    def __init__(self) -> None:
        self._futures: set[concurrent.futures.Future[Any]] = set()
        self._starting: set[object] = set()
        self._transports: set[asyncio.SubprocessTransport] = set()
        self._children: weakref.WeakSet[Any] = weakref.WeakSet()
        self._pools: weakref.WeakSet[Any] = weakref.WeakSet()
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

    def busy(self) -> bool:
        """Whether anybody outside may still act."""
        if not self.anybody:
            return False
        self._transports = {each for each in self._transports if each.get_returncode() is None}
        return bool(
            self._futures
            or self._starting
            or self._transports
            or any(_is_alive(child.pid, child.returncode) for child in self._children)
            or any(_is_alive(pid, None) for pid in self._other_processes())
        )

    def _other_processes(self) -> Iterable[int]:
        """Children of the multiprocessing module, without the workers of idle pools."""
        module = sys.modules.get("multiprocessing.process")
        # Private: `_children` is what `multiprocessing.active_children()` reads, which
        # would also collect their status; `_processes` is what a pool knows by `pid`.
        workers = {pid for pool in self._pools for pid in getattr(pool, "_processes", None) or ()}
        for process in list(getattr(module, "_children", ())):
            if process.pid not in workers:
                yield process.pid


def _is_alive(pid: int | None, returncode: int | None) -> bool:
    if pid is None or returncode is not None:
        return False
    try:
        # WNOWAIT: leave it to its owner to collect the child's status.
        return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None
    except (AttributeError, OSError):
        return False


_real_popen = subprocess.Popen.__init__


def install_children() -> None:
    """Make `subprocess.Popen` tell the clock that its thread follows."""

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:  # noqa: N807
        _real_popen(self, *args, **kwargs)
        if (clock := scope.clock) is not None:
            clock.outside.add_child(self)

    __init__.__doc__ = _real_popen.__doc__
    subprocess.Popen.__init__ = __init__  # type: ignore[method-assign]


def in_flight(files: Iterable[int]) -> bool:
    """Whether a TCP socket among these has sent what its peer has not got yet.

    Loopback delivers at once as a rule, but a loaded kernel may put it off.
    """
    if UNSENT == -1:
        return False
    waiting = False
    for file in files:
        try:
            with _borrowed(file) as sock:
                sock.setsockopt(socket.IPPROTO_TCP, QUICKACK, 1)  # sends an acknowledgement put off
        except OSError:
            continue
    for file in files:
        count = bytearray(4)
        try:
            fcntl.ioctl(file, UNSENT, count)
        except OSError:
            continue
        waiting = waiting or any(count)
    return waiting


class _borrowed:  # noqa: N801
    def __init__(self, file: int) -> None:
        self.sock = socket.socket(fileno=file)

    def __enter__(self) -> socket.socket:
        return self.sock

    def __exit__(self, *exc_info: object) -> None:
        self.sock.detach()
