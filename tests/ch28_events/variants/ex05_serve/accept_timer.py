"""A timer ends the grace; callbacks count the ends, and an event says when nothing is left."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, NamedTuple, TypeVar

T = TypeVar("T")


class Stats(NamedTuple):
    """How many handlers have ended with a result, with an exception, and as cancelled."""

    completed: int
    failed: int
    cancelled: int


class _Server:
    """The handlers that run, and how the others have ended: counted by callbacks."""

    def __init__(self) -> None:
        self.acceptor: asyncio.Task[None] | None = None
        self.running: set[asyncio.Task[object]] = set()
        self.completed = self.failed = self.cancelled = 0
        self.closed = False  # no grace any more, or no call
        self.nothing_left = asyncio.Event()

    def begin(self, coroutine: Coroutine[Any, Any, object]) -> None:
        task = asyncio.create_task(coroutine)
        self.running.add(task)
        task.add_done_callback(self._handler_ended)
        if self.closed:  # late, but it may begin
            asyncio.get_running_loop().call_soon(task.cancel)

    def listen(self, coroutine: Coroutine[Any, Any, None]) -> None:
        self.acceptor = asyncio.create_task(coroutine)
        self.acceptor.add_done_callback(self._acceptor_ended)

    def _handler_ended(self, task: asyncio.Task[object]) -> None:
        self.running.discard(task)
        if task.cancelled():
            self.cancelled += 1
        elif task.exception() is not None:
            self.failed += 1
        else:
            self.completed += 1
        self._look()

    def _acceptor_ended(self, task: asyncio.Task[None]) -> None:
        self._look()

    def _look(self) -> None:
        if not self.running and (self.acceptor is None or self.acceptor.done()):
            self.nothing_left.set()

    def cancel_handlers(self) -> None:
        self.closed = True
        for task in self.running:
            task.cancel()


async def serve(
    accept: Callable[[], Coroutine[Any, Any, T]],
    handle: Callable[[T], Coroutine[Any, Any, object]],
    stop: asyncio.Event,
    grace: float,
) -> Stats:
    """Handle requests until `stop` is set, and return how their handlers have ended.

    `await accept()` gives the next request; it may take long, and never fails. Each request gets a
    task of its own, in which `handle(request)` begins at once, while the next request is waited
    for. A handler that fails counts as failed, and disturbs nobody.

    When `stop` is set (it stays set), no request is accepted any more: a pending `accept()` is
    cancelled at once, and that loses no request. But one that an `accept()` has given by then is
    handled. Handlers have `grace` seconds (more than 0) from then on; those that still run are
    cancelled. The call returns as soon as all handlers have ended, clean-up included. If `stop`
    was set before the call, no request is taken at all.

    Stats go by how each handler has ended, whether it was asked to end or not.

    If the call itself is cancelled, at whatever moment, so are the pending `accept()` and all
    handlers, at once, and once only; it ends as cancelled when they have ended. (Left open: whether
    a handler that cleans up because the grace is over is cancelled a second time then; what counts
    if a handler ends at the very end of the grace; whether a request is handled that comes at the
    very moment at which the call is cancelled; and a second cancellation of the call.)
    """
    if stop.is_set():
        return Stats(0, 0, 0)
    server = _Server()

    async def accept_all() -> None:
        while not (stop.is_set() or server.closed):
            request = await accept()
            server.begin(handle(request))
            await asyncio.sleep(0)  # an `accept()` need not suspend

    server.listen(accept_all())
    assert server.acceptor is not None
    timer: asyncio.TimerHandle | None = None
    try:
        await stop.wait()
        server.acceptor.cancel()
        timer = asyncio.get_running_loop().call_later(grace, server.cancel_handlers)
        await server.nothing_left.wait()
    except asyncio.CancelledError:
        server.acceptor.cancel()
        server.cancel_handlers()
        while not server.nothing_left.is_set():
            try:
                await server.nothing_left.wait()
            except asyncio.CancelledError:
                pass  # we end as cancelled anyway
        raise
    finally:
        if timer is not None:
            timer.cancel()
    return Stats(server.completed, server.failed, server.cancelled)
