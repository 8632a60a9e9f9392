"""Run many jobs at the same time, and collect their values."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, TypeVar

T = TypeVar("T")


async def fan_out(jobs: Sequence[Callable[[], Coroutine[Any, Any, T]]]) -> list[T]:
    """Run all `jobs` at the same time, and return their values: a list, in the order of the jobs.

    Each job is called once for each place it has in `jobs`, and runs in a task of its own. All
    begin at once, however many they are, in the order of `jobs`. When the last one has ended, the
    call returns.

    There may be no jobs at all: then the list is empty. (What happens if a job fails, or if the
    call is cancelled, is left open here.)
    """
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(job()) for job in jobs]
    return [task.result() for task in tasks]


if __name__ == "__main__":

    async def demo() -> None:
        async def greet(name: str, seconds: float) -> str:
            await asyncio.sleep(seconds)
            print("hello from", name)
            return name

        jobs = [lambda: greet("a", 0.3), lambda: greet("b", 0.1), lambda: greet("c", 0.2)]
        print(await fan_out(jobs))

    asyncio.run(demo())
