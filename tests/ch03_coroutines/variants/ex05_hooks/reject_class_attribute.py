"""A dict in the body of a class belongs to each object.

kills: test_nobody_there
loses: test_nobody_there
"""

import inspect
from collections import defaultdict
from collections.abc import Callable


class Hooks:
    """Handlers, each waiting for an event. Events have names."""

    _handlers: defaultdict[str, list[Callable[..., object]]] = defaultdict(list)

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
        values = []
        for handler in tuple(self._handlers[event]):
            value = handler(*args)
            if inspect.isawaitable(value):
                value = await value
            values.append(value)
        return values
