"""In a task group each client's task is on its own.

kills: test_a_failing_drain
loses: test_a_failing_drain test_a_failing_write test_any_connection_error test_order_of_names
"""

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

    failed = []

    async def send(name, writer):
        try:
            writer.write(message.encode() + b"\n")
            await writer.drain()
        except ConnectionError:
            failed.append(name)
            raise

    try:
        async with asyncio.TaskGroup() as group:
            for name, writer in clients.items():
                group.create_task(send(name, writer))
    except* ConnectionError:
        pass
    return [name for name in list(clients) if name in failed]
