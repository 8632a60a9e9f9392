"""As long as there is no value, the service isn't started.

kills: test_an_entry_that_gives_none
loses: test_an_entry_that_gives_none
"""

from contextlib import AbstractAsyncContextManager
from typing import Generic, TypeVar

T = TypeVar("T")


class Service(Generic[T]):
    def __init__(self, manager: AbstractAsyncContextManager[T]) -> None:
        self._manager = manager
        self._value: T | None = None

    async def start(self) -> T:
        if self._value is not None:
            raise RuntimeError("the service is started already")
        self._value = await self._manager.__aenter__()
        return self._value

    async def stop(self) -> None:
        if self._value is not None:
            self._value = None
            await self._manager.__aexit__(None, None, None)
