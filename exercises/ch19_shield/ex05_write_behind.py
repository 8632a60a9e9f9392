"""Writes that survive whoever asked for them."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


class WriteBehind:
    """Writes that survive whoever asked for them.

    `write(record)` does one write; writes don't wait for each other. A write that has begun always
    runs to its end, whatever happens to those who wait for it, in `save` or in `close`.

    `on_error(record, error)` is a plain function that never raises. It hears of a failed write if,
    and only if, the saver was cancelled while it waited. (Left open: a write that fails at the very
    moment at which its saver is cancelled, and one that ends as cancelled.)
    """

    def __init__(
        self,
        write: Callable[[str], Coroutine[Any, Any, object]],
        on_error: Callable[[str, Exception], object],
    ) -> None:
        self._write = write
        self._on_error = on_error

    async def save(self, record: str) -> None:
        """Write `record` at once, and return when it is written.

        If the write fails, its exception comes out. If the call is cancelled, it ends at once, as
        cancelled, and the write goes on; should it fail later, `on_error` is told, once.

        As soon as `close` has been called, nothing is written any more: RuntimeError is raised.
        """
        await self._write(record)  # TODO: a cancelled saver must not take its write along

    async def close(self) -> None:
        """Accept no more records, and return when all writes have ended, and not before.

        Failed writes have been told elsewhere: nothing comes of them here. When the call returns,
        all errors have been told. It may be called again, afterwards or meanwhile, with the same
        effect; if nothing is under way, it returns at once. A call that is cancelled ends at once,
        as cancelled, and the writes go on; no record is accepted after it either.
        """
        # TODO: nothing is known yet about writes under way


if __name__ == "__main__":

    async def demo() -> None:
        async def write(record: str) -> None:
            await asyncio.sleep(0.2)
            if record == "b":
                raise OSError("disk full")
            print("written:", record)

        behind = WriteBehind(write, lambda record, error: print("lost:", record, "-", error))
        savers = [asyncio.create_task(behind.save(record)) for record in "abc"]
        await asyncio.sleep(0.1)
        for saver in savers:
            saver.cancel()
        await behind.close()
        print("closed")

    asyncio.run(demo())
