"""Tell how a task stands, without touching it."""

import asyncio
from typing import Any


def outcome(task: asyncio.Task[Any]) -> tuple[str, object]:
    """Return how `task` stands at this moment: a word, and what belongs to it.

    ("ok", value)        it has returned this value, whatever the value is
    ("failed", error)    it ended with this exception, the very object, of whatever class
    ("cancelled", None)  it ended as cancelled
    ("pending", None)    it isn't done, whether it hasn't begun, waits, or was asked to stop

    This is a plain function, for callbacks too. It answers at once, raises nothing, neither stops
    nor delays the task, and may be called again and again.
    """
    raise NotImplementedError  # TODO: replace this line


if __name__ == "__main__":

    async def demo() -> None:
        async def measure() -> float:
            await asyncio.sleep(0.2)
            return 21.5

        task = asyncio.create_task(measure())
        print(outcome(task))
        await asyncio.wait([task])
        print(outcome(task))

    asyncio.run(demo())
