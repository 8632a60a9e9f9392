"""Many context managers for the length of one block: all of them, or none."""

import asyncio
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import TypeVar

T = TypeVar("T")


def open_all(
    managers: Sequence[AbstractAsyncContextManager[T]],
) -> AbstractAsyncContextManager[list[T]]:
    """An async context manager: all `managers` are entered for the length of its block.

    `async with open_all(managers) as values:` enters them one after the other, in their order, and
    gives to the block the list of what their entries gave. Behind the block all of them are left,
    one after the other, in reverse order. It is as if the block stood within an `async with` for
    each manager, one in the other:

    - If an entry fails or is cancelled, the block doesn't run, and those managers are left (in
      reverse order) that have been entered, and no others.
    - If an exit fails or is cancelled, those managers that remain are left all the same.
    - However often the task is cancelled, in an entry, in the block and in exits, every manager
      that has been entered is left, once.
    - What was raised comes out when that is done, the same object; a cancelled task ends as
      cancelled. (If several exceptions were raised, it is left open which one comes out.)
    - Each exit is told in its three arguments what was raised by the block or by an entry. (What
      those are told that are left after an exit has failed is open.)

    No exit returns anything true. Making the context manager calls nothing yet. Each is entered
    once. There are at most a hundred `managers`, and there may be none.
    """
    raise NotImplementedError  # TODO: replace this line


if __name__ == "__main__":

    class Door:
        """A door that needs a key."""

        def __init__(self, name: str) -> None:
            self.name = name

        async def __aenter__(self) -> str:
            if self.name == "locked":
                raise OSError("no key")
            await asyncio.sleep(0.2)
            print("opened", self.name)
            return self.name

        async def __aexit__(self, *_: object) -> None:
            await asyncio.sleep(0.2)
            print("closed", self.name)

    async def demo() -> None:
        async with open_all([Door("front"), Door("back")]) as names:
            print("open:", names)
        try:
            async with open_all([Door("front"), Door("back"), Door("locked")]):
                print("never printed")
        except OSError as error:
            print(error)

    asyncio.run(demo())
