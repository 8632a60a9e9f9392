"""Where there was no block, the exits have nothing to be told.

kills: test_what_the_exits_are_told_of_an_entry
loses: test_what_the_exits_are_told_of_an_entry
"""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from typing import TypeVar

T = TypeVar("T")


class _All:
    def __init__(self, managers) -> None:
        self._managers = managers
        self._stack = AsyncExitStack()

    async def __aenter__(self):
        try:
            return [await self._stack.enter_async_context(manager) for manager in self._managers]
        except BaseException:
            await self._stack.aclose()
            raise

    async def __aexit__(self, exc_type, exc, tb) -> None:
        await self._stack.__aexit__(exc_type, exc, tb)


def open_all(
    managers: Sequence[AbstractAsyncContextManager[T]],
) -> AbstractAsyncContextManager[list[T]]:
    return _All(managers)
