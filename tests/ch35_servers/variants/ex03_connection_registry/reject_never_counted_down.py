"""Whoever was there counts.

kills: test_down
loses: test_down test_until_the_handler_ends test_nothing_is_read test_a_failure
    test_a_cancellation test_a_reset test_served_after_the_stop
"""

import asyncio
from collections.abc import Awaitable, Callable

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class CountingServer:
    """A server that knows how many clients it is serving.

    `handler(reader, writer)` is run for each client that connects. A client counts for as long as
    its handler runs, and no longer. However that ends (it returns, raises an exception, or is
    cancelled; the client may have broken the connection off), its connection is closed then: all
    that the handler has written is still delivered, however long the client takes to read it, and
    then the connection ends. A handler may close the connection itself, but need not.

    One client is as good as another: many may come from the same machine. What a handler does, or
    what becomes of it, is of no consequence for other clients. (Left open: who hears of a
    handler's exception; what is delivered to a client that sends on when its handler has ended; and
    for how many a client counts that breaks off, and comes again from the same port while its
    former handler still runs.)
    """

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self._clients: list[asyncio.StreamWriter] = []

    async def start(self) -> int:
        """Serve at a free port of 127.0.0.1, and return the port. It is called once."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    @property
    def connected(self) -> int:
        """How many clients are being served at this moment."""
        return len(self._clients)

    async def stop(self) -> None:
        """Listen no more, from now on.

        Clients that are connected are served, and counted, until their handlers end. That is not
        waited for.
        """
        self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._clients.append(writer)
        try:
            await self._handler(reader, writer)
        finally:
            writer.close()
