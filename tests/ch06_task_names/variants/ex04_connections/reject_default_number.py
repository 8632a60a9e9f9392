"""The number in a task's default name counts what I have opened.

kills: test_names
loses: test_names test_find test_one_peer_twice test_no_number_comes_back
    test_each_counts_for_itself test_over test_cancelled_before_its_first_step test_a_foreign_task
    test_kept_alive test_twelve_in_order test_asked_to_stop
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
        self._tasks: list[asyncio.Task[Any]] = []

    def open(self, peer: str, handler: Callable[[str], Coroutine[Any, Any, T]]) -> asyncio.Task[T]:
        """Run `handler(peer)` as a task, and return the task, which ends as the handler does.

        When `open` returns, the task is called 'conn-N PEER'. N is 1 for the first connection that
        was opened in this registry, 2 for the second, and so on; no number comes back. `open` is
        called while an event loop runs; to call `handler(peer)` raises nothing.
        """
        task = asyncio.create_task(handler(peer))
        task.set_name(task.get_name().replace("Task", "conn") + " " + peer)
        self._tasks.append(task)
        task.add_done_callback(self._tasks.remove)
        return task

    def names(self) -> list[str]:
        """The names of the connections, in the order in which they were opened.

        These are the names that the tasks have now: a handler may rename its task.
        """
        return [task.get_name() for task in self._tasks]

    def find(self, name: str) -> asyncio.Task[Any] | None:
        """The task of a connection, any one, that has this name now; None if there isn't any."""
        return next((task for task in self._tasks if task.get_name() == name), None)
