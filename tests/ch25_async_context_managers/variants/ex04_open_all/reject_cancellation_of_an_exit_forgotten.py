"""A cancellation that has interrupted an exit has done its work.

kills: test_cancelled_at_any_moments
loses: test_cancelled_at_any_moments
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
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
    entered: list[AbstractAsyncContextManager[T]] = []
    values: list[T] = []
    raised: BaseException | None = None
    try:
        for manager in managers:
            values.append(await manager.__aenter__())
            entered.append(manager)
        yield values
    except BaseException as error:
        raised = error
    for manager in reversed(entered):
        try:
            if raised is None:
                await manager.__aexit__(None, None, None)
            else:
                await manager.__aexit__(type(raised), raised, raised.__traceback__)
        except asyncio.CancelledError:
            pass
        except Exception as error:
            raised = error
    if raised is not None:
        raise raised
