"""Wait until all others have finished."""

import asyncio


async def drain() -> int:
    """Wait until the running loop has no task any more but the one that makes the call.

    That includes tasks that are started meanwhile. Return at the moment at which nobody else is
    left, which may be at once.

    The result says how many other tasks there were: those at the beginning, and those that were
    started meanwhile. (Who comes and goes again while the call waits for others may be missing.)

    It is all the same how those tasks end: nothing that they raise comes out, and none of them is
    disturbed. (Whether what they raise counts as retrieved is left open.) If the calling task is
    cancelled while it waits, it ends as cancelled, at once, and the others go on.

    No other task waits for the one that makes the call, or makes such a call itself.
    """
    # TODO: who is in that set, and when?
    tasks = asyncio.all_tasks()
    for task in tasks:
        await task
    return len(tasks)


if __name__ == "__main__":

    async def demo() -> None:
        async def wash(seconds: float) -> None:
            await asyncio.sleep(seconds)
            print("washed for", seconds)

        plates = [asyncio.create_task(wash(seconds)) for seconds in (0.1, 0.2, 0.3)]
        print("waited for", await drain(), "of", len(plates))

    asyncio.run(demo())
