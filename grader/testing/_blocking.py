"""Calls that keep the event loop's thread from running anything else, besides sleeps and thread waits.

Named calls, never a threshold of time, so the verdict is the same on every machine. Sleeping and
waiting for threads is the clock's business; here are sockets in blocking mode, look-ups of names,
`select`, waiting for child processes, and `input`. They are let through, for they end by
themselves, and noted on the clock with the stack they came from.
"""

from __future__ import annotations

import builtins
import functools
import os
import select
import selectors
import socket
import subprocess
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

from ._clock import running_loop, scope


def _note(name: str, frame: FrameType) -> None:
    if scope.clock is not None and running_loop() is not None:
        scope.clock.record_blocked(name, None, frame)


def install() -> None:
    """Wrap the calls. Do it once, before learner code is loaded."""
    if hasattr(subprocess.Popen.wait, "__wrapped__"):
        return
    for name in (
        "accept",
        "connect",
        "recv",
        "recv_into",
        "recvfrom",
        "recvmsg",
        "send",
        "sendall",
        "sendto",
    ):
        if hasattr(socket.socket, name):
            _wrap(socket.socket, name, f"socket.{name}", _may_wait)
    _wrap(socket, "getaddrinfo", "socket.getaddrinfo")
    _wrap(socket, "gethostbyname", "socket.gethostbyname")
    _wrap(select, "select", "select.select", lambda *args: len(args) < 4 or args[3] != 0)
    for name in (
        "SelectSelector",
        "PollSelector",
        "EpollSelector",
        "KqueueSelector",
        "DevpollSelector",
    ):
        if (kind := getattr(selectors, name, None)) is not None:
            _wrap(kind, "select", f"{name}.select", _is_anothers)
    # Whether the child happens to have ended already is not asked: that depends on the machine.
    _wrap(
        subprocess.Popen,
        "wait",
        "Popen.wait",
        lambda process, timeout=None: timeout != 0 and process.returncode is None,
    )
    _wrap(
        subprocess.Popen,
        "communicate",
        "Popen.communicate",
        lambda process, *_, **__: process.returncode is None,
    )
    _wrap(os, "system", "os.system")
    _wrap(os, "wait", "os.wait")
    no_hang = getattr(os, "WNOHANG", 0)
    _wrap(
        os,
        "waitpid",
        "os.waitpid",
        lambda _, options: not options & no_hang and not _after_a_failed_start(),
    )
    _wrap(builtins, "input", "input")


def _always(*_args: Any, **_kwargs: Any) -> bool:
    return True


def _may_wait(sock: socket.socket, *_args: Any, **_kwargs: Any) -> bool:
    return sock.gettimeout() != 0


def _after_a_failed_start() -> bool:
    """Whether `subprocess` collects a child that never became the program it was to be.

    That one has ended already, and whoever asked for a program that isn't there has blocked nobody.
    """
    # Private, on POSIX since 2.4: what forks. Others have wrapped `os.waitpid`, too.
    starting = getattr(getattr(subprocess.Popen, "_execute_child", None), "__code__", None)
    frame: FrameType | None = sys._getframe(1)
    for _ in range(5):
        if frame is None or frame.f_code is starting:
            break
        frame = frame.f_back
    return frame is not None and frame.f_code is starting


def _is_anothers(selector: selectors.BaseSelector, timeout: float | None = None) -> bool:
    """Whether this may wait, and isn't the running loop's own selector."""
    if timeout is not None and timeout <= 0:
        return False
    # Private, of every selector loop: ours and asyncio's.
    return getattr(running_loop(), "_selector", selector) is not selector


def _wrap(owner: Any, name: str, title: str, waits: Callable[..., bool] = _always) -> None:
    original = getattr(owner, name, None)
    if original is None:  # not on this platform
        return

    @functools.wraps(original)
    def call(*args: Any, **kwargs: Any) -> Any:
        if scope.clock is not None and waits(*args, **kwargs):
            _note(title, sys._getframe(1))
        return original(*args, **kwargs)

    setattr(owner, name, call)
