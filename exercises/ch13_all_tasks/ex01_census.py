"""A list of everything that is under way, for a status page."""

import asyncio
from typing import Any


def entry(task: asyncio.Task[Any]) -> tuple[str, str]:
    """What the list says of a task: its name, and the name of its coroutine."""
    return task.get_name(), task.get_coro().__name__  # type: ignore[union-attr]


def census() -> list[tuple[str, str]]:
    """Return an `entry` for each task of the running loop that isn't done, sorted.

    The task that makes the call, if there is one, is left out; no other is, whatever it is called
    and whatever it runs. There is an entry for each task, also if some entries are equal. Entries
    that only share the task's name are in the order of their coroutines' names.

    Each call makes a new list, which stays as it is when tasks come and go.
    """
    # TODO: who else may call this, and who said that a set has an order?
    tasks = asyncio.all_tasks()
    tasks.remove(asyncio.current_task())
    return [entry(task) for task in tasks]


if __name__ == "__main__":

    async def demo() -> None:
        async def brew(seconds: float) -> None:
            await asyncio.sleep(seconds)

        pots = [asyncio.create_task(brew(0.2), name=name) for name in ("tea", "coffee")]
        print(census())
        asyncio.get_running_loop().call_soon(lambda: print("from a callback:", census()))
        await asyncio.wait(pots)
        print(census())

    asyncio.run(demo())
