"""The test kit: virtual time, collaborators, schedules and house rules for asyncio tests.

Importing it starts nothing. `grader.testing.plugin` is the pytest plugin that provides the
fixtures `clock`, `log`, `jobs`, `start`, `peers`, `children`, `keyboard` and `exercise`.
"""

from ._children import Child, Children, Visit
from ._clock import virtual_time
from ._compare import Comparison, same
from ._errors import BlockedLoopError, DeadlockError, EndlessError, LivelockError
from ._every_order import every_order
from ._explore import BrokenInvariantError, Report, exhaustive, explore, replay
from ._findings import Finding
from ._keyboard import Keyboard
from ._loop import VirtualTimeLoop
from ._peers import FakeServer, FakeWriter, Peer, Peers, answers, replies, silent
from ._probes import Gauge, Instant, Job, Jobs, Log, Store
from ._sweep import every_cancellation

__all__ = [
    "BlockedLoopError",
    "BrokenInvariantError",
    "Child",
    "Children",
    "Comparison",
    "DeadlockError",
    "EndlessError",
    "FakeServer",
    "FakeWriter",
    "Finding",
    "Gauge",
    "Instant",
    "Job",
    "Jobs",
    "Keyboard",
    "LivelockError",
    "Log",
    "Peer",
    "Peers",
    "Report",
    "Store",
    "VirtualTimeLoop",
    "Visit",
    "answers",
    "every_cancellation",
    "every_order",
    "exhaustive",
    "explore",
    "replay",
    "replies",
    "same",
    "silent",
    "virtual_time",
]
