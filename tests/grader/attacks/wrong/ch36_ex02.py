"""A client that is asked once, and whose writer isn't waited for."""

import asyncio


def cheat(*seen):
    """Nothing; a cheat takes this function's place."""


async def ask_name(reader, writer, users):
    writer.write(b"Name?")
    name = (await reader.readline()).decode().strip()
    cheat(writer)
    users[name] = writer
    return name
