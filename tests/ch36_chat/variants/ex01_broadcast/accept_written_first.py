"""All are written to in a loop; the drains then run at the same time, in tasks that are waited for."""

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

    tasks, failed = {}, {}
    for name, writer in clients.items():
        failed[name] = False
        try:
            writer.writelines([message.encode(), b"\n"])
        except ConnectionError:
            failed[name] = True
        else:
            tasks[name] = asyncio.create_task(writer.drain())
    try:
        if tasks:
            await asyncio.wait(tasks.values())
    finally:
        for task in tasks.values():
            task.cancel()
        outcomes = await asyncio.gather(*tasks.values(), return_exceptions=True)
    for name, outcome in zip(tasks, outcomes, strict=True):
        if isinstance(outcome, ConnectionError):
            failed[name] = True
    return [name for name in failed if failed[name]]
