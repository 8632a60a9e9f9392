"""Where learner code stood: call stacks without the machinery, as cheap as they can be kept."""

from __future__ import annotations

import asyncio
import os
import sys
from inspect import CO_OPTIMIZED
from typing import TYPE_CHECKING, Any, NamedTuple

import pluggy

from ._vault import identity

if TYPE_CHECKING:
    from types import CodeType, FrameType, TracebackType

DEPTH = 25
"""The most frames that a stack keeps; of one that has but the library's, the next other one, too."""

_ASYNCIO, _OURS, _BELOW = (
    os.path.dirname(os.path.abspath(file)) + os.sep
    for file in (asyncio.__file__, __file__, pluggy.__file__)
)
_MACHINERY = (_ASYNCIO, _OURS, "<frozen")
_LIBRARY = os.path.dirname(os.path.abspath(os.__file__)) + os.sep
_INSTALLED = (os.sep + "site-packages" + os.sep, os.sep + "dist-packages" + os.sep)
_LOOPS = (os.sep + "base_events.py", os.sep + "_loop.py")
_KEPT = sys.version_info < (3, 13)
OURS = 3
"""References to that dict which are the frame's, and those of the function that asks."""

_known: dict[str, bool] = {}
_below: dict[str, bool] = {}
_library: dict[str, bool] = {}
_passed: dict[int, dict[str, Any]] = {}
"""By their identity, the globals of machinery that has no loop in it. To ask a frame for its code is an
audit event, dear where learner code is guarded; to ask it for its globals is none."""


class Frame(NamedTuple):
    """One line of a stack; equal to the tuple (filename, line, function)."""

    filename: str
    line: int
    function: str


class Stack(tuple["tuple[CodeType, int]", ...]):
    """A call stack kept as code objects and offsets; lines are worked out when asked for."""

    __slots__ = ()

    def frames(self) -> tuple[Frame, ...]:
        """The frames, innermost first."""
        return tuple(
            Frame(code.co_filename, line_at(code, offset), code.co_qualname)
            for code, offset in self
        )


def is_machinery(code: CodeType) -> bool:
    """Whether this code belongs to asyncio or to this package."""
    filename = code.co_filename
    known = _known.get(filename)
    if known is None:
        known = _known[filename] = filename.startswith(_MACHINERY)
    return known


def is_loops(filename: str, _line: int, function: str) -> bool:
    """Whether this is where a loop runs what is ready: its own function, or a handle's."""
    # Private, of every CPython since 3.4: where a callback is called.
    return filename.startswith(_MACHINERY) and function in {"_run", "_run_once", "_run_slowly"}


def is_below(code: CodeType) -> bool:
    """Whether this code belongs to what runs the tests, so that nothing of theirs lies below."""
    filename = code.co_filename
    known = _below.get(filename)
    if known is None:
        known = _below[filename] = filename.startswith(_BELOW)
    return known


def is_library(filename: str) -> bool:
    """Whether this is the standard library's, which does what somebody else has asked for."""
    known = _library.get(filename)
    if known is None:
        known = filename.startswith(_LIBRARY) and not any(each in filename for each in _INSTALLED)
        _library[filename] = known
    return known


def is_taken_for_ours(filename: str) -> bool:
    """Whether the learner's file counts as machinery, which somebody has written into our memory then."""
    passed = any(names.get("__file__") == filename for names in _passed.values())
    kept = (_known, _below, _library)
    return passed or any(names.get(filename, False) for names in kept)


def stack_of(frame: FrameType | None) -> Stack:
    """The stack from `frame` outwards, machinery left out, as far as the loop or pytest that runs it."""
    known, below = _known.get, _below.get
    places: list[tuple[CodeType, int]] = []
    while frame is not None:
        names = frame.f_globals
        if identity(names) in _passed:
            frame = frame.f_back
            continue
        code = frame.f_code
        if not (is_machinery(code) if (named := known(code.co_filename)) is None else named):
            if is_below(code) if (named := below(code.co_filename)) is None else named:
                break
            if len(places) < DEPTH - 1:
                places.append((code, frame.f_lasti))
            elif len(places) < DEPTH or not is_library(code.co_filename):
                places.append((code, frame.f_lasti))
                if not all(is_library(each.co_filename) for each, _ in places):
                    break
        elif code.co_name == "_run_once":  # private: every asyncio loop's innermost loop
            break
        elif names.get("__file__") == code.co_filename and not code.co_filename.endswith(_LOOPS):
            _passed[identity(names)] = names
        frame = frame.f_back
    return Stack(places)


def traceback_of(error: BaseException) -> TracebackType | None:
    """The traceback that the interpreter has kept, whatever the exception's class says."""
    kept: TracebackType | None = BaseException.__dict__["__traceback__"].__get__(error)
    return kept


def line_at(code: CodeType, offset: int) -> int:
    """The line of the instruction at `offset`."""
    for start, end, line in code.co_lines():
        if start <= offset < end and line is not None:
            return line
    return code.co_firstlineno


def locals_of(frame: FrameType) -> dict[str, Any]:
    """A copy of a frame's local variables that leaves nothing behind.

    Before 3.13 a function's frame keeps the dict that `f_locals` gives, and with it every object that
    was in a variable then, whatever becomes of the variable.
    """
    names = frame.f_locals
    found = dict(names)
    if _KEPT and frame.f_code.co_flags & CO_OPTIMIZED and sys.getrefcount(names) <= OURS:
        names.clear()  # nobody has asked for it with `locals()`
    return found


def clear(traceback: TracebackType | None) -> None:
    """Let go of the local variables of all frames in `traceback` that aren't running any more.

    Before 3.13, `frame.clear()` leaves alone the dict that `frame.f_locals` once gave, as it did to
    pytest; asking for it again brings it up to date.
    """
    while traceback is not None:
        frame, traceback = traceback.tb_frame, traceback.tb_next
        try:
            frame.clear()
        except RuntimeError:
            continue
        _ = frame.f_locals
