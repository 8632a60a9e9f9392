"""A gate that pauses and resumes the work of many tasks."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


class Gate:
    """A gate that tasks pass on their way. It can be paused, and resumed; at first it isn't paused.

    Nothing is counted: `pause` on a paused gate does nothing, nor does `resume` on another one.
    """

    # TODO: what do `pause` and `resume` have to leave behind for `checkpoint`?

    @property
    def paused(self) -> bool:
        """Whether the gate is paused."""
        raise NotImplementedError  # TODO: replace this line

    def pause(self) -> None:
        """From now on nobody passes, until `resume` is called."""
        raise NotImplementedError  # TODO: replace this line

    def resume(self) -> None:
        """Let all pass who wait now, and all who come later, unless the gate is paused again."""
        raise NotImplementedError  # TODO: replace this line

    async def checkpoint(self) -> None:
        """Pass the gate: at once if it isn't paused, else at the very moment when it is resumed.

        Whenever this call returns, the gate isn't paused. If it is paused again before somebody
        who waits could go on, they wait for the next `resume`.

        A call that is cancelled ends at once, as cancelled, and disturbs nobody.
        """
        raise NotImplementedError  # TODO: replace this line


async def process(items: Iterable[T], work: Callable[[T], Awaitable[object]], gate: Gate) -> None:
    """Await `work(item)` for each of `items`, in order, one after the other. Any object is an item.

    Each item has to pass the gate's checkpoint before its work begins. Work that has begun isn't
    held up by the gate; after the last one the call returns, paused or not. If a `work` raises an
    exception, it comes out, and no other item is begun.
    """
    for item in items:  # TODO: there is a gate
        await work(item)


if __name__ == "__main__":

    async def demo() -> None:
        gate = Gate()

        async def work(item: str) -> None:
            await asyncio.sleep(0.2)
            print(item)

        worker = asyncio.create_task(process("abc", work, gate))
        await asyncio.sleep(0.3)
        gate.pause()
        print("paused")
        await asyncio.sleep(0.5)
        print("resumed")
        gate.resume()
        await worker

    asyncio.run(demo())
