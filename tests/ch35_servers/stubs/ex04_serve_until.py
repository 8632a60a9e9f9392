"""A server that serves until it is told to stop."""

import asyncio
from collections.abc import Awaitable, Callable

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def serve_until(
    handler: Handler, stop: asyncio.Event, started: Callable[[int], object]
) -> None:
    """Serve at a free port of 127.0.0.1 until `stop` is set.

    `started(port)` is called once clients can connect. `handler(reader, writer)` is run for each
    client, and closes the client's connection when it ends, also when it is cancelled. A handler
    that ends, even with an exception, is of no consequence for other clients.

    Once `stop` is set, everything ends: from now on nobody listens at the port any more, all handlers
    that still run are cancelled, at the same time, also those that have closed their connection
    already, and the call returns None when all of them have finished their clean-up, however long
    that takes, and even if one fails in it. Nothing else is waited for: not that clients go by
    themselves.

    If the call is cancelled while it serves, the same is done, and then it ends as cancelled.

    (Left open: who hears of a handler's exception; a client whose handler has not begun to run when
    everything ends; whether a client is waited for that hasn't read yet what was written for it; a
    cancellation before `started` was called; one that comes while everything is being ended.)
    """
    server = await asyncio.start_server(handler, "127.0.0.1", 0)

    async def watch() -> None:
        await stop.wait()
        server.close()

    watching = asyncio.create_task(watch())
    try:
        async with server:
            started(server.sockets[0].getsockname()[1])
            await server.serve_forever()
    finally:
        watching.cancel()


if __name__ == "__main__":

    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            writer.write(b"hello\n")
            await reader.readline()
        finally:
            await asyncio.sleep(0.1)
            print("a handler has finished its clean-up")
            writer.close()

    async def demo() -> None:
        stop = asyncio.Event()
        port: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        serving = asyncio.create_task(serve_until(greet, stop, port.set_result))
        reader, writer = await asyncio.open_connection("127.0.0.1", await port)
        print(await reader.readline())
        stop.set()
        done, _ = await asyncio.wait([serving], timeout=1)
        print("it has ended" if done else "it has not ended after a second", serving)
        serving.cancel()
        writer.close()

    asyncio.run(demo())
