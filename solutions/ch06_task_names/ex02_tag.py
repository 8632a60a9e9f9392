"""Say in each line of a log which task wrote it."""

import asyncio


def tag(message: str) -> str:
    """Return '[NAME] message', where NAME is the name of the task that runs now.

    It is the name that this task has at the moment of the call, be it empty or full of odd
    characters. If no task is running, NAME is '-': so in a callback that the event loop calls, and
    in a program in which no event loop runs, not yet or not any more.

    This is a plain function, for code of all kinds: it may be called deep inside functions and
    coroutines that know nothing of tasks. It raises nothing, and starts nothing.
    """
    try:
        task = asyncio.current_task()
    except RuntimeError:  # there is no loop
        task = None
    name = task.get_name() if task is not None else "-"
    return f"[{name}] {message}"


if __name__ == "__main__":

    async def demo() -> None:
        async def cook(dish: str) -> None:
            print(tag(f"{dish} is on"))
            await asyncio.sleep(0.2)
            print(tag(f"{dish} is done"))

        asyncio.get_running_loop().call_soon(lambda: print(tag("a callback")))
        left = asyncio.create_task(cook("soup"), name="left stove")
        right = asyncio.create_task(cook("rice"), name="right stove")
        await left
        await right

    print(tag("before the loop"))
    asyncio.run(demo())
