"""What the kernel tells of other processes: whether they run, and whether they can go on by themselves.

A process that is blocked in `read` on an empty pipe needs somebody else.  If that holds for each
thread of each process around, and for us, nobody will ever go on.  Only Linux tells; elsewhere no
process is said to be blocked.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable

Snapshot = tuple[tuple[str, str], ...]
"""Each thread's path, and where it stands; a thread that has run meanwhile stands elsewhere."""

_X86 = {
    0: "read", 1: "write", 19: "readv", 20: "writev", 34: "pause", 43: "accept", 44: "sendto",
    45: "recvfrom", 46: "sendmsg", 47: "recvmsg", 61: "wait4", 130: "sigsuspend", 202: "futex",
    247: "waitid", 288: "accept4",
}  # fmt: skip
_ARM = {
    63: "read", 64: "write", 65: "readv", 66: "writev", 95: "waitid", 98: "futex", 133: "sigsuspend",
    202: "accept", 206: "sendto", 207: "recvfrom", 211: "sendmsg", 212: "recvmsg", 242: "accept4",
    260: "wait4",
}  # fmt: skip
_CALLS = {"x86_64": _X86, "aarch64": _ARM}
"""System calls that wait without a limit of time, by their number."""

_FOR_OTHERS = {"pause", "sigsuspend", "wait4", "waitid"}
"""Of these, those that wait for processes or signals, and not for a file."""

_KILL = 1 << 8  # SIGKILL in a mask of signals
_LOOPBACK = ("0100007F:", "0000000000000000FFFF00000100007F:", "00000000000000000000000001000000:")


def is_running(pid: int) -> bool:
    """Whether there is such a process that has not ended."""
    status = _read(f"/proc/{pid}/status")
    if status is None:
        try:
            os.kill(pid, 0)
        except OSError:
            return False
        return not os.path.exists("/proc/self/status")
    return _state(status) not in "ZX"


def is_doomed(pid: int) -> bool:
    """Whether this process has been killed, and is only not yet gone."""
    status = _read(f"/proc/{pid}/status") or ""
    pending = re.findall(r"^(?:SigPnd|ShdPnd):\s*(\w+)", status, re.MULTILINE)
    return _state(status) in "ZX" or any(int(mask, 16) & _KILL for mask in pending)


def descend(pids: Iterable[int]) -> set[int]:
    """These processes and all that come from them."""
    found, todo = set[int](), list(pids)
    while todo:
        pid = todo.pop()
        if pid in found:
            continue
        found.add(pid)
        for thread in _threads(pid):
            todo += [int(word) for word in (_read(f"{thread}/children") or "").split()]
    return found


def are_blocked(pids: Iterable[int]) -> Snapshot | None:
    """Where all threads of these processes stand, if each waits for somebody else; else None."""
    calls = _CALLS.get(os.uname().machine) if hasattr(os, "uname") else None
    if calls is None:
        return None
    places = []
    for pid in sorted(pids):
        for thread in _threads(pid):
            status, call = _read(f"{thread}/status"), _read(f"{thread}/syscall")
            if status is not None and _state(status) in "ZX":
                continue
            if status is None or call is None or _state(status) != "S":
                return None
            if not _waits(pid, call.split(), calls):
                return None
            places.append((thread, call + status))
    return tuple(places)


def _waits(pid: int, words: list[str], calls: dict[int, str]) -> bool:
    """Whether this system call, with these arguments, ends only when somebody else acts."""
    if not words or not words[0].isdigit():  # it runs
        return False
    name = calls.get(int(words[0]))
    if name is None:
        return False
    if name == "futex":
        return int(words[4], 16) == 0  # without a time-out
    return name in _FOR_OTHERS or _is_near(pid, int(words[1], 16))


def _is_near(pid: int, file: int) -> bool:
    """Whether the other end of this file is on this computer: a pipe, or a socket on loopback."""
    try:
        what = os.readlink(f"/proc/{pid}/fd/{file}")
    except OSError:
        return False
    if what.startswith("pipe:"):
        return True
    inode = what.removeprefix("socket:[").removesuffix("]")
    if inode == what:
        return False
    for line in (_read("/proc/self/net/unix") or "").splitlines():
        if inode in line.split()[6:7]:
            return True
    for table in ("tcp", "tcp6"):
        for line in (_read(f"/proc/self/net/{table}") or "").splitlines():
            words = line.split()
            if words[9:10] == [inode]:
                return words[1].startswith(_LOOPBACK)
    return False


def _threads(pid: int) -> list[str]:
    try:
        return [f"/proc/{pid}/task/{name}" for name in sorted(os.listdir(f"/proc/{pid}/task"))]
    except OSError:
        return []


def _state(status: str) -> str:
    found = re.search(r"^State:\s*(\w)", status, re.MULTILINE)
    return found[1] if found else "X"


def _read(path: str) -> str | None:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return None
