"""A broken connection raises ConnectionResetError or BrokenPipeError, and nothing else.

kills: test_any_connection_error
loses: test_any_connection_error
"""

import asyncio


async def broadcast(clients: dict[str, asyncio.StreamWriter], message: str) -> list[str]:
    async def has_failed(writer: asyncio.StreamWriter) -> bool:
        try:
            writer.write(message.encode() + b"\n")
            await writer.drain()
        except (ConnectionResetError, BrokenPipeError):
            return True
        return False

    present = dict(clients)
    outcomes = await asyncio.gather(*map(has_failed, present.values()))
    return [name for name, failed in zip(present, outcomes, strict=True) if failed]
