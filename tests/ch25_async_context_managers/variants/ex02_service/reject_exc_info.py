"""`sys.exc_info()` tells of the block alone.

kills: test_stopped_while_something_is_handled
loses: test_stopped_while_something_is_handled
"""

import sys
from contextlib import AbstractAsyncContextManager
from typing import Generic, TypeVar

T = TypeVar("T")


class Service(Generic[T]):
    def __init__(self, manager: AbstractAsyncContextManager[T]) -> None:
        self._manager = manager
        self._started = False

    async def start(self) -> T:
        if self._started:
            raise RuntimeError("the service is started already")
        value = await self._manager.__aenter__()
        self._started = True
        return value

    async def stop(self) -> None:
        if self._started:
            self._started = False
            await self._manager.__aexit__(*sys.exc_info())
