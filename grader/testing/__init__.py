"""The test kit: virtual time, collaborators, schedules and house rules for asyncio tests.

Importing it starts nothing. `grader.testing.plugin` is the pytest plugin that provides the
fixtures `clock`, `log`, `jobs`, `start` and `exercise`.
"""

from ._clock import virtual_time
from ._compare import Comparison, same
from ._errors import BlockedLoopError, DeadlockError, EndlessError, LivelockError
from ._every_order import every_order
from ._explore import BrokenInvariantError, Report, exhaustive, explore, replay
from ._findings import Finding
from ._loop import VirtualTimeLoop
from ._probes import Gauge, Instant, Job, Jobs, Log, Store
from ._sweep import every_cancellation

__all__ = [
    "BlockedLoopError",
    "BrokenInvariantError",
    "Comparison",
    "DeadlockError",
    "EndlessError",
    "Finding",
    "Gauge",
    "Instant",
    "Job",
    "Jobs",
    "LivelockError",
    "Log",
    "Report",
    "Store",
    "VirtualTimeLoop",
    "every_cancellation",
    "every_order",
    "exhaustive",
    "explore",
    "replay",
    "same",
    "virtual_time",
]
