"""The name that a connection was given is the key to it.

kills: test_renamed
loses: test_renamed test_a_name_used_again
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class Connections:
    """A registry of connections, each of which is a task with a name.

    A connection is listed from the moment when `open` returns until its task is done, whatever
    the reason: it has returned, failed, or been cancelled, be it before its first step. Once it is
    done, it may stay listed for one more turn of the event loop, but no longer. (How long the
    registry holds the object of a task that isn't listed any more is left open.)

    The registry keeps its tasks alive, so callers may forget what `open` returned. It doesn't end
    them: callers and handlers do that, and see to their exceptions. It has nothing to do with tasks
    that it hasn't opened, whatever they are called. There may be several registries; each of them
    knows its own connections only, and counts for itself.
    """

    def __init__(self) -> None:
        self._opened = 0
        self._tasks: dict[str, asyncio.Task[Any]] = {}

    def open(self, peer: str, handler: Callable[[str], Coroutine[Any, Any, T]]) -> asyncio.Task[T]:
        """Run `handler(peer)` as a task, and return the task, which ends as the handler does.

        When `open` returns, the task is called 'conn-N PEER'. N is 1 for the first connection that
        was opened in this registry, 2 for the second, and so on; no number comes back. `open` is
        called while an event loop runs; to call `handler(peer)` raises nothing.
        """
        self._opened += 1
        name = f"conn-{self._opened} {peer}"
        task = asyncio.create_task(handler(peer), name=name)
        self._tasks[name] = task
        task.add_done_callback(lambda _: self._tasks.pop(name))
        return task

    def names(self) -> list[str]:
        """The names of the connections, in the order in which they were opened.

        These are the names that the tasks have now: a handler may rename its task.
        """
        return list(self._tasks)

    def find(self, name: str) -> asyncio.Task[Any] | None:
        """The task of a connection, any one, that has this name now; None if there isn't any."""
        return self._tasks.get(name)
