"""An audit hook around the learner's code: what it refuses never happens, and is remembered.

The interpreter asks the hook before files are opened, processes made, frames handed out. A hook
can't be removed. It refuses what no exercise needs by raising PermissionError; what can't be a slip
is noted, and sets the exercise aside for a person to look at. Code of the standard library that does
the same on behalf of honest code (`dataclasses` asks for frames, `logging` for source lines) is let
be, or refused without blame.

All that the hook uses is bound in a closure before the learner's file is loaded.
"""

from __future__ import annotations

import _thread
import asyncio.base_tasks
import inspect
import os
import sys
import traceback
import types
from collections.abc import Callable, Collection, Sequence
from typing import Any

# Events of making processes; `subprocess`, when granted, brings them.
SPAWNING = ("subprocess.Popen", "os.posix_spawn", "os.exec", "os.spawn", "os.startfile")
FORKING = ("os.fork", "os.forkpty", "os.system", "pty.spawn")
WRITING = (
    "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate",
    "os.chmod", "os.chown", "os.utime", "shutil.rmtree", "shutil.move", "shutil.copyfile",
)  # fmt: skip
INNARDS = frozenset(
    "tb_frame gi_frame cr_frame ag_frame gi_code cr_code ag_code f_code __code__".split()
)
ALTERING = frozenset("__code__ __defaults__ __kwdefaults__".split())
HARNESS = frozenset("ctypes _ctypes grader pytest _pytest pluggy pytest_asyncio coverage".split())
LOOPBACK = ("127.", "localhost", "::1", "0.0.0.0")  # noqa: S104  # where nothing is bound it is ourselves
SILENT = frozenset({"linecache", "tokenize"})  # they put up with a refusal
# Functions that hand out frames: what counts is who called them.
HANDING_OUT = (
    inspect.currentframe, inspect.stack, inspect.trace, inspect.getouterframes, inspect.getinnerframes,
    traceback.walk_stack, traceback.walk_tb,
    asyncio.base_tasks._task_get_stack,  # type: ignore[attr-defined]
)  # fmt: skip


class Sentry:
    """What the hook has noted. Its two functions are bound to a closure that nothing else knows.

    Attributes:
        take: returns what was noted since it was last called.
        running: is told whether the learner's code is being run; while it isn't, the harness may
            open what it likes.
    """

    def __init__(self, take: Callable[[], list[str]], running: Callable[[bool], None]) -> None:
        self.take = take
        self.running = running


def post(*, root: str, folder: str, path: str, grants: Collection[str]) -> Sentry:
    """Put up the hook, for as long as this process lives.

    Args:
        root: the trusted tree, whose tests and references nobody may read.
        folder: the process' own folder, the only place to write to.
        path: the learner's file, as its frames call it.
        grants: what the exercise allows beyond the common list.
    """
    hook, take, running = _build(root, folder, path, frozenset(grants))
    sys.addaudithook(hook)
    return Sentry(take, running)


def _build(  # noqa: PLR0915  # one closure
    root: str, folder: str, path: str, grants: frozenset[str]
) -> tuple[Callable[[str, Any], None], Callable[[], list[str]], Callable[[bool], None]]:
    getframe, ident, realpath, getpid = (
        sys._getframe,
        _thread.get_ident,
        os.path.realpath,
        os.getpid,
    )
    join, refuse_with, fsdecode = os.path.join, PermissionError, os.fsdecode
    str_, bytes_, isinstance_, int_, tuple_, len_ = str, bytes, isinstance, int, tuple, len
    os_sep, writable = os.sep, os.O_WRONLY | os.O_RDWR
    startswith, get_name = str.startswith, dict.get
    own, parent = getpid(), os.getppid()
    closed = tuple(
        join(realpath(root), name) + os.sep for name in ("tests", "solutions", "exercises", ".git")
    )
    home = (realpath(folder) + os.sep, os.devnull)
    handing_out = frozenset(inspect.unwrap(one).__code__ for one in HANDING_OUT)
    silent, innards, altering, harness, loopback = SILENT, INNARDS, ALTERING, HARNESS, LOOPBACK
    inside: set[int] = set()
    notes: list[str] = []
    strict = [False]

    def written(frame: types.FrameType | None) -> bool:
        """Whether the learner's file, or a text that it runs, has this frame."""
        if frame is None:
            return False
        name = frame.f_code.co_filename
        return name == path or (
            name == "<string>"
            and "__file__" in frame.f_globals
            and frame.f_globals["__file__"] == path
        )

    def asks(frame: types.FrameType | None) -> bool:
        """Whether the learner's code asks, itself or by a function that hands out frames."""
        while frame is not None and frame.f_code in handing_out:
            frame = frame.f_back
        return written(frame)

    def about(frame: types.FrameType | None) -> bool:
        """Whether the learner's code is anywhere below."""
        while frame is not None:
            if written(frame):
                return True
            frame = frame.f_back
        return False

    def refuse(what: str, *, blame: bool = True) -> None:
        if blame and what not in notes:
            notes.append(what)
        raise refuse_with(f"{what}: that isn't possible here")

    def location(value: object) -> str | None:
        """Where a path leads; None if it is no path but a descriptor."""
        if value is None:
            value = "."
        if isinstance_(value, bytes_):
            value = fsdecode(value)
        return realpath(value) + os_sep if isinstance_(value, str_) else None

    def opens(event: str, args: Sequence[Any], frame: types.FrameType) -> None:
        where = location(args[0] if args else None)
        if where is None:
            return
        private = (
            startswith(where, closed)
            or (
                startswith(where, "/proc/")
                and not startswith(
                    where, ("/proc/self/", f"/proc/{own}/", "/proc/cpuinfo", "/proc/meminfo")
                )
            )
            or where in (f"/proc/{own}/mem/", "/proc/self/mem/")
        )
        if private and not startswith(where, home) and (strict[0] or about(frame)):
            refuse("it tried to read files of the grader", blame=not through(frame))
        flags = args[2] if event == "open" and len_(args) > 2 else 0
        if isinstance_(flags, int_) and flags & writable:
            writes(event, args, frame)

    def through(frame: types.FrameType | None) -> bool:
        """Whether some module asks that looks up source lines for messages."""
        return frame is not None and get_name(frame.f_globals, "__name__") in silent

    def writes(event: str, args: Sequence[Any], frame: types.FrameType) -> None:
        for value in (
            args[:2]
            if event in ("os.rename", "shutil.move", "shutil.copyfile", "os.link")
            else args[:1]
        ):
            where = location(value)
            if (
                where is not None
                and not startswith(where, home)
                and not startswith(where, "/dev/")
                and (strict[0] or about(frame))
            ):
                refuse("it tried to write outside its folder")

    def spawns(event: str, args: Sequence[Any], frame: types.FrameType) -> None:
        if "subprocess" not in grants:
            refuse("it tried to start a process")

    def forks(event: str, args: Sequence[Any], frame: types.FrameType) -> None:
        if "fork" not in grants:
            refuse("it tried to start a process")

    def kills(event: str, args: Sequence[Any], frame: types.FrameType) -> None:
        pid = args[0]
        if event == "os.kill" and pid == own:
            return
        if "subprocess" not in grants or pid in (0, -1, 1, parent):
            refuse("it tried to send a signal to another process")

    def frames(event: str, args: Sequence[Any], frame: types.FrameType) -> None:
        if asks(frame):
            refuse("it tried to get at other code's frames or objects")

    def reads(event: str, args: Sequence[Any], frame: types.FrameType) -> None:
        if args[1] in innards and asks(frame):
            refuse("it tried to get at other code's frames or objects")

    def alters(event: str, args: Sequence[Any], frame: types.FrameType) -> None:
        if args[1] in altering and asks(frame):
            refuse("it tried to alter a function")

    def traces(event: str, args: Sequence[Any], frame: types.FrameType) -> None:
        if asks(frame) or get_name(frame.f_globals, "__name__") == "threading":
            refuse("it tried to trace other code")

    def always(event: str, args: Sequence[Any], frame: types.FrameType) -> None:
        refuse("it tried to get around Python itself")

    def compiles(event: str, args: Sequence[Any], frame: types.FrameType) -> None:
        if written(frame) and not {"eval", "exec", "compile"} & grants:
            refuse("it tried to run text as code")

    def imports(event: str, args: Sequence[Any], frame: types.FrameType) -> None:
        name = args[0]
        if isinstance_(name, str_) and name.partition(".")[0] in harness and about(frame):
            refuse("it tried to import the grader's own modules")

    def connects(event: str, args: Sequence[Any], frame: types.FrameType) -> None:
        address = args[1]
        if (
            isinstance_(address, tuple_)
            and address
            and not (isinstance_(address[0], str_) and startswith(address[0], loopback))
        ):
            refuse("only this computer can be connected to", blame=False)

    rules: dict[str, Callable[[str, Sequence[Any], types.FrameType], None]] = {
        "open": opens, "os.listdir": opens, "os.scandir": opens, "glob.glob": opens,
        **dict.fromkeys(WRITING, writes),
        **dict.fromkeys(SPAWNING, spawns),
        **dict.fromkeys(FORKING, forks),
        "os.kill": kills, "os.killpg": kills,
        "sys._getframe": frames, "sys._current_frames": frames, "sys._current_exceptions": frames,
        "gc.get_objects": frames, "gc.get_referrers": frames, "gc.get_referents": frames,
        "object.__getattr__": reads, "object.__setattr__": alters, "object.__delattr__": alters,
        "sys.settrace": traces, "sys.setprofile": traces, "sys.monitoring.register_callback": traces,
        "code.__new__": frames, "sys.addaudithook": always, "sys.remote_exec": always,
        "ctypes.dlopen": always, "ctypes.dlsym": always, "ctypes.call_function": always,
        "compile": compiles, "exec": compiles, "import": imports,
        "socket.connect": connects, "socket.sendto": connects, "socket.sendmsg": connects,
    }  # fmt: skip
    rule_of = rules.get

    def hook(event: str, args: Any) -> None:
        rule = rule_of(event)
        if rule is None:
            return
        me = ident()
        if me in inside:
            return
        inside.add(me)
        try:
            rule(event, args, getframe(1))
        finally:
            inside.discard(me)

    def take() -> list[str]:
        taken = notes[:]
        notes.clear()
        return taken

    def running(state: bool) -> None:  # noqa: FBT001  # told often
        strict[0] = state

    return hook, take, running
