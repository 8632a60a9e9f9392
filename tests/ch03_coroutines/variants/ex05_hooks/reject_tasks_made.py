"""A handler has done its work when it has been called, or when its coroutine has been made a task.

kills: test_coroutine_functions
loses: test_coroutine_functions test_coroutines_from_elsewhere test_a_task
    test_an_awaitable_of_its_own test_awaited_once test_in_turn test_a_failing_handler
    test_a_type_error test_added_meanwhile
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
        values: list[object] = []
        for handler in tuple(self._handlers[event]):
            value = handler(*args)
            if inspect.iscoroutine(value):
                value = asyncio.create_task(value)
            values.append(value)
        return values
