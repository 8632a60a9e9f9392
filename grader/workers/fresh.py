"""A child that was not forked: a new process that configures pytest for one exercise only.

For platforms without fork. Its order lies in its working folder, its standard output is the channel.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from . import child, reserved, session
from .integrity import Snapshot

ORDER = "order.json"
ABSENT = "off: this platform can't put it around a process"
LAUNCHERS = ("processes", "network", "orphans", "files", "limits", "memory", "tasks")


def main(root: str, wall: str) -> None:
    """Carry out the order in the current folder. Does not return.

    Args:
        root: the trusted tree.
        wall: seconds of real time for one behaviour.
    """
    os.environ.setdefault("KATA_LAYERS", "\n".join(f"{name}={ABSENT}" for name in LAUNCHERS))
    path = Path(ORDER)
    order = json.loads(path.read_text(encoding="ascii"))
    path.unlink()
    channel = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    assignment = child.Assignment.from_order(order, channel)
    status = session.run(root, wall, _First(assignment))
    assignment.lost(f"pytest ended by itself, with exit status {status}")


class _First:
    def __init__(self, assignment: child.Assignment) -> None:
        self._assignment = assignment

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self, session: pytest.Session) -> bool:
        plugin = child.Child(session)
        reserved.install()
        plugin.take_up(self._assignment, Snapshot.of_harness())
        plugin.collect(session)
        return True


if sys.platform == "win32":
    import msvcrt

    msvcrt.setmode(1, os.O_BINARY)
