"""A warm pytest session that forks one child for each exercise.

It is configured once and then stays inside its own `pytest_collection` hook, where it answers the
supervisor over a socket: `run` forks a child, `kill` ends one. In the child the hook returns, with
the one hidden test file as its argument, so that pytest's own collection and run go on from there.
The zygote holds nothing worth stealing, runs no learner code, and has no threads, for it forks.

When the socket closes, however the supervisor came to its end, every child is killed with all its
descendants and the working folder is removed.
"""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import shutil
import signal
import socket
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

import grader.testing.plugin as toolkit

from . import child, reserved, session
from .integrity import Snapshot

REAP_ROUNDS = 50  # killing a process may orphan others, which then have to be killed too


def main(descriptor: str, root: str, wall: str, folder: str) -> None:
    """Serve until the supervisor's end of the socket is closed. Does not return.

    Args:
        descriptor: that of the control socket.
        root: the trusted tree.
        wall: seconds of real time for one behaviour.
        folder: where children have their working folders; removed at the end.
    """
    zygote = Zygote(socket.socket(fileno=int(descriptor)), Path(folder))
    status = session.run(root, wall, zygote)
    if zygote.assignment is not None:
        zygote.assignment.lost(f"pytest ended by itself, with exit status {status}")
    zygote.end()
    os._exit(1)


class Zygote:
    """The plugin that keeps the session waiting, and forks it.

    Attributes:
        assignment: in a child, what it has been asked to do; None in the zygote itself.
    """

    def __init__(self, control: socket.socket, folder: Path) -> None:
        self.assignment: child.Assignment | None = None
        self._control = control
        self._folder = folder
        self._children: dict[int, int] = {}  # pid -> the request's number
        self._folders: dict[int, str] = {}  # number -> its working folder

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self, session: pytest.Session) -> bool:
        """Serve; come back in a child only, which then collects its one test file, instead of pytest."""
        plugin = child.Child(session)
        reserved.install()
        snapshot = Snapshot.of_harness()  # once for all children
        self.assignment = self._serve()
        plugin.take_up(self.assignment, snapshot)
        plugin.collect(session)
        return True

    def _serve(self) -> child.Assignment:
        # With process numbers of its own it is the first of them.
        self._say(type="ready", numbered=os.getpid() == 1)
        with _wakeups() as wakeup, selectors.DefaultSelector() as selector:
            selector.register(self._control, selectors.EVENT_READ)
            selector.register(wakeup, selectors.EVENT_READ)
            for order, descriptor in self._orders(selector, wakeup):
                if order["type"] == "kill":
                    self._kill(order["number"])
                elif self._fork(order, descriptor):
                    break
            else:
                self.end()
                os._exit(0)
        self._control.close()
        return child.Assignment.from_order(order, descriptor)

    def _orders(
        self, selector: selectors.BaseSelector, wakeup: socket.socket
    ) -> Iterator[tuple[Mapping[str, Any], int]]:
        """Yield each order with the descriptor that came with it, or -1; end when the socket does."""
        buffer, descriptors = b"", list[int]()
        while True:
            for key, _ in selector.select():
                if key.fileobj is wakeup:
                    wakeup.recv(4096)
                    self._bury()
                    continue
                try:
                    data, received, _, _ = socket.recv_fds(self._control, 1 << 16, 8)
                except ConnectionError:  # closed before all we said had been read
                    return
                if not data:
                    return
                descriptors += received
                *lines, buffer = (buffer + data).split(b"\n")
                for line in lines:
                    order = json.loads(line)
                    yield order, descriptors.pop(0) if order["type"] == "run" else -1

    def _fork(self, order: Mapping[str, Any], descriptor: int) -> bool:
        """Fork; say whether this is the child."""
        toolkit.freeze()  # or the child's collector would touch, and so copy, every page
        try:
            pid = os.fork()
        except OSError as error:
            self._say(type="failed", number=order["number"], reason=str(error))
            os.close(descriptor)
            return False
        if pid:
            os.close(descriptor)
            self._children[pid] = order["number"]
            self._folders[order["number"]] = order["folder"]
            self._say(type="forked", number=order["number"], pid=pid)
            return False
        os.setsid()
        self._children.clear()
        _forget_signals()
        return True

    def _kill(self, number: int) -> None:
        for pid, owner in self._children.items():
            if owner == number:
                _kill(pid)

    def _bury(self) -> None:
        """Report every child that has come to its end, and end what it left behind."""
        if not self._children:
            return
        while True:
            try:
                pid, status, usage = os.wait4(-1, os.WNOHANG | os.WUNTRACED)
            except ChildProcessError:
                return
            if pid == 0:
                return
            if os.WIFSTOPPED(status):
                if pid in self._children:
                    _kill(pid)  # it can't go on by itself; the kill is reported in turn
                continue
            number = self._children.pop(pid, None)
            if number is None:
                continue  # an orphan
            _kill(pid)
            self._end_orphans(self._folders.pop(number, ""))
            cpu = usage.ru_utime + usage.ru_stime
            self._say(type="exited", number=number, status=status, cpu=round(cpu, 3))

    def _end_orphans(self, folder: str) -> None:
        """Kill processes that have outlived the child they came from, which worked in `folder`.

        Those that are still in a living child's session are left to it. So are those that have a session of
        their own but work in another folder than this, as long as other children live: they may be theirs.
        """
        for pid in _own_children():
            if pid in self._children:
                continue
            with contextlib.suppress(OSError):
                theirs = os.getsid(pid) in self._children
                if not theirs and (not self._children or _is_in(pid, folder)):
                    _kill(pid)

    def end(self) -> None:
        """Kill everything that has come from this process, and remove the working folder."""
        for pid in self._children:
            _kill(pid)
        self._children.clear()
        for _ in range(REAP_ROUNDS):
            for pid in _own_children():
                _kill(pid)
            try:
                os.waitpid(-1, 0)
            except ChildProcessError:
                break
        shutil.rmtree(self._folder, ignore_errors=True)

    def _say(self, **message: object) -> None:
        with contextlib.suppress(OSError):  # the supervisor is gone; the next read will tell
            self._control.sendall(json.dumps(message).encode("ascii") + b"\n")


def _kill(pid: int) -> None:
    """Kill a process and its group. It may not have made itself a group yet, or be gone."""
    for kill in (os.killpg, os.kill):
        with contextlib.suppress(OSError):
            kill(pid, signal.SIGKILL)


def _is_in(pid: int, folder: str) -> bool:
    """Whether a process works in a folder, which may be gone by now."""
    place = os.readlink(f"/proc/{pid}/cwd").removesuffix(" (deleted)")
    return bool(folder) and f"{place}/".startswith(f"{folder}/")


def _own_children() -> Sequence[int]:
    try:
        text = Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii")
    except OSError:
        return ()
    return [int(pid) for pid in text.split()]


@contextlib.contextmanager
def _wakeups() -> Iterator[socket.socket]:
    """Yield a socket that becomes readable whenever a child has ended or stopped."""
    reader, writer = socket.socketpair()
    reader.setblocking(False)
    writer.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
    with reader, writer:
        yield reader


def _forget_signals() -> None:
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
