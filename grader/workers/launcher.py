"""Puts the kernel's limits around the zygote, then becomes it.

Run by path, as `python -I -S launcher.py [NAME=VALUE …] -- PROGRAM [ARGUMENT …]`. What is set here
survives `execve` and is inherited by every child; `ctypes`, which some of it needs, does not: a
process that has ever imported it is open to every trick. Each layer says `on`, or `off` and why.
The new program finds that list in the environment variable `KATA_LAYERS`, one `name=state` a line.

Names in capitals are resource limits, as `resource` calls them. The others may be repeated:

- `read=PATH`, `run=PATH`, `write=PATH`: a file or folder that may be read; also executed; also
  changed. Without any, the file layer is off.
- `list=PATH`: a folder whose files' names may be read, not the files.
- `clear=PATH`: a folder in which empty folders may be removed.
- `network=loopback`: no network but the loopback interface of this run.
- `leash=on`: the program is killed when what started it ends.
- `files=off: REASON`, `network=off: REASON`: why such a layer isn't wanted.

Imports next to nothing: its start-up is added to every run.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38
SIGKILL = 9

CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000
SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 1

LANDLOCK_CREATE_RULESET, LANDLOCK_ADD_RULE, LANDLOCK_RESTRICT_SELF = 444, 445, 446
LANDLOCK_ABI_QUESTION = 1
LANDLOCK_RULE_PATH = 1
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, REMOVE_DIR = 1, 2, 4, 8, 16
IOCTL_DEV = 1 << 15
# How many rights over files each version of Landlock knows; they are numbered from bit 0.
KNOWN_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
OF_A_FILE = EXECUTE | WRITE_FILE | READ_FILE | 1 << 14 | IOCTL_DEV  # the others are a folder's
SCOPES = 3  # no abstract sockets of processes outside, no signals to them; since version 6

ONLY_LINUX = "off: only Linux has it"


def limit_resources(limits: Mapping[str, int]) -> str:
    """Lower the limits of this process and all that come from it."""
    try:
        import resource
    except ImportError:
        return "off: this platform has no resource limits"
    refused = []
    for name, value in (("CORE", 0), *limits.items()):
        try:
            which = getattr(resource, f"RLIMIT_{name}")
            hard = resource.getrlimit(which)[1]
            wanted = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(which, (wanted, wanted))
        except (AttributeError, ValueError, OSError):  # macOS refuses to limit the address space
            refused.append(name)
    return f"off: refused for {', '.join(refused)}" if refused else "on"


def adopt_orphans() -> str:
    """Make the zygote the parent of every orphan below it, so that it can end them."""
    return _control_process(PR_SET_CHILD_SUBREAPER, 1)


def follow_parent() -> str:
    """Have this process killed when the thread that started it ends. Children don't inherit it."""
    parent = os.getppid()
    state = _control_process(PR_SET_PDEATHSIG, SIGKILL)
    if state == "on" and os.getppid() != parent:  # it ended a moment too early
        os._exit(1)
    return state


def _control_process(option: int, value: int) -> str:
    if not sys.platform.startswith("linux"):
        return ONLY_LINUX
    try:
        import ctypes

        done = ctypes.CDLL(None).prctl(option, value, 0, 0, 0)
    except (ImportError, OSError, AttributeError) as error:
        return f"off: {error}"
    return "off: the kernel refused" if done else "on"


def leave_network() -> str:
    """Move to a network of our own, in which there is nothing but a loopback interface.

    Root may do so at once; others need a user namespace too, which some systems deny.
    """
    if not sys.platform.startswith("linux"):
        return ONLY_LINUX
    try:
        import ctypes

        libc = ctypes.CDLL(None, use_errno=True)
        user, group = os.getuid(), os.getgid()
        if libc.unshare(CLONE_NEWNET):
            if libc.unshare(CLONE_NEWUSER | CLONE_NEWNET):
                reason = os.strerror(ctypes.get_errno()).lower()
                return f"off: no namespace of its own ({reason})"
            _write("/proc/self/setgroups", "deny")
            _write("/proc/self/uid_map", f"{user} {user} 1")
            _write("/proc/self/gid_map", f"{group} {group} 1")
        _loopback_up()
    except (ImportError, OSError, AttributeError) as error:
        return f"off: {error}"
    return "on"


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="ascii") as stream:
        stream.write(text)


def _loopback_up() -> None:
    import fcntl
    from _socket import socket  # the whole of `socket` takes ten times as long to import

    request = bytearray(40)
    request[:2] = b"lo"
    udp = socket()
    fcntl.ioctl(udp.fileno(), SIOCGIFFLAGS, request)
    request[16] |= IFF_UP
    fcntl.ioctl(udp.fileno(), SIOCSIFFLAGS, request)
    udp.close()


def confine_files(
    *,
    read: Iterable[str] = (),
    run: Iterable[str] = (),
    write: Iterable[str] = (),
    list: Iterable[str] = (),  # noqa: A002  # as the word is
    clear: Iterable[str] = (),
) -> str:
    """Deny this process, and all that come from it, every file that isn't named here.

    What doesn't exist is passed over. Nor can it gain privileges, or signal processes outside, from
    the version of Landlock on that can deny this.
    """
    if not sys.platform.startswith("linux"):
        return ONLY_LINUX
    try:
        import ctypes

        libc = ctypes.CDLL(None, use_errno=True)
        syscall = libc.syscall
        version = syscall(LANDLOCK_CREATE_RULESET, None, 0, LANDLOCK_ABI_QUESTION)
        if version < 1:
            return f"off: no Landlock here ({os.strerror(ctypes.get_errno()).lower()})"
        every = (1 << KNOWN_RIGHTS.get(version, 16)) - 1
        scopes = SCOPES if version >= 6 else 0
        fields = (every, 0, scopes) if version >= 6 else (every,)
        attributes = b"".join(field.to_bytes(8, sys.byteorder) for field in fields)
        rules = syscall(LANDLOCK_CREATE_RULESET, attributes, len(attributes), 0)
        if rules < 0:
            return f"off: {os.strerror(ctypes.get_errno()).lower()}"
        look = READ_FILE | READ_DIR
        for paths, rights in (
            (read, look),
            (run, look | EXECUTE),
            (write, every & ~EXECUTE),
            (list, READ_DIR),
            (clear, REMOVE_DIR),
        ):
            for path in paths:
                _allow(syscall, rules, path, rights & every)
        if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or syscall(LANDLOCK_RESTRICT_SELF, rules, 0):
            return f"off: {os.strerror(ctypes.get_errno()).lower()}"
        os.close(rules)
    except (ImportError, OSError, AttributeError) as error:
        return f"off: {error}"
    return "on"


def _allow(syscall, rules: int, path: str, rights: int) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    # Most of what is named is a folder. For a file, the kernel takes no rights that only those have.
    for each in (rights, rights & OF_A_FILE):
        rule = each.to_bytes(8, sys.byteorder) + descriptor.to_bytes(4, sys.byteorder)
        if not syscall(LANDLOCK_ADD_RULE, rules, LANDLOCK_RULE_PATH, rule, 0):
            break
    os.close(descriptor)


def main(arguments: list[str]) -> None:
    """Apply every layer, then replace this program by the one named after `--`."""
    split = arguments.index("--")
    limits: dict[str, int] = {}
    words: dict[str, list[str]] = {}
    for argument in arguments[:split]:
        name, _, value = argument.partition("=")
        if name.isupper():
            limits[name] = int(value)
        else:
            words.setdefault(name, []).append(value)
    program = arguments[split + 1 :]
    layers = {}
    if "leash" in words:
        layers["leash"] = follow_parent()
    layers["orphans"] = adopt_orphans()
    # The network first: it writes to files that the file layer denies.
    if "network" in words:
        (wish,) = words["network"]
        layers["network"] = leave_network() if wish == "loopback" else wish
    if "files" in words:
        (layers["files"],) = words["files"]
    elif "write" in words:
        kinds = ("read", "run", "write", "list", "clear")
        layers["files"] = confine_files(**{kind: words.get(kind, ()) for kind in kinds})
    layers["limits"] = limit_resources(limits)
    os.environ["KATA_LAYERS"] = "\n".join(f"{name}={state}" for name, state in layers.items())
    os.execv(program[0], program)


if __name__ == "__main__":
    main(sys.argv[1:])
