"""What a suspended task waits for, and where: in words, never with an address."""

from __future__ import annotations

import asyncio
import gc
import inspect
from dataclasses import dataclass
from types import GetSetDescriptorType
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from ._frames import Frame, is_machinery, locals_of
from ._numbers import number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from types import FrameType

NEXT_STEP = "its next step"
"""What a task waits for that is ready."""

MOST_NAMES = 5
"""How many of many tasks are named."""

MOST_ITEMS = 50
"""How far a list or a dictionary is searched for a primitive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What a task waits for."""

    name: str
    """The task's name."""
    what: str
    """The primitive: "Lock", "Event", "Queue.get", "sleep until 1027", "task Task-3", "future"."""
    where: tuple[Frame, ...]
    """The frames of its own coroutines, innermost first."""
    label: str | None = None
    """What the innermost of these calls the primitive, such as "self._lock"."""
    until: float | None = None
    """The loop time until which it sleeps."""
    holder: str | None = None
    """Who holds the primitive, where a trace knows."""

    def what_from(self, origin: float) -> str:
        """The primitive; a sleep ends at a time that counts from the loop time `origin`."""
        if self.until is None:
            return self.what
        return f"sleep until {round(self.until - origin, 9):g}"

    def __str__(self) -> str:
        text = f"{self.name} waits for {self.what}"
        if self.label is not None:
            text += f" `{self.label}`"
        if self.holder is not None:
            text += f", held by {self.holder}"
        if self.where:
            frame = self.where[0]
            text += f", in `{frame.function}` ({frame.filename}:{frame.line})"
        return text


def awaiting(task: asyncio.Task[Any]) -> Waiting:
    """What `task` waits for, and where."""
    own: list[FrameType] = []
    calls: list[FrameType] = []  # asyncio's, made by the innermost of its own
    for frame in coroutine_frames(task):
        if is_machinery(frame.f_code):
            calls.append(frame)
        else:
            own.append(frame)
            calls.clear()
    what = _describe(task, calls)
    holder = getattr(task.get_loop(), "holder", None)
    return Waiting(
        name=task.get_name(),
        what=what.text,
        where=tuple(
            Frame(frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_qualname)
            for frame in reversed(own)
        ),
        label=_label(own[-1], what.primitive) if own and what.primitive is not None else None,
        until=what.until,
        holder=holder(what.held) if holder is not None and what.held is not None else None,
    )


def coroutine_frames(task: asyncio.Task[Any]) -> Iterator[FrameType]:
    """The frames in which `task` is suspended, outermost first."""
    awaitable: Any = task.get_coro()
    while awaitable is not None:
        kind = next((kind for kind in _KINDS if hasattr(awaitable, f"{kind}_frame")), None)
        if kind is None:
            # What stands between, such as the steps of an async generator, doesn't say
            # whom it belongs to; the garbage collector knows.
            if type(awaitable).__name__ not in _BETWEEN:
                return
            behind = [each for each in gc.get_referents(awaitable) if _is_suspended(each)]
            awaitable = behind[0] if behind else None
            continue
        frame = getattr(awaitable, f"{kind}_frame")
        if frame is None:
            return
        yield frame
        awaitable = getattr(awaitable, "gi_yieldfrom" if kind == "gi" else f"{kind}_await")


_KINDS = ("cr", "gi", "ag")
_BETWEEN = {
    "async_generator_asend",
    "async_generator_athrow",
    "anext_awaitable",
    "coroutine_wrapper",
}


def _is_suspended(thing: object) -> bool:
    return any(hasattr(thing, f"{kind}_frame") for kind in _KINDS) or (
        type(thing).__name__ in _BETWEEN
    )


# ------------------------------------------------------------------ the primitive


class _What(NamedTuple):
    text: str
    primitive: object = None
    """The object that the task's own code knows."""
    held: object = None
    """What somebody else holds: the primitive itself, or a condition's lock."""
    until: float | None = None


def _describe(task: asyncio.Task[Any], calls: list[FrameType]) -> _What:
    if task.done():
        return _What("nothing more")
    # Private, of the task in C and in Python: the future that it waits for.
    waiter = getattr(task, "_fut_waiter", None)
    if waiter is None:
        coro = task.get_coro()
        fresh = inspect.iscoroutine(coro) and (
            inspect.getcoroutinestate(coro) == inspect.CORO_CREATED
        )
        return _What("its first step" if fresh else NEXT_STEP)
    # A call that only passes on what another one waits for.
    while len(calls) > 1 and calls[0].f_code.co_name in {"wait_for", "_wait_for_one"}:
        del calls[0]
    if not calls:
        return _What(_of_future(waiter))
    values, name = locals_of(calls[0]), calls[0].f_code.co_name
    owner = values.get("self")
    if owner is None:
        return _of_function(name, values, waiter)
    kind = type(owner).__name__
    if isinstance(owner, asyncio.TaskGroup):
        return _What(f"its TaskGroup: {_names(owner._tasks)}")
    if isinstance(owner, asyncio.Condition):
        if name in {"wait", "wait_for"}:
            return _What(kind, owner)
        return _What(f"the lock of a {kind}", owner, owner._lock)  # type: ignore[attr-defined]
    if isinstance(owner, (asyncio.Event, asyncio.Barrier)):
        return _What(kind, owner)
    if name in {"__aenter__", "acquire"}:
        return _What(kind, owner, owner)
    return _What(f"{kind}.{name}", owner)


def _of_function(name: str, values: Mapping[str, Any], waiter: Any) -> _What:
    # The names of these functions' variables are their own affair; if one of them
    # changes, the description only says less.
    if name == "sleep" and (timer := values.get("h")) is not None:
        until = round(timer.when(), 9)
        return _What(f"sleep until {until:.12g}", until=until)
    if name in {"wait", "_wait"} and "fs" in values:
        return _What(f"wait: {_names(values['fs'])}")
    if name == "wait_for" and isinstance(inner := values.get("fut"), asyncio.Task):
        inside = awaiting(inner)  # in 3.11 a task of its own
        return _What(inside.what, until=inside.until)
    if name in {"to_thread", "wait_for", "_cancel_and_wait"}:
        return _What(_of_future(waiter))
    return _What(name)


def _of_future(waiter: Any) -> str:
    if isinstance(waiter, asyncio.Task):
        return f"task {waiter.get_name()}"
    if (children := getattr(waiter, "_children", None)) is not None:  # private, of gather()
        return f"gather: {_names(children)}"
    # What a plain future is for can be seen in whom it tells when it is cancelled.
    for callback, _ in getattr(waiter, "_callbacks", None) or ():
        name = getattr(callback, "__qualname__", "")
        if name == "shield.<locals>._outer_done_callback":
            return f"shield: {_names([inspect.getclosurevars(callback).nonlocals['inner']])}"
        if name == "_chain_future.<locals>._call_check_cancel":
            source = inspect.getclosurevars(callback).nonlocals.get("source")
            job = getattr(source, "_job", None)
            return f"thread of {job.name}" if job is not None else "another thread or process"
    return "future"


def _names(futures: Iterable[Any]) -> str:
    pending = sorted((each for each in futures if not each.done()), key=number)
    names = [
        each.get_name() if isinstance(each, asyncio.Task) else "future"
        for each in pending[:MOST_NAMES]
    ]
    return ", ".join(names + ["…"] * (len(pending) > MOST_NAMES))


# ------------------------------------------------------------------ its name


def _label(frame: FrameType, thing: object) -> str | None:
    """What the code of this frame calls `thing`, if that can be found out."""
    scopes: list[Mapping[str, Any]] = [locals_of(frame)]
    scopes.append({name: frame.f_globals[name] for name in frame.f_code.co_names
                   if name in frame.f_globals})  # fmt: skip
    for names in scopes:
        for name, value in names.items():
            if value is thing:
                return name
    for names in scopes:
        for name, value in names.items():
            if (inside := _inside(value, thing)) is not None:
                return f"{name}{inside}"
    return None


def _inside(value: object, thing: object) -> str | None:
    kind = type(value)
    if issubclass(kind, (list, tuple)):
        base: Any = list if issubclass(kind, list) else tuple
        for index, item in enumerate(base.__iter__(value)):
            if item is thing:
                return f"[{index}]"
            if index == MOST_ITEMS:
                break
    elif issubclass(kind, dict):
        pairs: Any = dict.items(cast("dict[Any, Any]", value))
        for index, (key, item) in enumerate(pairs):
            if item is thing:
                return f"[{key!r}]" if type(key) in {str, int} else "[…]"
            if index == MOST_ITEMS:
                break
    else:
        for name, item in _attributes(value, kind).items():
            if item is thing:
                return f".{name}"
    return None


def _attributes(value: object, kind: type) -> Mapping[str, Any]:
    """The object's own attributes; learner code has no say here."""
    for base in type.__getattribute__(kind, "__mro__"):
        descriptor = type.__getattribute__(base, "__dict__").get("__dict__")
        if type(descriptor) is GetSetDescriptorType:
            attributes: Mapping[str, Any] = descriptor.__get__(value)
            return attributes
        if descriptor is not None:
            break
    return {}
