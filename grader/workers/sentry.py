"""An audit hook around the learner's code: what it refuses never happens, and some of it is remembered.

The interpreter asks the hook before files are opened, processes made, frames handed out. A hook
can't be removed. It refuses what no exercise needs by raising PermissionError; what can't be a slip
is noted as well, and sets the exercise aside for a person to look at. What may be one, such as
starting a process where that isn't the subject, fails like any other mistake. Code of the standard
library that does the same on behalf of honest code (`dataclasses` asks for frames, `logging` for
source lines) is let be.

All that the hook uses is bound in a closure before the learner's file is loaded.
"""

# ruff: noqa: ARG001  # every rule is asked the same

from __future__ import annotations

import _thread
import asyncio.base_tasks
import asyncio.events
import asyncio.threads
import concurrent.futures
import concurrent.futures.thread
import contextlib
import functools
import inspect
import os
import string
import sys
import threading
import traceback
import types
import weakref
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from grader.testing._vault import SEALED

from . import reserved

# Events of making processes; `subprocess`, when granted, brings them.
SPAWNING = (
    "subprocess.Popen", "os.posix_spawn", "os.exec", "os.spawn", "os.startfile", "os.system", "os.fork",
    "os.forkpty", "pty.spawn",
)  # fmt: skip
WRITING = (
    "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate", "os.chmod",
    "os.chown", "os.utime", "os.setxattr", "shutil.rmtree", "shutil.move", "shutil.copyfile",
)  # fmt: skip
OF_TWO_PATHS = ("os.rename", "os.link", "shutil.move", "shutil.copyfile")
INNARDS = frozenset(
    "tb_frame gi_frame cr_frame ag_frame gi_code cr_code ag_code f_code __code__ __defaults__ __kwdefaults__".split()
)
ALTERING = frozenset("__code__ __defaults__ __kwdefaults__".split())
DEFAULTS = frozenset("__defaults__ __kwdefaults__".split())
HARNESS = frozenset(
    """
    ctypes _ctypes grader pytest _pytest pluggy pytest_asyncio coverage _xxsubinterpreters _interpreters
    _testcapi _testinternalcapi
    """.split()
)
LOOPBACK = ("127.", "localhost", "::1", "0.0.0.0")  # noqa: S104  # where nothing is bound it is ourselves
CLOSED = ("tests", "solutions", "exercises", ".git")  # folders of the trusted tree
# They put up with a refusal. In `threading`, it is the interpreter that looks up source lines, to print the
# traceback of an exception which ended a thread.
SILENT = frozenset({"linecache", "tokenize", "threading"})
SHARED_MEMORY = "/dev/shm/"  # noqa: S108  # what semaphores of process pools are made in, not by name
# What anybody may know of other processes: whether they run, and what they wait for.
TOLD = ("/status/", "/syscall/", "/children/", "/task/")
# Functions that hand out frames: what counts is who called them.
HANDING_OUT = (
    inspect.currentframe, inspect.stack, inspect.trace, inspect.getouterframes, inspect.getinnerframes,
    traceback.walk_stack, traceback.walk_tb,
    asyncio.base_tasks._task_get_stack,  # private, since 3.6
)  # fmt: skip
# Functions that call, or look up, whatever they are given: nobody honest gives them this.
CARRYING = (
    asyncio.events.Handle._run,  # private, since 3.4
    asyncio.threads.to_thread,
    concurrent.futures.Future.add_done_callback,
    concurrent.futures.Future._invoke_callbacks,  # type: ignore[attr-defined]  # private, since 3.2
    concurrent.futures.thread._WorkItem.run,  # private, since 3.2
    contextlib.ExitStack.__exit__,
    functools.cached_property.__get__,
    functools.singledispatch,
    inspect.getattr_static,
    inspect.getmembers,
    inspect._getmembers,  # type: ignore[attr-defined]  # private, since 3.11
    string.Formatter.get_field,
    threading.Thread.run,
    threading.Timer.run,
    weakref.finalize.__call__,
)


def _codes(functions: Iterable[Any]) -> dict[str, types.CodeType]:
    """Their code by qualified name: to look code itself up takes a hash of all that it holds."""
    codes = [inspect.unwrap(one).__code__ for one in functions]
    return {code.co_qualname: code for code in codes}


CODES_HANDING_OUT = _codes(HANDING_OUT)
CODES_CARRYING = _codes(CARRYING)


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
    reserved.guard()
    return Sentry(take, running)


def _parents(place: str) -> Iterable[str]:
    """The folders that hold this one, whose name ends with a separator."""
    folder = os.path.dirname(place.rstrip(os.sep))
    while folder != os.path.dirname(folder):
        yield folder
        folder = os.path.dirname(folder)
    yield folder


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
    type_, plain_function, module_type = type, types.FunctionType, types.ModuleType
    code_type = types.CodeType
    members_of: Callable[[type], Any] = type.__dict__["__dict__"].__get__
    names_of: Callable[[Any], dict[str, Any]] = vars(module_type)["__dict__"].__get__
    str_, bytes_, isinstance_, int_, tuple_, list_, len_ = (
        str, bytes, isinstance, int, tuple, list, len,
    )  # fmt: skip
    os_sep, writable = os.sep, os.O_WRONLY | os.O_RDWR
    startswith, endswith, isdigit, get_name = str.startswith, str.endswith, str.isdigit, dict.get
    own, parent = getpid(), os.getppid()
    own_module = os.path.splitext(os.path.basename(path))[0]  # as `Source.load` calls it
    may_execute = bool(grants & {"eval", "exec"})
    may_start = "subprocess" in grants
    by_threads = "coverage" not in sys.modules  # which traces each thread, while it is measured
    home = (realpath(folder) + os.sep, os.devnull)
    closed = (
        os.path.dirname(realpath(folder)) + os.sep,  # the working folders of others
        *(join(realpath(root), name) + os.sep for name in CLOSED),
    )
    # Whoever holds one of the folders around these opens what is in it without naming it whole.
    above = frozenset(
        part + os.sep if part != os.sep else part for place in closed for part in _parents(place)
    )
    own_files = (f"/proc/{own}/", "/proc/self/", "/proc/thread-self/")
    memory = tuple(name + "mem" + os.sep for name in own_files)
    stack_of_task = asyncio.base_tasks._task_get_stack.__code__
    hands_out, carries = CODES_HANDING_OUT.get, CODES_CARRYING.get
    sealed, keeping, id_ = frozenset(map(id, (*SEALED, *reserved.SEALED))), DEFAULTS, id
    silent, innards, altering, harness, loopback = (
        SILENT,
        INNARDS - grants,
        ALTERING,
        HARNESS,
        LOOPBACK,
    )
    of_two_paths, told, shared = OF_TWO_PATHS, TOLD, SHARED_MEMORY
    inside: set[int] = set()
    notes: list[str] = []
    strict = [False]

    def written(frame: types.FrameType | None) -> bool:
        """Whether the learner's file, or a text that it runs, has this frame."""
        return frame is not None and wrote(frame.f_code, frame)

    def wrote(code: types.CodeType, frame: types.FrameType) -> bool:
        name = code.co_filename
        return name == path or (
            name == "<string>"
            and "__file__" in frame.f_globals
            and frame.f_globals["__file__"] == path
        )

    def asks(frame: types.FrameType | None) -> bool:
        """Whether the learner's code asks, itself or by a function that does it on its behalf."""
        while frame is not None:
            code = frame.f_code  # once: whoever reads that is heard here, too
            name = code.co_qualname
            if hands_out(name) is not code:
                return wrote(code, frame) or carries(name) is code
            frame = frame.f_back
        return False

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

    def location(value: Any) -> str | None:
        """Where a path leads; None if it is no path but a descriptor."""
        if value is None:
            value = "."
        if isinstance_(value, bytes_):
            value = fsdecode(value)
        if not isinstance_(value, str_):
            return None
        where: str = realpath(value)
        return where if where == os_sep else where + os_sep

    def private(where: str) -> bool:
        """Whether a file belongs to the grader, to another process or to another exercise."""
        if startswith(where, home):
            return False
        if startswith(where, "/proc/"):
            return startswith(where, memory) or (
                not startswith(where, own_files)
                and isdigit(where[6:7])
                and not endswith(
                    where, told
                )  # the clock looks whether a child still does something
            )
        return startswith(where, closed)

    def opens(event: str, args: Sequence[Any], frame: types.FrameType) -> None:
        where = location(args[0] if args else None)
        if where is None:
            return
        if private(where) and (strict[0] or about(frame)):
            refuse("it tried to read files of the grader", blame=not through(frame))
        if event == "open" and where in above and (strict[0] or about(frame)):
            refuse("a folder around those of the grader can't be opened", blame=False)
        flags = args[2] if event == "open" and len_(args) > 2 else 0
        if isinstance_(flags, int_) and flags & writable:
            writes(event, args, frame)

    def through(frame: types.FrameType | None) -> bool:
        """Whether some module asks that looks up source lines for messages."""
        return frame is not None and get_name(frame.f_globals, "__name__") in silent

    def writes(event: str, args: Sequence[Any], frame: types.FrameType) -> None:
        for value in args[:2] if event in of_two_paths else args[:1]:
            where = location(value)
            device = startswith(where or "", "/dev/") and not startswith(where or "", shared)
            if where is None or device or startswith(where, home):
                continue
            if strict[0] or about(frame):
                refuse("it tried to write outside its folder", blame=private(where))

    def spawns(event: str, args: Sequence[Any], frame: types.FrameType) -> None:
        if not may_start:
            refuse("this exercise starts no processes", blame=False)

    def kills(event: str, args: Sequence[Any], frame: types.FrameType) -> None:
        pid = args[0]
        if (event == "os.kill" and pid == own) or (may_start and pid not in (0, -1, 1, parent)):
            return
        refuse("it tried to send a signal to another process", blame=pid in (-1, 1, parent))

    def frames(event: str, args: Sequence[Any], frame: types.FrameType) -> None:
        if asks(frame):
            refuse("it tried to get at other code's frames or objects")

    def reads(event: str, args: Sequence[Any], frame: types.FrameType) -> None:
        if args[1] in keeping and keeps(args[0]) and (strict[0] or about(frame)):
            refuse("it tried to see what is kept from it")
        if args[1] in innards and asks(frame) and not is_own(args[0]):
            # `task.get_stack()`, said plainly, is how one looks for what hangs.
            plain = frame.f_code is stack_of_task and written(frame.f_back)
            refuse("it tried to get at other code's frames or objects", blame=not plain)

    def keeps(function: Any) -> bool:
        """Whether it is one of those that keep in their defaults what nobody else may see."""
        return type_(function) is plain_function and id_(function.__code__) in sealed

    def is_own(function: Any) -> bool:
        """Whether it is one of the learner's functions, which hold nothing of others."""
        return type_(function) is plain_function and function.__code__.co_filename == path

    def is_of_own_class(thing: Any) -> bool:
        """Whether it is an instance of a class of the learner's, or the learner's module."""
        if isinstance_(thing, module_type):
            return get_name(names_of(thing), "__file__") == path
        return bool(members_of(type_(thing)).get("__module__") == own_module)

    def alters(event: str, args: Sequence[Any], frame: types.FrameType) -> None:
        if args[1] == "__class__":
            if asks(frame) and not is_of_own_class(args[0]):
                refuse("it tried to make an object of others one of another class")
        elif args[1] in altering and asks(frame) and not is_own(args[0]):
            refuse("it tried to alter a function")

    def traces(event: str, args: Sequence[Any], frame: types.FrameType) -> None:
        if asks(frame) or (by_threads and get_name(frame.f_globals, "__name__") == "threading"):
            refuse("it tried to trace other code")

    def exchanges(event: str, args: Sequence[Any], frame: types.FrameType) -> None:
        if asks(frame):
            refuse("the loop's hooks aren't anybody else's to set", blame=False)

    def always(event: str, args: Sequence[Any], frame: types.FrameType) -> None:
        refuse("it tried to get around Python itself")

    def executes(event: str, args: Sequence[Any], frame: types.FrameType) -> None:
        if written(frame) and not may_execute:
            refuse("it tried to run text as code")
        name = args[0].co_filename if type_(args[0]) is code_type else "<"
        if name != path and startswith(name, home) and about(frame):
            refuse("it tried to import a module of its own")

    def imports(event: str, args: Sequence[Any], frame: types.FrameType) -> None:
        name = args[0]
        if isinstance_(name, str_) and name.partition(".")[0] in harness and about(frame):
            refuse("it tried to import the grader's own modules")
        for where in args[2] if len_(args) > 2 and isinstance_(args[2], list_) else ():
            if (
                isinstance_(where, str_)
                and startswith(location(where) or "", home)
                and about(frame)
            ):
                refuse("it tried to import a module of its own")

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
        "os.kill": kills, "os.killpg": kills,
        "sys._getframe": frames, "sys._current_frames": frames, "sys._current_exceptions": frames,
        "gc.get_objects": frames, "gc.get_referrers": frames, "gc.get_referents": frames,
        "object.__getattr__": reads, "object.__setattr__": alters, "object.__delattr__": alters,
        "sys.settrace": traces, "sys.setprofile": traces, "sys.monitoring.register_callback": traces,
        "sys.set_asyncgen_hook_firstiter": exchanges, "sys.set_asyncgen_hook_finalizer": exchanges,
        "code.__new__": frames, "function.__new__": frames, "sys.addaudithook": always,
        "sys.remote_exec": always, "cpython.PyInterpreterState_New": always, "resource.prlimit": always,
        "ctypes.dlopen": always, "ctypes.dlsym": always, "ctypes.call_function": always,
        # Not "compile": to show a traceback, Python 3.11 and 3.12 parse the line of whoever is there.
        "exec": executes, "import": imports,
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
