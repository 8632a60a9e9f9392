"""What the supervisor asks of the processes that make children, and what it hears from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a child is asked to do. All fields but `number` are those of `child.Assignment`."""

    number: int
    key: str
    folder: str
    test: str
    path: str
    text: str
    stubs: tuple[str, ...]
    behaviours: tuple[str, ...]
    cpu: float
    wall: float
    output: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Exited:
    """A child is gone. `status` as `os.waitpid` gives it; `cpu`: seconds, its descendants' included."""

    number: int
    status: int
    cpu: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A child could not be made."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Collapsed:
    """What makes the children is gone, and its children with it.

    `ready`: whether it had been ready before, so that a child may be to blame; `detail`: its last words.
    """

    ready: bool
    detail: str


News = Exited | Failed | Collapsed


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What processes are made for: the same for all of one supervisor."""

    root: str  # the trusted tree
    folder: str  # where working folders are
    limits: Mapping[str, int]  # the kernel's, by the names that `resource` gives them
