"""Only `drain` tells that a connection is broken.

kills: test_a_failing_write
loses: test_a_failing_write
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

    present = list(clients.items())
    for _, writer in present:
        writer.write(message.encode() + b"\n")
    outcomes = await asyncio.gather(
        *(writer.drain() for _, writer in present), return_exceptions=True
    )
    return [
        name
        for (name, _), outcome in zip(present, outcomes, strict=True)
        if isinstance(outcome, ConnectionError)
    ]
