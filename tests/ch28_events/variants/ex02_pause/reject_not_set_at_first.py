"""An event is set at first.

kills: test_never_paused
loses: test_never_paused test_paused_in_the_middle test_paused_at_the_end test_the_property
    test_an_error
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


class Gate:
    """A gate that tasks pass on their way. It can be paused, and resumed; at first it isn't paused.

    Nothing is counted: `pause` on a paused gate does nothing, nor does `resume` on another one.
    """

    def __init__(self) -> None:
        self._running = asyncio.Event()

    @property
    def paused(self) -> bool:
        """Whether the gate is paused."""
        return not self._running.is_set()

    def pause(self) -> None:
        """From now on nobody passes, until `resume` is called."""
        self._running.clear()

    def resume(self) -> None:
        """Let all pass who wait now, and all who come later, unless the gate is paused again."""
        self._running.set()

    async def checkpoint(self) -> None:
        """Pass the gate: at once if it isn't paused, else at the very moment when it is resumed.

        Whenever this call returns, the gate isn't paused. If it is paused again before somebody
        who waits could go on, they wait for the next `resume`.

        A call that is cancelled ends at once, as cancelled, and disturbs nobody.
        """
        while self.paused:
            await self._running.wait()


async def process(items: Iterable[T], work: Callable[[T], Awaitable[object]], gate: Gate) -> None:
    """Await `work(item)` for each of `items`, in order, one after the other. Any object is an item.

    Each item has to pass the gate's checkpoint before its work begins. Work that has begun isn't
    held up by the gate; after the last one the call returns, paused or not. If a `work` raises an
    exception, it comes out, and no other item is begun.
    """
    for item in items:
        await gate.checkpoint()
        await work(item)
