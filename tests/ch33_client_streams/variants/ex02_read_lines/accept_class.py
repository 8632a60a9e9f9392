"""A class with `__anext__`."""

import asyncio


class read_lines:
    def __init__(self, reader: asyncio.StreamReader) -> None:
        self._reader = reader

    def __aiter__(self) -> "read_lines":
        return self

    async def __anext__(self) -> str:
        line = await self._reader.readline()
        if line == b"":
            raise StopAsyncIteration
        return line.decode().removesuffix("\n").removesuffix("\r")
