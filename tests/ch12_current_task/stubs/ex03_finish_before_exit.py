"""Write events down in the background, and finish that before the program ends."""

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Callable, Coroutine
from typing import Any


async def main(
    events: AsyncIterable[str], write: Callable[[str], Coroutine[Any, Any, object]]
) -> int:
    """Start `write(event)` for each of `events`, and return how many writes have succeeded.

    A write is started when its event has been read, and runs in the background: it may take long,
    and the next event is read without waiting for it. (As long as the reading never has to wait,
    the first steps of the writes may wait, too.) A write that fails with an Exception isn't
    counted, and nothing else comes of it: reading goes on, and so do the other writes.

    This is the main coroutine of a program. Every write that it has started has ended before it
    does. If `events` raises an Exception, there is nothing more to read; when the writes under way
    have ended, that exception comes out, the same object.

    Other tasks may run in the program. They are neither waited for nor cancelled. Whether the
    writes are completed or cancelled when `main` itself is cancelled, and what a write counts as
    that somebody else has cancelled, is left open. `write` is an async function, so the call itself
    raises nothing; what it returns is of no interest, and never an exception.
    """
    count = 0
    async for event in events:
        asyncio.create_task(write(event))
        count += 1
    return count


if __name__ == "__main__":

    async def keys() -> AsyncIterator[str]:
        for key in ("a", "b", "c"):
            print("pressed", key)
            yield key
            await asyncio.sleep(0.1)

    async def save(key: str) -> None:
        await asyncio.sleep(0.5)
        if key == "b":
            raise OSError("disk full")
        print("saved", key)

    print("saved:", asyncio.run(main(keys(), save)))
