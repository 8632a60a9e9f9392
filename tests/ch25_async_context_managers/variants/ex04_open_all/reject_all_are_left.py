"""What failed to be entered has to be left, too: a manager is put among those to be left before its
entry.

kills: test_an_entry_fails test_cancelled_in_an_entry
loses: test_an_entry_fails test_cancelled_in_an_entry test_what_the_exits_are_told_of_an_entry
    test_cancelled_at_any_moments
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import TypeVar

T = TypeVar("T")


@asynccontextmanager
async def open_all(managers: Sequence[AbstractAsyncContextManager[T]]) -> AsyncIterator[list[T]]:
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
    async with AsyncExitStack() as stack:
        for manager in managers:
            stack.push_async_exit(manager)
        yield [await manager.__aenter__() for manager in managers]
