"""A coroutine around a job sees every end of its task.

kills: test_cancelled_before_it_begins
loses: test_cancelled_before_it_begins
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass
class BatchReport:
    results: dict[str, Any]
    failures: dict[str, Exception]
    cancelled: list[str]

    def raise_failures(self) -> None:
        if self.failures:
            raise ExceptionGroup("some jobs have failed", list(self.failures.values()))


async def run_batch(jobs: Mapping[str, Callable[[], Awaitable[Any]]]) -> BatchReport:
    ends: dict[str, tuple[str, Any]] = {}

    async def run(name: str) -> None:
        try:
            ends[name] = ("result", await jobs[name]())
        except asyncio.CancelledError:
            ends[name] = ("cancelled", None)
            raise
        except Exception as error:
            ends[name] = ("failure", error)

    tasks = [asyncio.create_task(run(name), name=name) for name in jobs]
    await asyncio.gather(*tasks, return_exceptions=True)
    ended = [(name, *ends[name]) for name in jobs if name in ends]
    return BatchReport(
        results={name: value for name, kind, value in ended if kind == "result"},
        failures={name: value for name, kind, value in ended if kind == "failure"},
        cancelled=[name for name, kind, _ in ended if kind == "cancelled"],
    )
