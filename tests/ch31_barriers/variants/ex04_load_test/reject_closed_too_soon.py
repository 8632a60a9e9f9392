"""A connection isn't needed any more when its `fire` has been started.

kills: test_the_report
loses: test_the_report test_a_fire_fails test_cancelled_while_firing test_all_come_at_once
    test_a_single_client test_cancelled_at_any_moment
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, NamedTuple, Protocol, TypeVar


class Connection(Protocol):
    """What `connect` gives."""

    async def close(self) -> None:
        """Close the connection, at once; this never fails, and doesn't suspend."""


C = TypeVar("C", bound=Connection)


class Report(NamedTuple):
    """When all clients have fired (loop time), and what each has got, in their order."""

    started_at: float
    results: list[object]


class StartAborted(Exception):
    """Not all clients have connected.

    Attributes:
        arrived: how many had connected by then.
    """

    def __init__(self, arrived: int) -> None:
        super().__init__(f"only {arrived} clients have connected")
        self.arrived = arrived


async def load_test(
    clients: int,
    connect: Callable[[int], Coroutine[Any, Any, C]],
    fire: Callable[[C], Coroutine[Any, Any, object]],
    timeout: float,
) -> Report:
    """Connect all clients, let all of them fire at the same moment, and report.

    There are `clients` (1 or more) clients, 0 to `clients - 1`. Each awaits `connect(number)`, all
    at the same time, which gives it its connection. As soon as the last one has connected, and not
    before, each awaits `fire(connection)`: all begin at the same loop time, which is `started_at`.
    A client's result is what its `fire` returned, or, if it raised an Exception, that very
    exception; this stops nobody else. `fire` may take as long as it likes.

    If a `connect` raises an Exception, StartAborted comes out, with that very exception as its
    `__cause__`. If not all clients have connected `timeout` (more than 0) seconds after the call,
    StartAborted comes out, too, whatever its `__cause__`. Then nobody fires: the clients that still
    connect are cancelled at once, and the error comes out when they have ended, clean-up included.

    If `load_test` is cancelled, so are all that still connect or fire, at once; it ends as cancelled
    when they have ended, clean-up included. Nobody is cancelled a second time in its clean-up.

    Whatever happens, each connection that was opened is closed, once, by `await connection.close()`,
    before the call ends; but not before its `fire` has ended, if that has begun. A `connect` that is
    cancelled opens none.

    (It is left open what counts if a client connects at the very moment at which another one
    fails, the time is over, or the call is cancelled; which exception is the cause if several fail
    at once; and what a cancellation does when clients are being stopped already, or have all fired
    and got their results. `connect` and `fire` raise no CancelledError by themselves, and nothing
    else when they are cancelled.)
    """
    meeting = asyncio.Barrier(clients + 1)  # the call itself is a party, too
    arrived = 0

    shots: dict[int, asyncio.Task[object]] = {}

    async def client(number: int) -> object:
        nonlocal arrived
        connection = await connect(number)
        try:
            arrived += 1
            await meeting.wait()
            shots[number] = asyncio.create_task(fire(connection))
        finally:
            await connection.close()

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(client(number)) for number in range(clients)]
            async with asyncio.timeout(timeout):
                await meeting.wait()
            started_at = asyncio.get_running_loop().time()
    except ExceptionGroup as failures:
        raise StartAborted(arrived) from failures.exceptions[0]
    results = await asyncio.gather(
        *(shots[number] for number in range(clients)), return_exceptions=True
    )
    return Report(started_at, results)
