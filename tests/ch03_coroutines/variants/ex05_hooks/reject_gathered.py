"""`gather` calls its arguments in order, so they also finish in order.

kills: test_in_turn test_a_failing_handler
loses: test_in_turn test_a_failing_handler
"""

import asyncio
import inspect
from collections import defaultdict
from collections.abc import Callable


class Hooks:
    """Handlers, each waiting for an event. Events have names."""

    def __init__(self) -> None:
        self._handlers: defaultdict[str, list[Callable[..., object]]] = defaultdict(list)

    def add(self, event: str, handler: Callable[..., object]) -> None:
        """Let `handler` be called whenever `event` is emitted from now on.

        A handler is anything that can be called. What it returns is its value; if that can be
        awaited, in whatever way, the value is what awaiting it, once, gives. (Handlers return no
        classes, and nothing that is made with `types.coroutine`. Those of an event can be hashed,
        and no two of them are equal.)
        """
        self._handlers[event].append(handler)

    async def emit(self, event: str, *args: object) -> list[object]:
        """Call the handlers of `event` with `args`; return their values.

        That goes in the order in which they were added: each one has finished, and its value is
        there, before the next one is called. Without handlers the list is empty.

        A handler that is added to `event` meanwhile has to wait for the next time. If one fails,
        its exception comes out, and the ones behind it aren't called.
        """

        async def call(handler: Callable[..., object]) -> object:
            value = handler(*args)
            return await value if inspect.isawaitable(value) else value

        return await asyncio.gather(*(call(handler) for handler in self._handlers[event]))
