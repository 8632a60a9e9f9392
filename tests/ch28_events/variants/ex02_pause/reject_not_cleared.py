"""Whoever has waited for an event has used it up, so that the next one waits anew.

kills: test_resumed_twice test_paused_again_at_once
loses: test_resumed_twice test_paused_again_at_once test_paused_again_twice test_in_any_order
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
        self._paused = False
        self._resumed = asyncio.Event()

    @property
    def paused(self) -> bool:
        """Whether the gate is paused."""
        return self._paused

    def pause(self) -> None:
        """From now on nobody passes, until `resume` is called."""
        self._paused = True

    def resume(self) -> None:
        """Let all pass who wait now, and all who come later, unless the gate is paused again."""
        self._paused = False
        self._resumed.set()

    async def checkpoint(self) -> None:
        """Pass the gate: at once if it isn't paused, else at the very moment when it is resumed.

        Whenever this call returns, the gate isn't paused. If it is paused again before somebody
        who waits could go on, they wait for the next `resume`.

        A call that is cancelled ends at once, as cancelled, and disturbs nobody.
        """
        if self._paused:
            await self._resumed.wait()


async def process(items: Iterable[T], work: Callable[[T], Awaitable[object]], gate: Gate) -> None:
    """Await `work(item)` for each of `items`, in order, one after the other. Any object is an item.

    Each item has to pass the gate's checkpoint before its work begins. Work that has begun isn't
    held up by the gate; after the last one the call returns, paused or not. If a `work` raises an
    exception, it comes out, and no other item is begun.
    """
    for item in items:
        await gate.checkpoint()
        await work(item)
