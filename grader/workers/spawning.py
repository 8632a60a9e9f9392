"""Two ways of making children: forked by a zygote, or started afresh where there is no fork."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import IO, Protocol

from . import bytecode, confinement
from .orders import Born, Collapsed, Exited, Failed, News, Order, Plan

HERE = Path(__file__).parent
PACKAGES = HERE.parent.parent  # the folder that `grader` is imported from
LAST_WORDS = 4000  # characters
PATIENCE = 10.0  # real seconds for a process that has been killed
MERCY = 0.5  # real seconds for one that ends by itself

# A fixed hash seed, for sets have an order too. That is why the isolated mode `-I` won't do, which
# ignores it: `-P`, `-s` and an environment of our own amount to the same.
INTERPRETER = (sys.executable, "-P", "-s")
ENVIRONMENT = {"PYTHONHASHSEED": "0", "PYTHONUTF8": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
KEPT = ("PATH", "SYSTEMROOT", "COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG")
# The package is loaded by its place, for children may not list the folder that it is in. Without the
# collector, which would look a dozen times at what stays: `freeze` switches it on.
LOAD = """
import gc, sys
gc.disable()
from importlib.util import module_from_spec, spec_from_file_location
spec = spec_from_file_location(
    "grader", sys.argv[1] + "/grader/__init__.py", submodule_search_locations=[sys.argv[1] + "/grader"]
)
sys.modules["grader"] = module_from_spec(spec)
spec.loader.exec_module(sys.modules["grader"])
"""
START = """
from grader.workers import {0}
{0}.main(*sys.argv[2:])
"""
IMPORT_ALL = """
from grader.workers import fresh, session, zygote
session.warm_up()
"""


class Spawner(Protocol):
    """Makes children. Everything but `close` returns at once."""

    def start(self, order: Order) -> socket.socket:
        """Have a child made; return the reading end of its private channel, not blocking."""

    def kill(self, number: int) -> None:
        """Have a child and its descendants killed."""

    def fileno(self) -> int:
        """A descriptor that becomes readable when there is news."""

    def news(self) -> Sequence[News]:
        """What has happened since the last call."""

    def collapse(self) -> Collapsed:
        """Kill everything at once, because asking had no effect."""

    def last_words(self) -> str:
        """The end of what was printed by processes in which no learner's code ran yet."""

    def close(self) -> None:
        """End all processes, and wait until they are gone."""


def command(plan: Plan, module: str, *arguments: str) -> list[str]:
    """The command line of a zygote or fresh child, with the launcher in front where there is one."""
    program = [*INTERPRETER, "-c", LOAD + START.format(module), str(PACKAGES), *arguments]
    if os.name != "posix":
        return program
    words = [f"{name}={value}" for name, value in plan.limits.items()]
    words += [*confinement.words(plan)]
    if module == "fresh":
        # A zygote sees its socket close, and has to tidy up first. And the first process of a
        # namespace isn't like others: it can't kill itself, for instance.
        words = [word for word in words if not word.startswith("processes=")]
        words += ["processes=off: only where a process forks others", "leash=on"]
    return [sys.executable, "-I", "-S", str(HERE / "launcher.py"), *words, "--", *program]


def keep_bytecode() -> None:
    """See to it that the processes made here don't compile everything each time: they may not write."""
    words = [*INTERPRETER, "-c", LOAD + IMPORT_ALL, str(PACKAGES)]
    bytecode.provide(words, environment())


def environment() -> dict[str, str]:
    """What processes find in their environment, instead of ours."""
    return ENVIRONMENT | {name: os.environ[name] for name in KEPT if name in os.environ}


class Forking:
    """A zygote of its own, and the socket to it."""

    def __init__(self, plan: Plan) -> None:
        self._socket, theirs = socket.socketpair()
        self._words = tempfile.TemporaryFile()  # noqa: SIM115  # what it prints; closed by `close`
        self._buffer = b""
        self._ready = False
        self._used = False
        self._numbered = False  # whether its process numbers are its own, and nothing to us
        self._pids: dict[int, int] = {}  # number -> pid
        with theirs:
            self._process = subprocess.Popen(
                command(
                    plan, "zygote", str(theirs.fileno()), plan.root, str(plan.wall), plan.folder
                ),
                stdin=subprocess.DEVNULL,
                stdout=self._words,
                stderr=self._words,
                cwd=plan.folder,
                env=environment(),
                pass_fds=[theirs.fileno()],
                start_new_session=True,  # a Ctrl-C at the terminal is for us alone
            )

    def fileno(self) -> int:
        """The control socket's descriptor."""
        return self._socket.fileno()

    def start(self, order: Order) -> socket.socket:
        """Send the order to the zygote, with the channel's writing end."""
        self._used = True
        reader, writer = socket.socketpair()
        reader.setblocking(False)
        if order.text is not None:
            reader.shutdown(socket.SHUT_WR)
        line = json.dumps({"type": "run", **asdict(order)}).encode("ascii") + b"\n"
        with writer, contextlib.suppress(OSError):  # that the zygote has died is news for later
            sent = socket.send_fds(self._socket, [line], [writer.fileno()])
            self._socket.sendall(line[sent:])
        return reader

    def kill(self, number: int) -> None:
        """Ask the zygote to do it: as long as it hasn't buried the child, the number is the child's."""
        line = json.dumps({"type": "kill", "number": number}).encode("ascii") + b"\n"
        with contextlib.suppress(OSError):
            self._socket.sendall(line)

    def news(self) -> Sequence[News]:
        """Read from the control socket, once."""
        heard: list[News] = []
        try:
            data = self._socket.recv(1 << 16)
        except ConnectionError:
            data = b""
        if not data:
            return [self.collapse()]
        *lines, self._buffer = (self._buffer + data).split(b"\n")
        for line in lines:
            message = json.loads(line)
            kind = message.pop("type")
            if kind == "ready":
                self._ready, self._numbered = True, message["numbered"]
            elif kind == "forked":
                self._pids[message["number"]] = message["pid"]
                heard.append(Born(number=message["number"]))
            elif kind == "exited":
                self._pids.pop(message["number"], None)
                heard.append(Exited(**message))
            elif kind == "failed":
                heard.append(Failed(**message))
        return heard

    def collapse(self) -> Collapsed:
        """End the zygote, if it lives, and its children, which would outlive it."""
        try:
            self._process.wait(MERCY)  # a closed socket means that it is about to end
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(PATIENCE)
        for pid in () if self._numbered else self._pids.values():
            # If it is dead, init has reaped it and its number might be another's by now. But then
            # that would have to be a group's as well.
            with contextlib.suppress(OSError):
                os.killpg(pid, signal.SIGKILL)
        self._pids.clear()
        self._socket.close()
        detail = f"the zygote ended with status {self._process.returncode}\n{self.last_words()}"
        killed = self._process.returncode < 0
        return Collapsed(ready=self._ready, killed=killed, detail=detail.strip())

    def last_words(self) -> str:
        """The end of the zygote's log, in which children write until they have moved out."""
        return _tail(self._words)

    def close(self) -> None:
        """Close the socket, which is the zygote's sign to end everything."""
        self._socket.close()
        if not self._used:
            self._process.kill()  # it has no children, and may take a while to notice
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.collapse()
        self._words.close()


def _tail(file: IO[bytes]) -> str:
    file.seek(0, os.SEEK_END)
    file.seek(max(0, file.tell() - LAST_WORDS))
    return file.read().decode("utf-8", "replace").strip()


class Fresh:
    """A new process for each exercise: slow, and much the same everywhere.

    A thread waits for each, which is allowed here: nothing forks from this process but by exec.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._bell, self._push = socket.socketpair()
        self._processes: dict[int, subprocess.Popen[bytes]] = {}
        self._waiting: dict[int, threading.Thread] = {}
        self._heard: queue.SimpleQueue[Born | Exited] = queue.SimpleQueue()
        self._words = tempfile.TemporaryFile()  # noqa: SIM115  # closed by `close`

    def fileno(self) -> int:
        """The descriptor of the bell that waiting threads ring."""
        return self._bell.fileno()

    def start(self, order: Order) -> socket.socket:
        """Leave the order in the child's working folder, and start the child there."""
        reader, writer = socket.socketpair()
        reader.setblocking(False)
        Path(order.folder, "order.json").write_text(json.dumps(asdict(order)), encoding="ascii")
        direct = os.name == "posix"
        process = subprocess.Popen(
            command(self._plan, "fresh", self._plan.root, str(self._plan.wall)),
            stdin=subprocess.DEVNULL,
            stdout=writer.fileno() if direct else subprocess.PIPE,
            stderr=self._words,
            cwd=order.folder,
            env=environment(),
            start_new_session=True,
        )
        self._processes[order.number] = process
        pump = None
        if process.stdout is not None:  # a socket can't be a standard stream there
            pump = threading.Thread(target=_pump, args=(process.stdout, writer), daemon=True)
            pump.start()
        else:
            writer.close()
        self._ring(Born(number=order.number))
        waiting = threading.Thread(
            target=self._attend, args=(order.number, process, pump), daemon=True
        )
        self._waiting[order.number] = waiting
        waiting.start()
        return reader

    def _attend(
        self, number: int, process: subprocess.Popen[bytes], pump: threading.Thread | None
    ) -> None:
        """Wait until the child is gone, end its group, and tell."""
        if sys.platform == "win32":
            status, cpu = process.wait() << 8, 0.0
        else:
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)  # nobody else may wait for it
            cpu = usage.ru_utime + usage.ru_stime
            with contextlib.suppress(OSError):
                os.killpg(process.pid, signal.SIGKILL)
        if pump is not None:
            pump.join(PATIENCE)
        self._ring(Exited(number=number, status=status, cpu=round(cpu, 3)))

    def _ring(self, news: Born | Exited) -> None:
        self._heard.put(news)
        with contextlib.suppress(OSError):  # closed meanwhile
            self._push.send(b".")

    def kill(self, number: int) -> None:
        """Kill the child's group, or the child where there are none."""
        process = self._processes[number]
        if sys.platform == "win32":
            process.kill()
        elif process.returncode is None:
            with contextlib.suppress(OSError):
                os.killpg(process.pid, signal.SIGKILL)

    def news(self) -> Sequence[News]:
        """Take what the threads have left."""
        self._bell.recv(4096)
        heard: list[News] = []
        while not self._heard.empty():
            one = self._heard.get()
            heard.append(one)
            if isinstance(one, Exited):
                del self._processes[one.number], self._waiting[one.number]
        return heard

    def collapse(self) -> Collapsed:
        """Kill every child."""
        for number in self._processes:
            self.kill(number)
        return Collapsed(ready=True, killed=True, detail="a child could not be killed")

    def last_words(self) -> str:
        """The end of the log that all children share."""
        return _tail(self._words)

    def close(self) -> None:
        """Kill every child that is left."""
        for number in self._processes:
            self.kill(number)
        for thread in self._waiting.values():
            thread.join(PATIENCE)
        self._bell.close()
        self._push.close()
        self._words.close()


def _pump(stream: IO[bytes], sink: socket.socket) -> None:
    with sink, contextlib.suppress(OSError):
        while data := stream.read1(1 << 16):  # type: ignore[attr-defined]
            sink.sendall(data)
