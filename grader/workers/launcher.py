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
- `processes=own`: process numbers of its own, so that all of them end with the first.
- `leash=on`: the program is killed when what started it ends.
- `files=off: REASON`, and so on: why such a layer isn't wanted.

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

CLONE_NEWNS = 0x00020000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000
MS_PRIVATE_ALL = 0x40000 | 0x4000
MS_HARMLESS = 2 | 4 | 8  # no set-user-id programs, no devices, no execution
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


def limit_resources(limits: Mapping[str, int]) -> dict[str, str]:
    """Lower the limits of this process and all that come from it.

    Returns:
        The states of the layers `memory` (that is `AS`), `tasks` (`NPROC`) and `limits` (the rest).
    """
    layers = {"AS": "memory", "NPROC": "tasks"}
    try:
        import resource
    except ImportError:
        return dict.fromkeys(
            ("limits", *layers.values()), "off: this platform has no resource limits"
        )
    states = {"limits": "on"}
    for name, value in (("CORE", 0), *limits.items()):
        layer = layers.get(name, "limits")
        states.setdefault(layer, "on")
        try:
            which = getattr(resource, f"RLIMIT_{name}")
            hard = resource.getrlimit(which)[1]
            wanted = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(which, (wanted, wanted))
        except (AttributeError, ValueError, OSError):  # macOS refuses to limit the address space
            states[layer] = f"off: refused for {name}"
    return states


def adopt_orphans() -> str:
    """Make the zygote the parent of every orphan below it, so that it can end them."""
    return _control_process(PR_SET_CHILD_SUBREAPER, 1)


def follow_parent() -> str:
    """Have this process killed when the thread that started it ends. Children don't inherit it.

    The number of a parent in another namespace is 0, whether it lives or not.
    """
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


def separate(wanted: Mapping[str, int]) -> tuple[dict[str, str], bool]:
    """Move to namespaces of our own: a network, process numbers.

    Root may do so at once; others need a user namespace first, which some systems deny.

    Args:
        wanted: what the kernel calls them, by layer.

    Returns:
        The states of these layers, and whether it took a user namespace.
    """
    if not sys.platform.startswith("linux"):
        return dict.fromkeys(wanted, ONLY_LINUX), False
    alone = False
    try:
        import ctypes

        unshare = ctypes.CDLL(None, use_errno=True).unshare
        failed = {name: flags for name, flags in wanted.items() if unshare(flags)}
        if failed:
            user, group = os.getuid(), os.getgid()
            if not unshare(CLONE_NEWUSER):
                alone = True
                _write("/proc/self/setgroups", "deny")
                _write("/proc/self/uid_map", f"{user} {user} 1")
                _write("/proc/self/gid_map", f"{group} {group} 1")
                failed = {name: flags for name, flags in failed.items() if unshare(flags)}
        reason = os.strerror(ctypes.get_errno()).lower()
    except (ImportError, OSError, AttributeError) as error:
        return dict.fromkeys(wanted, f"off: {error}"), alone
    states = dict.fromkeys(wanted, "on")
    states |= dict.fromkeys(failed, f"off: no namespace of its own ({reason})")
    return states, alone


def loopback_network(state: str) -> str:
    """Wake the one interface of a network of our own, if we have one."""
    if state == "on":
        try:
            _loopback_up()
        except (ImportError, OSError) as error:
            return f"off: {error}"
    return state


def can_count_processes(flags: int) -> str:
    """Whether process numbers of its own work here, with a `/proc` that shows them: "on", or why not.

    A process that has left for such numbers can't come back, so another one tries.
    """
    if not sys.platform.startswith("linux"):
        return ONLY_LINUX
    pid = os.fork()
    if pid:
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        reasons = {0: "on", 1: "off: no namespace of its own", 2: "off: no /proc of its own"}
        return reasons.get(status, "off: it has been tried in vain")
    status = 1
    try:
        if separate({"processes": flags})[0]["processes"] == "on":
            inner = os.fork()
            if not inner:
                os._exit(0 if own_proc() else 2)
            status = os.waitstatus_to_exitcode(os.waitpid(inner, 0)[1])
    finally:
        os._exit(status)


def own_proc() -> bool:
    """Mount a `/proc` that shows this process' namespace; say whether that worked."""
    import ctypes

    mount = ctypes.CDLL(None, use_errno=True).mount
    return not (
        mount(b"none", b"/", None, MS_PRIVATE_ALL, None)
        or mount(b"proc", b"/proc", b"proc", MS_HARMLESS, None)
    )


def be_first() -> None:
    """Go on as the first process of the new namespace, with which all others in it end.

    The process that we were waits, and ends as we end. It holds nothing open, so that what we close
    is closed.
    """
    pid = os.fork()
    if not pid:
        follow_parent()
        own_proc()
        return
    os.closerange(0, 1 << 16)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if code < 0:
        os.kill(os.getpid(), -code)
    os._exit(abs(code))


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
    wishes = {name: words.get(name, [""])[0] for name in ("leash", "network", "processes", "files")}
    layers = {name: wish for name, wish in wishes.items() if wish.startswith("off")}
    if wishes["leash"] == "on":
        layers["leash"] = follow_parent()
    wanted = {}
    if wishes["processes"] == "own":
        layers["processes"] = can_count_processes(CLONE_NEWPID | CLONE_NEWNS)
        if layers["processes"] == "on":
            wanted["processes"] = CLONE_NEWPID | CLONE_NEWNS
    if wishes["network"] == "loopback":
        wanted["network"] = CLONE_NEWNET
    states, alone = separate(wanted)
    layers |= states
    # The kernel counts what a user runs, wherever, and doesn't count what root runs.
    if not alone and limits.pop("NPROC", 0):
        layers["tasks"] = "off: it needs a user namespace of its own, and another user than root"
    # Before the file layer, which denies what these do.
    if layers.get("processes") == "on":
        be_first()
    if "network" in wanted:
        layers["network"] = loopback_network(layers["network"])
    layers["orphans"] = adopt_orphans()
    if "write" in words:
        kinds = ("read", "run", "write", "list", "clear")
        layers["files"] = confine_files(**{kind: words.get(kind, ()) for kind in kinds})
    layers |= limit_resources(limits)
    os.environ["KATA_LAYERS"] = "\n".join(f"{name}={state}" for name, state in layers.items())
    os.execv(program[0], program)


if __name__ == "__main__":
    main(sys.argv[1:])
