"""What learner code opens, noted when it is made, so that it can be asked for when the test ends.

The constructors of asyncio's transports and servers, of child processes, executors and threads
tell the active watch of each new object. The watch holds on to it, so that no garbage collector
can close it on the quiet before anybody looks.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import functools
import subprocess
import sys
import threading
import weakref
from asyncio import base_events, base_subprocess, streams, transports
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from ._clock import REAL
from ._frames import Stack
from ._origins import origin_of
from ._outside import is_alive
from ._processes import is_doomed

SECOND = 1.0  # real time that a thread gets to come to its end by itself


class Keeper(Protocol):
    """Whoever wants to know what is opened."""

    def opened(self, resource: Resource) -> None: ...

    def dropped(self, writer: asyncio.StreamWriter) -> None: ...


@dataclass(frozen=True, slots=True, eq=False)
class Resource:
    """Something that wants closing: `code` is the failure code if it is not."""

    code: str
    made: Stack
    thing: Any
    is_open: Callable[[], bool]
    close: Callable[[], object]
    what: str


_keepers: list[Keeper] = []

_exempted: weakref.WeakSet[Any] = weakref.WeakSet()


def exempt(thing: Any) -> None:
    """A probe has opened this, and closes it when the test has ended."""
    _exempted.add(thing)


def is_exempt(thing: Any) -> bool:
    """Whether a probe has opened this."""
    return thing in _exempted


def attach(keeper: Keeper) -> Callable[[], None]:
    """Tell `keeper` of everything opened from now on; the result ends that."""
    _keepers.append(keeper)

    def detach() -> None:
        if keeper in _keepers:  # or somebody else has taken it out
            _keepers.remove(keeper)

    return detach


def tells(keeper: Keeper) -> bool:
    """Whether this is who is told now."""
    return bool(_keepers) and _keepers[-1] is keeper


def install() -> None:
    """Wrap the constructors. Do it once, before learner code is loaded."""
    if hasattr(transports.BaseTransport.__init__, "__wrapped__"):
        return
    for owner, describe in (
        (transports.BaseTransport, _transport),
        (base_events.Server, _server),
        (subprocess.Popen, _process),
        (concurrent.futures.ThreadPoolExecutor, _executor),
        (concurrent.futures.ProcessPoolExecutor, _executor),
    ):
        _after(owner, "__init__", describe)
    _after(threading.Thread, "start", _thread)
    _watch_dropped_writers()
    _know_what_broke_connections()


def _after(owner: Any, name: str, describe: Callable[[Any, Stack], Resource | None]) -> None:
    original = getattr(owner, name)

    @functools.wraps(original)
    def wrapper(self: Any, *args: Any, **kwargs: Any) -> Any:
        result = original(self, *args, **kwargs)
        if _keepers and threading.current_thread() is threading.main_thread():
            resource = describe(self, origin_of(sys._getframe(1)))
            if resource is not None:
                _keepers[-1].opened(resource)
        return result

    setattr(owner, name, wrapper)


def _transport(transport: Any, made: Stack) -> Resource | None:
    if isinstance(transport, base_subprocess.BaseSubprocessTransport):
        return None  # its Popen object is noted
    return Resource(
        "unclosed-transport",
        made,
        transport,
        lambda: not type(transport).is_closing(transport),
        lambda: transport.abort() if hasattr(transport, "abort") else transport.close(),
        "a connection",
    )


def _server(server: Any, made: Stack) -> Resource:
    return Resource(
        "unclosed-server", made, server, lambda: bool(server.sockets), server.close, "a server"
    )


def _process(process: Any, made: Stack) -> Resource:
    def is_open() -> bool:
        # Its status is left to be collected by its owner.  Who was killed, or is about to end by
        # itself, gets a while: how soon the kernel is done depends on the machine.
        end = REAL["monotonic"]() + SECOND
        while is_alive(process.pid, process.returncode):
            if REAL["monotonic"]() > end and not is_doomed(process.pid):
                return True
            REAL["sleep"](0.001)
        return False

    def close() -> None:
        process.kill()
        while is_alive(process.pid, process.returncode):  # the loop collects its status
            REAL["sleep"](0.001)

    return Resource("leaked-process", made, process, is_open, close, "a child process")


def _executor(executor: Any, made: Stack) -> Resource | None:
    if getattr(executor, "_thread_name_prefix", None) == "asyncio":
        return None  # a loop's own, behind `to_thread`: whoever closes the loop shuts it down

    def is_open() -> bool:
        # Private names, in both executors since 3.9; there is no public way to ask.
        return not getattr(executor, "_shutdown", True) or not getattr(
            executor, "_shutdown_thread", True
        )

    return Resource(
        "leaked-executor",
        made,
        executor,
        is_open,
        lambda: executor.shutdown(wait=False, cancel_futures=True),
        f"a {type(executor).__name__}",
    )


def _thread(thread: threading.Thread, made: Stack) -> Resource | None:
    target = getattr(thread, "_target", None)  # private, but stable since 2.x
    if getattr(target, "__module__", "").startswith(
        ("concurrent.", "multiprocessing.", "asyncio.")
    ):
        return None  # an executor's own, and it is noted

    patience = [SECOND]  # given once

    def is_open() -> bool:
        thread.join(patience.pop() if patience else 0)
        return thread.is_alive()

    return Resource(
        "leaked-thread", made, thread, is_open, lambda: None, f"the thread `{thread.name}`"
    )


def _watch_dropped_writers() -> None:
    """A StreamWriter that is collected while open closes its transport: say so before."""
    original = getattr(streams.StreamWriter, "__del__", None)
    if original is None:  # before 3.11.5
        return

    def tell(self: streams.StreamWriter) -> None:
        transport = getattr(self, "_transport", None)
        if transport is not None and not transport.is_closing() and _keepers:
            _keepers[-1].dropped(self)
        original(self)

    streams.StreamWriter.__del__ = tell  # type: ignore[method-assign]


def _know_what_broke_connections() -> None:
    """A connection that broke is nobody's loss, whichever of its parts the collector ends first.

    A stream's protocol asks for the exception as it is collected, lest the future that holds it should
    complain. But the future may come first: the collector's order depends on when it last looked.
    """
    kind = streams.StreamReaderProtocol
    original = kind.connection_lost

    def connection_lost(self: streams.StreamReaderProtocol, exc: Exception | None) -> None:
        original(self, exc)
        closed = self._closed  # type: ignore[attr-defined]  # private, since 3.7
        if closed.done() and not closed.cancelled():
            closed.exception()

    kind.connection_lost = connection_lost  # type: ignore[assignment, method-assign]
