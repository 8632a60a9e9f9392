"""If the result of a job is an exception, the job has raised it.

kills: test_results_that_look_like_failures
loses: test_results_that_look_like_failures
"""

import asyncio
from collections.abc import Coroutine
from typing import Any


async def completion_order(jobs: dict[str, Coroutine[Any, Any, Any]]) -> list[tuple[str, Any]]:
    async def tagged(name: str, job: Coroutine[Any, Any, Any]) -> tuple[str, Any]:
        try:
            return name, await job
        except Exception as error:
            return name, error

    pairs = []
    for pair in asyncio.as_completed([tagged(name, job) for name, job in jobs.items()]):
        name, result = await pair
        if isinstance(result, Exception):
            raise result
        pairs.append((name, result))
    return pairs
