"""One message to everybody in the room, at the same time."""

import asyncio


async def broadcast(clients: dict[str, asyncio.StreamWriter], message: str) -> list[str]:
    r"""Send `message` and "\n", as UTF-8, to all clients; return the names of those that failed.

    `clients` has the writer of each name. Who is in it at the call gets the message, once. Other
    tasks may add and remove clients while the call runs: that makes no difference to it.

    Each client has the message written, and is then waited for with `drain`. All are waited for at
    the same time, so the slowest alone decides how long the call takes.

    A client has failed if its `write` or its `drain` raises a ConnectionError (or one of its
    subclasses). That is no reason to leave the others out or not to wait for them, and it doesn't
    come out: the name is returned, in the order of `clients`. Nobody is removed from `clients`, and no
    writer is closed. (Left open: other exceptions.)

    If the call is cancelled, it ends as cancelled, and waits for nobody any more.
    """

    async def send(writer: asyncio.StreamWriter) -> None:
        writer.write(message.encode() + b"\n")
        await writer.drain()

    tasks = [asyncio.create_task(send(writer)) for writer in clients.values()]
    await asyncio.wait(tasks)
    return []  # TODO: mend it, and return the names of those that failed


if __name__ == "__main__":

    async def demo() -> None:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            print("client 1 gets", await reader.read())
            writer.close()

        print("failed in an empty room:", await broadcast({}, "anybody there?"))
        async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
            _, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            print("failed in a small room:", await broadcast({"client 1": writer}, "hello"))
            writer.close()
            await writer.wait_closed()
            await asyncio.sleep(0.1)

    asyncio.run(demo())
